#include "server/config.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "server/config_command_line.h"
#include "server/config_file.h"
#include "server/config_settings.h"

namespace winterbaume::server {
namespace {

using Applied = std::expected<void, ConfigExit>;

// An empty variable counts as none, as `WB_PORT= winterbaume` means it.
std::optional<std::string> variable(const ConfigSources& sources, std::string_view name) {
  auto value = sources.environment(name);
  return value && !value->empty() ? value : std::nullopt;
}

Applied apply_file(Config& config, const ConfigSources& sources, const CommandLine& line) {
  auto path = line.config_file ? line.config_file : variable(sources, "WB_CONFIG");
  if (!path) return {};
  auto text = sources.read_file(*path);
  if (!text) {
    return std::unexpected(config_mistake(
        fmt::format("{}: '{}' can't be read: {}.", line.config_file ? "--config" : "WB_CONFIG", *path, text.error())));
  }
  return apply_config_file(config, *path, *text);
}

Applied apply_environment(Config& config, const ConfigSources& sources) {
  for (const auto& setting : settings()) {
    auto name = setting.variable();
    auto value = variable(sources, name);
    if (!value) continue;
    if (auto applied = apply_setting(setting, config, name, *value); !applied) return applied;
  }
  return {};
}

Applied apply_command_line(Config& config, const CommandLine& line) {
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    if (!line.values[i]) continue;
    const auto& setting = settings()[i];
    if (auto applied = apply_setting(setting, config, fmt::format("--{}", setting.option), *line.values[i]); !applied)
      return applied;
  }
  return {};
}

// What no setting can see by itself.
Applied check_whole(const Config& config) {
  if (config.tls_cert.empty() != config.tls_key.empty()) {
    bool lacks_key = config.tls_key.empty();
    return std::unexpected(config_mistake(fmt::format("--tls-{} '{}' needs --tls-{} too.", lacks_key ? "cert" : "key",
                                                      lacks_key ? config.tls_cert : config.tls_key, lacks_key ? "key" : "cert")));
  }
  if (config.auth == AuthMode::verify && config.users.empty()) {
    return std::unexpected(config_mistake("--auth verify needs at least one [[users]] table in the file that --config names."));
  }
  return {};
}

std::expected<std::string, std::string> read_text_file(const std::string& path) {
  auto why = [] { return std::unexpected(std::string(std::strerror(errno))); };
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return why();
  std::string text;
  std::array<char, 4096> piece;
  while (auto size = std::fread(piece.data(), 1, piece.size(), file.get())) text.append(piece.data(), size);
  if (std::ferror(file.get()) != 0) return why();  // a folder, for one
  return text;
}

}  // namespace

std::expected<Config, ConfigExit> parse_config(const ConfigSources& sources) {
  auto line = parse_command_line(sources.arguments);
  if (!line) return std::unexpected(std::move(line.error()));
  if (line->help) return std::unexpected(ConfigExit{0, help_text()});
  if (line->version) return std::unexpected(ConfigExit{0, fmt::format("winterbaume {}", sources.version)});
  Config config;
  Applied applied = apply_file(config, sources, *line);
  if (applied) applied = apply_environment(config, sources);
  if (applied) applied = apply_command_line(config, *line);
  if (applied) applied = check_whole(config);
  if (!applied) return std::unexpected(std::move(applied.error()));
  complete_users(config);
  return config;
}

ConfigSources process_sources(int argc, const char* const* argv, std::string_view version) {
  auto count = argc > 0 ? static_cast<std::size_t>(argc) - 1 : 0;
  return {.arguments = {argv + (argc > 0 ? 1 : 0), count},
          .environment = [](std::string_view name) -> std::optional<std::string> {
            const char* value = std::getenv(std::string(name).c_str());
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
          },
          .read_file = read_text_file,
          .version = version};
}

}  // namespace winterbaume::server
