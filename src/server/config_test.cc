#include "server/config.h"

#include <gtest/gtest.h>

#include <map>

#include "server/config_settings.h"

namespace winterbaume::server {
namespace {

// A configuration read from what a test says, and from nothing else.
struct Given {
  std::vector<const char*> arguments;
  std::map<std::string, std::string, std::less<>> environment;
  std::map<std::string, std::string> files;

  std::expected<Config, ConfigExit> parse() const {
    return parse_config({.arguments = arguments,
                         .environment = [this](std::string_view name) -> std::optional<std::string> {
                           auto found = environment.find(name);
                           return found == environment.end() ? std::nullopt : std::optional(found->second);
                         },
                         .read_file = [this](const std::string& path) -> std::expected<std::string, std::string> {
                           auto found = files.find(path);
                           if (found == files.end()) return std::unexpected("No such file or directory");
                           return found->second;
                         },
                         .version = "1.2.3"});
  }
  std::string mistake() const {
    auto config = parse();
    if (config) return "no mistake";
    EXPECT_EQ(config.error().code, 2);
    EXPECT_EQ(config.error().text.find('\n'), std::string::npos) << config.error().text;
    return config.error().text;
  }
};

Given file_of(std::string text) { return {.arguments = {"--config", "wb.toml"}, .files = {{"wb.toml", std::move(text)}}}; }

TEST(Config, HasDefaults) {
  auto config = Given{}.parse();
  ASSERT_TRUE(config);
  EXPECT_EQ(config->host, "127.0.0.1");
  EXPECT_EQ(config->port, 5555);
  EXPECT_EQ(config->threads, 0U);
  EXPECT_EQ(config->account_id, "123456789012");
  EXPECT_EQ(config->region, "us-east-1");
  EXPECT_EQ(config->auth, AuthMode::off);
  EXPECT_EQ(config->log_level, LogLevel::info);
  EXPECT_FALSE(config->access_log);
  EXPECT_EQ(config->vfs_dir, "");
  EXPECT_TRUE(config->vfs_fsync);
  EXPECT_TRUE(config->users.empty());
}

// What --help calls the default is the default.
TEST(Config, TheTablesDefaultsAreTheDefaults) {
  auto untouched = *Given{}.parse();
  Config config = untouched;
  for (const auto& setting : settings()) {
    if (!setting.preset.empty()) {
      EXPECT_TRUE(setting.apply(config, setting.preset)) << setting.option;
    }
  }
  EXPECT_EQ(config.host, untouched.host);
  EXPECT_EQ(config.port, untouched.port);
  EXPECT_EQ(config.threads, untouched.threads);
  EXPECT_EQ(config.account_id, untouched.account_id);
  EXPECT_EQ(config.region, untouched.region);
  EXPECT_EQ(config.auth, untouched.auth);
  EXPECT_EQ(config.max_body_bytes, untouched.max_body_bytes);
  EXPECT_EQ(config.idle_timeout, untouched.idle_timeout);
  EXPECT_EQ(config.shutdown_grace, untouched.shutdown_grace);
  EXPECT_EQ(config.log_level, untouched.log_level);
  EXPECT_EQ(config.log_format, untouched.log_format);
  EXPECT_EQ(config.access_log, untouched.access_log);
  EXPECT_EQ(config.vfs_fsync, untouched.vfs_fsync);
}

TEST(Config, TheCommandLineWinsOverTheEnvironmentAndThatOverTheFile) {
  Given given = file_of("port = 1\nregion = \"eu-west-1\"\nthreads = 3\n");
  given.environment = {{"WB_PORT", "2"}, {"WB_REGION", "eu-west-2"}};
  given.arguments.insert(given.arguments.end(), {"--port", "3"});
  auto config = given.parse();
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->port, 3);
  EXPECT_EQ(config->region, "eu-west-2");
  EXPECT_EQ(config->threads, 3U);
}

TEST(Config, TakesEverySettingFromEverySource) {
  const std::vector<std::pair<std::string, std::string>> values{{"host", "::1"},
                                                                {"port", "6000"},
                                                                {"threads", "4"},
                                                                {"account-id", "000000000001"},
                                                                {"region", "eu-north-1"},
                                                                {"auth", "off"},
                                                                {"tls-cert", "c.pem"},
                                                                {"tls-key", "k.pem"},
                                                                {"max-body-bytes", "1048576"},
                                                                {"vfs-dir", "/blobs"},
                                                                {"vfs-fsync", "off"},
                                                                {"s3-domain", "Buckets.example, localhost"},
                                                                {"s3-bucket-defaults", "before-2023"},
                                                                {"s3-lifecycle-day", "10"},
                                                                {"s3-lifecycle-interval", "2"},
                                                                {"dynamodb-transition-delay", "3"},
                                                                {"dynamodb-throttle", "on"},
                                                                {"idle-timeout-seconds", "9"},
                                                                {"shutdown-grace-seconds", "0"},
                                                                {"log-level", "warn"},
                                                                {"log-format", "json"},
                                                                {"access-log", "on"}};
  ASSERT_EQ(values.size(), settings().size());
  Given by_option, by_variable;
  std::string file;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& setting = settings()[i];
    ASSERT_EQ(setting.option, values[i].first);
    by_variable.environment[setting.variable()] = values[i].second;
    file += setting.key() + " = \"" + values[i].second + "\"\n";
  }
  std::vector<std::string> arguments;
  for (const auto& [option, value] : values) arguments.push_back("--" + option + "=" + value);
  for (const auto& argument : arguments) by_option.arguments.push_back(argument.c_str());
  for (const auto& given : {by_option, by_variable, file_of(file)}) {
    auto config = given.parse();
    ASSERT_TRUE(config) << config.error().text;
    EXPECT_EQ(config->host, "::1");
    EXPECT_EQ(config->port, 6000);
    EXPECT_EQ(config->threads, 4U);
    EXPECT_EQ(config->account_id, "000000000001");
    EXPECT_EQ(config->region, "eu-north-1");
    EXPECT_EQ(config->tls_cert, "c.pem");
    EXPECT_EQ(config->tls_key, "k.pem");
    EXPECT_EQ(config->max_body_bytes, 1'048'576U);
    EXPECT_EQ(config->idle_timeout.count(), 9);
    EXPECT_EQ(config->shutdown_grace.count(), 0);
    EXPECT_EQ(config->log_level, LogLevel::warn);
    EXPECT_EQ(config->log_format, LogFormat::json);
    EXPECT_TRUE(config->access_log);
    EXPECT_EQ(config->vfs_dir, "/blobs");
    EXPECT_FALSE(config->vfs_fsync);
    EXPECT_EQ(config->s3_domains, (std::vector<std::string>{"buckets.example", "localhost"}));
    EXPECT_TRUE(config->s3_new_buckets_with_acls);
    EXPECT_EQ(config->s3_lifecycle_day.count(), 10);
    EXPECT_EQ(config->s3_lifecycle_interval.count(), 2);
    EXPECT_EQ(config->dynamodb_transition_delay.count(), 3);
    EXPECT_TRUE(config->dynamodb_throttle);
  }
}

