#include "server/config_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/arn.h"
#include "core/bytes.h"

namespace winterbaume::server {
namespace {

using Applied = std::expected<void, std::string_view>;

Applied must_be(std::string_view what) { return std::unexpected(what); }

std::optional<std::int64_t> number_within(std::string_view value, std::int64_t min, std::int64_t max) {
  auto number = parse_integer(value);
  return number && *number >= min && *number <= max ? number : std::nullopt;
}

Applied set_text(std::string& member, std::string_view value, std::string_view what) {
  if (value.empty()) return must_be(what);
  member = value;
  return {};
}

Applied set_host(Config& config, std::string_view value) { return set_text(config.host, value, "an address or a host's name"); }

Applied set_port(Config& config, std::string_view value) {
  auto port = number_within(value, 0, 65535);
  if (!port) return must_be("a port, 0 to 65535");
  config.port = static_cast<std::uint16_t>(*port);
  return {};
}

Applied set_threads(Config& config, std::string_view value) {
  auto threads = number_within(value, 0, 1024);
  if (!threads) return must_be("a number of threads, 0 to 1024");
  config.threads = static_cast<unsigned>(*threads);
  return {};
}

Applied set_account_id(Config& config, std::string_view value) {
  if (!aws::is_account_id(value)) return must_be("an account's 12 digits");
  config.account_id = value;
  return {};
}

Applied set_region(Config& config, std::string_view value) {
  bool plausible = !value.empty() && value.size() <= 64 && std::ranges::all_of(value, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!plausible) return must_be("a region's name, such as us-east-1");
  config.region = value;
  return {};
}

Applied set_auth(Config& config, std::string_view value) {
  if (value != "off" && value != "verify") return must_be("off or verify");
  config.auth = value == "verify" ? AuthMode::verify : AuthMode::off;
  return {};
}

Applied set_tls_cert(Config& config, std::string_view value) { return set_text(config.tls_cert, value, "a file's name"); }
Applied set_tls_key(Config& config, std::string_view value) { return set_text(config.tls_key, value, "a file's name"); }

Applied set_max_body_bytes(Config& config, std::string_view value) {
  auto bytes = number_within(value, 1, std::int64_t{1} << 53);
  if (!bytes) return must_be("a number of bytes, at least 1");
  config.max_body_bytes = static_cast<std::uint64_t>(*bytes);
  return {};
}

Applied set_seconds(std::chrono::seconds& member, std::string_view value, std::int64_t min, std::string_view what) {
  auto seconds = number_within(value, min, 86'400);
  if (!seconds) return must_be(what);
  member = std::chrono::seconds(*seconds);
  return {};
}

Applied set_idle_timeout(Config& config, std::string_view value) {
  return set_seconds(config.idle_timeout, value, 1, "whole seconds, 1 to 86400");
}
Applied set_shutdown_grace(Config& config, std::string_view value) {
  return set_seconds(config.shutdown_grace, value, 0, "whole seconds, 0 to 86400");
}

Applied set_log_level(Config& config, std::string_view value) {
  constexpr std::array<std::string_view, 5> k_names{"debug", "info", "warn", "error", "off"};  // in LogLevel's order
  auto found = std::ranges::find(k_names, value);
  if (found == k_names.end()) return must_be("debug, info, warn, error or off");
  config.log_level = static_cast<LogLevel>(found - k_names.begin());
  return {};
}

Applied set_log_format(Config& config, std::string_view value) {
  if (value != "text" && value != "json") return must_be("text or json");
  config.log_format = value == "json" ? LogFormat::json : LogFormat::text;
  return {};
}

Applied set_flag(bool& member, std::string_view value) {
  bool on = value == "on" || value == "true";
  if (!on && value != "off" && value != "false") return must_be("on or off");
  member = on;
  return {};
}

Applied set_access_log(Config& config, std::string_view value) { return set_flag(config.access_log, value); }

Applied set_vfs_dir(Config& config, std::string_view value) { return set_text(config.vfs_dir, value, "a folder's name"); }
Applied set_vfs_fsync(Config& config, std::string_view value) { return set_flag(config.vfs_fsync, value); }

// Names between commas, lower case.
Applied set_s3_domain(Config& config, std::string_view value) {
  constexpr std::string_view k_what = "a host's name, or several with commas between";
  config.s3_domains.clear();
  while (!value.empty()) {
    const auto comma = value.find(',');
    auto domain = to_lower(trim(value.substr(0, comma)));
    const bool plausible =
        !domain.empty() && domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
    if (!plausible) return must_be(k_what);
    config.s3_domains.push_back(std::move(domain));
    value = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
  }
  return config.s3_domains.empty() ? must_be(k_what) : Applied{};
}

Applied set_s3_bucket_defaults(Config& config, std::string_view value) {
  if (value != "current" && value != "before-2023") return must_be("current or before-2023");
  config.s3_new_buckets_with_acls = value == "before-2023";
  return {};
}
Applied set_s3_lifecycle_day(Config& config, std::string_view value) {
  return set_seconds(config.s3_lifecycle_day, value, 1, "whole seconds, 1 to 86400");
}
Applied set_s3_lifecycle_interval(Config& config, std::string_view value) {
  return set_seconds(config.s3_lifecycle_interval, value, 1, "whole seconds, 1 to 86400");
}
Applied set_dynamodb_transition_delay(Config& config, std::string_view value) {
  return set_seconds(config.dynamodb_transition_delay, value, 0, "whole seconds, 0 to 86400");
}

Applied set_dynamodb_throttle(Config& config, std::string_view value) { return set_flag(config.dynamodb_throttle, value); }

constexpr std::array k_settings{
    Setting{"host", "ADDRESS", "Where to listen: an IPv4 or IPv6 address, or a name.", "127.0.0.1", set_host},
    Setting{"port", "PORT", "The port to listen on; 0 takes a free one.", "5555", set_port},
    Setting{"threads", "COUNT", "Threads that serve; 0 is one for each core.", "0", set_threads},
    Setting{"account-id", "DIGITS", "The account of callers whose access key isn't itself twelve digits.", "123456789012",
            set_account_id},
    Setting{"region", "REGION", "The region of requests that aren't signed for one.", "us-east-1", set_region},
    Setting{"auth", "off|verify", "Whether signatures are checked, against the [[users]] of the file.", "off", set_auth},
    Setting{"tls-cert", "FILE", "Serve TLS with this certificate chain (PEM).", "", set_tls_cert},
    Setting{"tls-key", "FILE", "The private key of --tls-cert (PEM).", "", set_tls_key},
    Setting{"max-body-bytes", "BYTES", "The largest body of a request.", "8796093022208", set_max_body_bytes},
    Setting{"vfs-dir", "FOLDER", "Keep the bytes of objects in this folder instead of in memory.", "", set_vfs_dir},
    Setting{"vfs-fsync", "on|off", "Whether they are on the disk before a request is answered.", "on", set_vfs_fsync},
    Setting{"s3-domain", "NAMES", "Hosts whose sub-domains are buckets (BUCKET.localhost), with commas between.", "localhost",
            set_s3_domain},
    Setting{"s3-bucket-defaults", "current|before-2023",
            "New buckets have no ACLs and block public access (as AWS since April 2023), or have ACLs and block nothing.",
            "current", set_s3_bucket_defaults},
    Setting{"s3-lifecycle-day", "SECONDS", "How long a day is to the lifecycle rules of buckets; tests shorten it.", "86400",
            set_s3_lifecycle_day},
    Setting{"s3-lifecycle-interval", "SECONDS", "How often those rules are carried out; else a fifth of a day, at most an hour.",
            "", set_s3_lifecycle_interval},
    Setting{"dynamodb-transition-delay", "SECONDS",
            "How long DynamoDB's tables and indexes take to be made, changed and deleted.", "0", set_dynamodb_transition_delay},
    Setting{"dynamodb-throttle", "on|off",
            "Whether clients are held to the capacity of DynamoDB's tables and indexes, with bursts of five minutes.", "off",
            set_dynamodb_throttle},
    Setting{"idle-timeout-seconds", "SECONDS", "When a connection without a request is closed.", "75", set_idle_timeout},
    Setting{"shutdown-grace-seconds", "SECONDS", "How long running requests may take to end after SIGTERM.", "30",
            set_shutdown_grace},
    Setting{"log-level", "LEVEL", "debug, info, warn, error or off; debug includes the access log.", "info", set_log_level},
    Setting{"log-format", "text|json", "How lines are written to stderr.", "text", set_log_format},
    Setting{"access-log", "on|off", "One line for each request.", "off", set_access_log},
};

std::string spelled(std::string_view option, char (*change)(char)) {
  std::string out(option);
  for (char& c : out) c = c == '-' ? '_' : change(c);
  return out;
}

}  // namespace

std::string Setting::variable() const {
  return "WB_" + spelled(option, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
}

std::string Setting::key() const {
  return spelled(option, [](char c) { return c; });
}

std::span<const Setting> settings() { return k_settings; }

const Setting* find_setting_by_key(std::string_view key) {
  auto found = std::ranges::find_if(k_settings, [&](const Setting& setting) { return setting.key() == key; });
  return found == k_settings.end() ? nullptr : &*found;
}

std::expected<void, ConfigExit> apply_setting(const Setting& setting, Config& config, std::string_view origin,
                                              std::string_view value) {
  if (auto applied = setting.apply(config, value); !applied) {
    return std::unexpected(config_mistake(fmt::format("{}: '{}' is not {}.", origin, value, applied.error())));
  }
  return {};
}

ConfigExit config_mistake(std::string sentence) { return {2, "winterbaume: " + std::move(sentence)}; }

std::string help_text() {
  std::string out =
      "usage: winterbaume [options]\n\n"
      "A stateful AWS emulator. Every option can also be given as an environment variable or as a key of the\n"
      "file that --config names; the command line wins over the environment, and the environment over the file.\n\n"
      "  --config FILE\n      Read settings from this TOML file. [WB_CONFIG]\n";
  for (const auto& setting : k_settings) {
    out += fmt::format("  --{} {}\n      {} [{}, {}", setting.option, setting.value, setting.text, setting.variable(),
                       setting.key());
    out += setting.preset.empty() ? "]\n" : fmt::format("; default {}]\n", setting.preset);
  }
  out +=
      "\nThe file's [[users]], against which --auth verify checks signatures, have: access_key_id and secret_access_key;\n"
      "account_id (12 digits; default that of arn, else --account-id); user_name or arn; canonical_id, S3's id of the\n"
      "account (any text; default one made of the account's digits); display_name, S3's name of it (default user_name);\n"
      "email, by which grants of ACLs may name it.\n\n";
  return out + "  --help, -h\n      Print this.\n  --version\n      Print the version.";
}

}  // namespace winterbaume::server
