// Every setting, described once: `--help`, the command line, the environment and the file all follow this table.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "server/config.h"

namespace winterbaume::server {

struct Setting {
  std::string_view option;  // "log-level": --log-level, WB_LOG_LEVEL, log_level = …
  std::string_view value;   // what its value is called in --help
  std::string_view text;    // one sentence
  std::string_view preset;  // the default as a user would write it; empty: none
  // Takes the value over, or says what it must be ("a port, 0 to 65535").
  std::expected<void, std::string_view> (*apply)(Config& config, std::string_view value);

  std::string variable() const;  // "WB_LOG_LEVEL"
  std::string key() const;       // "log_level"
};

std::span<const Setting> settings();
const Setting* find_setting_by_key(std::string_view key);

// Applies `value`; `origin` is how the user knows the setting ("--port", "WB_PORT", "wb.toml:3: port").
std::expected<void, ConfigExit> apply_setting(const Setting& setting, Config& config, std::string_view origin,
                                              std::string_view value);

ConfigExit config_mistake(std::string sentence);

std::string help_text();

}  // namespace winterbaume::server