TEST(Config, TheFileTakesNumbersAndBooleansAsSuch) {
  auto config = file_of("port = 0\naccess_log = true\n").parse();
  ASSERT_TRUE(config);
  EXPECT_EQ(config->port, 0);
  EXPECT_TRUE(config->access_log);
}

TEST(Config, TheFileMayBeNamedByTheEnvironment) {
  Given given{.environment = {{"WB_CONFIG", "env.toml"}}, .files = {{"env.toml", "port = 7"}}};
  EXPECT_EQ(given.parse()->port, 7);
}

TEST(Config, AnEmptyVariableIsNone) {
  EXPECT_EQ((Given{.environment = {{"WB_PORT", ""}, {"WB_CONFIG", ""}}}.parse()->port), 5555);
}

TEST(Config, TheLastOfTwoOptionsCounts) { EXPECT_EQ((Given{.arguments = {"--port", "1", "--port=2"}}.parse()->port), 2); }

TEST(Config, MistakesNameWhereTheyAreAndTheValue) {
  EXPECT_EQ((Given{.arguments = {"--port", "70000"}}.mistake()), "winterbaume: --port: '70000' is not a port, 0 to 65535.");
  EXPECT_EQ((Given{.arguments = {"--port", "-1"}}.mistake()), "winterbaume: --port: '-1' is not a port, 0 to 65535.");
  EXPECT_EQ((Given{.arguments = {"--port", ""}}.mistake()), "winterbaume: --port: '' is not a port, 0 to 65535.");
  EXPECT_EQ((Given{.environment = {{"WB_THREADS", "many"}}}.mistake()),
            "winterbaume: WB_THREADS: 'many' is not a number of threads, 0 to 1024.");
  EXPECT_EQ(file_of("\nlog_level = \"loud\"").mistake(),
            "winterbaume: wb.toml:2: log_level: 'loud' is not debug, info, warn, error or off.");
}

