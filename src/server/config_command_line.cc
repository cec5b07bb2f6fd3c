#include "server/config_command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "server/config_settings.h"

namespace winterbaume::server {
namespace {

// CLI11 says "1 required TEXT missing"; a user is told which option wants what.
ConfigExit mistake_of(const CLI::ParseError& error) {
  std::string what = error.what();
  if (auto colon = what.find(':'); what.starts_with("--") && colon != std::string::npos) {
    return config_mistake(what.substr(0, colon) + " needs a value.");
  }
  return config_mistake("The command line can't be read: " + what);
}

std::optional<std::string> given(const CLI::Option* option, std::string& text) {
  return option->count() > 0 ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

std::expected<CommandLine, ConfigExit> parse_command_line(std::span<const char* const> arguments) {
  CommandLine line;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("--help,-h", line.help);
  app.add_flag("--version", line.version);
  std::string config_file;
  auto* config_option = app.add_option("--config", config_file)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  std::vector<std::string> texts(settings().size());
  std::vector<CLI::Option*> options;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    options.push_back(app.add_option("--" + std::string(settings()[i].option), texts[i])
                          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast));
  }
  try {
    // CLI11 takes the arguments from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return std::unexpected(mistake_of(error));
  }
  if (auto extras = app.remaining(); !extras.empty()) {
    return std::unexpected(config_mistake(fmt::format("There is no option '{}'; --help lists them.", extras.front())));
  }
  line.config_file = given(config_option, config_file);
  for (std::size_t i = 0; i < texts.size(); ++i) line.values.push_back(given(options[i], texts[i]));
  return line;
}

}  // namespace winterbaume::server
