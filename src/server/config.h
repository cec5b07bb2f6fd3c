// What the server is told: by its command line, the environment, a TOML file, and defaults, in that order.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/access_key.h"

namespace winterbaume::server {

enum class AuthMode : std::uint8_t {
  off,     // any credentials are accepted, and none
  verify,  // signatures are checked against `users`
};

enum class LogLevel : std::uint8_t { debug, info, warn, error, off };
enum class LogFormat : std::uint8_t {
  text,  // "2026-01-01T00:00:00.000Z info message key=value"
  json,  // one object a line: time, level, message, and the rest as members
};

struct Config {
  std::string host = "127.0.0.1";
  std::uint16_t port = 5555;  // 0: a free one
  unsigned threads = 0;       // 0: as many as there are cores
  std::string account_id = "123456789012";
  std::string region = "us-east-1";
  AuthMode auth = AuthMode::off;
  std::vector<aws::AccessKey> users;  // the file's [[users]]; AuthMode::verify has at least one
  std::string tls_cert;               // PEM files: both or neither
  std::string tls_key;
  std::uint64_t max_body_bytes = std::uint64_t{1} << 43;
  std::string vfs_dir;                               // where blobs are kept; empty: in memory
  bool vfs_fsync = true;                             // a blob that was acknowledged survives a crash of the machine
  std::vector<std::string> s3_domains{"localhost"};  // buckets are their sub-domains
  bool s3_new_buckets_with_acls = false;
  std::chrono::seconds s3_lifecycle_day{86'400};
  std::chrono::seconds s3_lifecycle_interval{0};      // 0: by the day
  std::chrono::seconds dynamodb_transition_delay{0};  // of tables and indexes
  bool dynamodb_throttle = false;                     // clients are held to the throughput of tables and indexes
  std::chrono::seconds idle_timeout{75};
  std::chrono::seconds shutdown_grace{30};
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  bool access_log = false;  // also on at LogLevel::debug
};

// Where settings come from. Injected, so that reading a configuration is a pure function.
struct ConfigSources {
  std::span<const char* const> arguments;  // without the program's name
  std::function<std::optional<std::string>(std::string_view variable)> environment;
  // The file's text, or why it can't be read.
  std::function<std::expected<std::string, std::string>(const std::string& path)> read_file;
  std::string_view version;
};

// The program is to end now: it prints `text` and a line's end, on stderr where `code` isn't 0.
struct ConfigExit {
  int code;          // 0: --help or --version; 2: a mistake
  std::string text;  // of a mistake: "winterbaume: " and one sentence that names the option, variable or key, and its value
};

std::expected<Config, ConfigExit> parse_config(const ConfigSources& sources);

// The process's own arguments, environment and files.
ConfigSources process_sources(int argc, const char* const* argv, std::string_view version);

}  // namespace winterbaume::server