TEST(Config, RefusesValuesOutOfRange) {
  for (auto argument : {"--port=65536",
                        "--port=1.5",
                        "--port=0x10",
                        "--threads=1025",
                        "--threads=-1",
                        "--account-id=123",
                        "--account-id=12345678901a",
                        "--region=US",
                        "--region=a/b",
                        "--auth=on",
                        "--max-body-bytes=0",
                        "--max-body-bytes=99999999999999999999",
                        "--idle-timeout-seconds=0",
                        "--shutdown-grace-seconds=86401",
                        "--log-level=INFO",
                        "--log-format=xml",
                        "--access-log=yes",
                        "--vfs-fsync=always",
                        "--s3-domain=a,,b",
                        "--s3-domain=a/b"}) {
    EXPECT_NE((Given{.arguments = {argument}}.mistake().find("' is not ")), std::string::npos) << argument;
  }
}

TEST(Config, RefusesUnknownOptionsAndMissingValues) {
  EXPECT_EQ((Given{.arguments = {"--prot", "1"}}.mistake()), "winterbaume: There is no option '--prot'; --help lists them.");
  EXPECT_EQ((Given{.arguments = {"serve"}}.mistake()), "winterbaume: There is no option 'serve'; --help lists them.");
  EXPECT_EQ((Given{.arguments = {"--port"}}.mistake()), "winterbaume: --port needs a value.");
  EXPECT_EQ((Given{.arguments = {"--host="}}.mistake()), "winterbaume: --host needs a value.");
  EXPECT_EQ((Given{.arguments = {"--vfs-dir="}}.mistake()), "winterbaume: --vfs-dir needs a value.");
  EXPECT_EQ((Given{.arguments = {"-p", "1"}}.mistake()), "winterbaume: There is no option '-p'; --help lists them.");
}

TEST(Config, RefusesFilesThatItCannotUse) {
  EXPECT_EQ((Given{.arguments = {"--config", "none.toml"}}.mistake()),
            "winterbaume: --config: 'none.toml' can't be read: No such file or directory.");
  EXPECT_EQ(file_of("prot = 1").mistake(), "winterbaume: wb.toml:1: prot: there is no such setting.");
  EXPECT_EQ(file_of("config = \"x\"").mistake(), "winterbaume: wb.toml:1: config: there is no such setting.");
  EXPECT_EQ(file_of("port = 1.5").mistake(),
            "winterbaume: wb.toml:1: port: the value must be a string, a whole number or a boolean.");
  EXPECT_EQ(file_of("[server]\nport = 1").mistake(), "winterbaume: wb.toml:1: server: there is no such setting.");
  EXPECT_TRUE(file_of("port = ").mistake().starts_with("winterbaume: wb.toml:1: "));
  EXPECT_TRUE(file_of(std::string("\0\xff[[", 4)).mistake().starts_with("winterbaume: wb.toml:1: "));
  EXPECT_TRUE(file_of("a = " + std::string(5000, '[')).mistake().starts_with("winterbaume: wb.toml:1: "));
}

