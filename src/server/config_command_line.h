// The command line's form: which options were given, with which texts.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/config.h"

namespace winterbaume::server {

struct CommandLine {
  bool help = false;
  bool version = false;
  std::optional<std::string> config_file;
  std::vector<std::optional<std::string>> values;  // one a setting, in settings()' order
};

// The only user of CLI11. Of an option that is given twice the last counts.
std::expected<CommandLine, ConfigExit> parse_command_line(std::span<const char* const> arguments);

}  // namespace winterbaume::server
