// The TOML file: flat keys named as the options, and [[users]].
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "server/config.h"

namespace winterbaume::server {

// Applies the file's settings and users to `config`. `path` is for messages. Keys that no setting has are mistakes.
std::expected<void, ConfigExit> apply_config_file(Config& config, const std::string& path, std::string_view text);

// Gives users without an account the configured one, and each its ARN and id. Once all else is known.
void complete_users(Config& config);

}  // namespace winterbaume::server