TEST(Config, ReadsUsers) {
  Given given = file_of(R"(
auth = "verify"
[[users]]
access_key_id = "AKIAALICE"
secret_access_key = "s1"
user_name = "alice"
[[users]]
access_key_id = "AKIAROOT"
secret_access_key = "s2"
account_id = "222222222222"
canonical_id = "c"
display_name = "Root"
[[users]]
access_key_id = "AKIAROLE"
secret_access_key = "s3"
arn = "arn:aws:iam::333333333333:user/team/bob"
)");
  given.environment = {{"WB_ACCOUNT_ID", "111111111111"}};
  auto config = given.parse();
  ASSERT_TRUE(config) << config.error().text;
  ASSERT_EQ(config->users.size(), 3U);
  EXPECT_EQ(config->users[0].account_id, "111111111111");
  EXPECT_EQ(config->users[0].arn, "arn:aws:iam::111111111111:user/alice");
  EXPECT_EQ(config->users[0].display_name, "alice");
  EXPECT_TRUE(config->users[0].user_id.starts_with("AIDA"));
  EXPECT_EQ(config->users[0].user_id, given.parse()->users[0].user_id);
  EXPECT_EQ(config->users[1].arn, "arn:aws:iam::222222222222:root");
  EXPECT_EQ(config->users[1].user_id, "222222222222");
  EXPECT_EQ(config->users[1].canonical_id, "c");
  EXPECT_EQ(config->users[2].arn, "arn:aws:iam::333333333333:user/team/bob");
  EXPECT_EQ(config->users[2].account_id, "333333333333");
}

TEST(Config, RefusesBrokenUsers) {
  EXPECT_EQ(file_of("users = 1").mistake(), "winterbaume: wb.toml:1: users must be tables: [[users]].");
  EXPECT_EQ(file_of("users = [1]").mistake(), "winterbaume: wb.toml:1: users must be tables: [[users]].");
  EXPECT_EQ(file_of("[[users]]\nsecret_access_key = \"s\"").mistake(), "winterbaume: wb.toml:1: users needs an access_key_id.");
  EXPECT_EQ(file_of("[[users]]\naccess_key_id = \"a\"").mistake(), "winterbaume: wb.toml:1: users needs a secret_access_key.");
  EXPECT_EQ(file_of("[[users]]\nsecret = \"s\"").mistake(), "winterbaume: wb.toml:2: secret: there is no such key in [[users]].");
  EXPECT_EQ(file_of("[[users]]\naccess_key_id = 1").mistake(),
            "winterbaume: wb.toml:2: access_key_id: the value must be a string.");
  std::string user = "[[users]]\naccess_key_id = \"a\"\nsecret_access_key = \"s\"\n";
  EXPECT_EQ(file_of(user + user).mistake(), "winterbaume: wb.toml:4: users: access_key_id 'a' is there twice.");
  EXPECT_EQ(file_of(user + "account_id = \"1\"").mistake(),
            "winterbaume: wb.toml:1: users: account_id '1' is not an account's 12 digits.");
  EXPECT_EQ(file_of(user + "arn = \"alice\"").mistake(), "winterbaume: wb.toml:1: users: arn 'alice' is not an ARN.");
}

TEST(Config, SettingsThatNeedOneAnother) {
  EXPECT_EQ((Given{.arguments = {"--tls-cert", "c.pem"}}.mistake()), "winterbaume: --tls-cert 'c.pem' needs --tls-key too.");
  EXPECT_EQ((Given{.arguments = {"--tls-key", "k.pem"}}.mistake()), "winterbaume: --tls-key 'k.pem' needs --tls-cert too.");
  EXPECT_EQ((Given{.arguments = {"--auth", "verify"}}.mistake()),
            "winterbaume: --auth verify needs at least one [[users]] table in the file that --config names.");
}

TEST(Config, HelpExplainsEverySettingAndItsNames) {
  auto help = Given{.arguments = {"--help"}}.parse();
  ASSERT_FALSE(help);
  EXPECT_EQ(help.error().code, 0);
  for (const auto& setting : settings()) {
    EXPECT_NE(help.error().text.find("--" + std::string(setting.option) + " "), std::string::npos) << setting.option;
    EXPECT_NE(help.error().text.find("[" + setting.variable() + ", " + setting.key()), std::string::npos) << setting.option;
    EXPECT_NE(help.error().text.find(setting.preset), std::string::npos) << setting.option;
  }
}

TEST(Config, HelpAndVersionComeBeforeMistakes) {
  EXPECT_EQ((Given{.arguments = {"--help", "--port", "x"}}.parse().error().code), 0);
  EXPECT_EQ((Given{.arguments = {"-h"}}.parse().error().code), 0);
  auto version = Given{.arguments = {"--version"}}.parse();
  EXPECT_EQ(version.error().code, 0);
  EXPECT_EQ(version.error().text, "winterbaume 1.2.3");
}

}  // namespace
}  // namespace winterbaume::server
