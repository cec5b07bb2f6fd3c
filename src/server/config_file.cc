#include "server/config_file.h"

#include <fmt/format.h>

#include <algorithm>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "aws/arn.h"
#include "server/config_settings.h"

namespace winterbaume::server {
namespace {

using Applied = std::expected<void, ConfigExit>;

// What a mistake is said of: "wb.toml:3: port".
std::string place(const std::string& path, const toml::node& node, std::string_view key) {
  return fmt::format("{}:{}: {}", path, node.source().begin.line, key);
}

// Scalars as the command line would give them.
std::optional<std::string> text_of(const toml::node& node) {
  if (auto* text = node.as_string()) return text->get();
  if (auto* number = node.as_integer()) return std::to_string(number->get());
  if (auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

Applied refuse(std::string sentence) { return std::unexpected(config_mistake(std::move(sentence))); }

// The keys of one [[users]] table.
struct UserFields {
  std::string access_key_id, secret_access_key, account_id, user_name, arn, canonical_id, display_name, email;
};

std::string* field_of(UserFields& fields, std::string_view key) {
  if (key == "access_key_id") return &fields.access_key_id;
  if (key == "secret_access_key") return &fields.secret_access_key;
  if (key == "account_id") return &fields.account_id;
  if (key == "user_name") return &fields.user_name;
  if (key == "arn") return &fields.arn;
  if (key == "canonical_id") return &fields.canonical_id;
  if (key == "display_name") return &fields.display_name;
  if (key == "email") return &fields.email;
  return nullptr;
}

// The id of a user, which stays the same as long as its ARN does.
std::string user_id_of(const aws::AccessKey& user) {
  if (user.arn.ends_with(":root")) return user.account_id;
  return aws::make_principal_id("AIDA", user.account_id, user.arn);
}

// Account and ARN stay empty where the table has none: complete_users() fills them in.
aws::AccessKey user_of(UserFields fields) {
  aws::AccessKey user;
  user.id = std::move(fields.access_key_id);
  user.secret = std::move(fields.secret_access_key);
  user.account_id = std::move(fields.account_id);
  user.arn = std::move(fields.arn);
  user.name = std::move(fields.user_name);
  user.canonical_id = std::move(fields.canonical_id);
  user.display_name = std::move(fields.display_name);
  user.email = std::move(fields.email);
  return user;
}

Applied check_user(const UserFields& fields, const std::string& where, const Config& config) {
  if (fields.access_key_id.empty()) return refuse(where + " needs an access_key_id.");
  if (fields.secret_access_key.empty()) return refuse(where + " needs a secret_access_key.");
  if (!fields.account_id.empty() && !aws::is_account_id(fields.account_id)) {
    return refuse(fmt::format("{}: account_id '{}' is not an account's 12 digits.", where, fields.account_id));
  }
  if (!fields.arn.empty() && !aws::parse_arn(fields.arn)) {
    return refuse(fmt::format("{}: arn '{}' is not an ARN.", where, fields.arn));
  }
  if (std::ranges::find(config.users, fields.access_key_id, &aws::AccessKey::id) != config.users.end()) {
    return refuse(fmt::format("{}: access_key_id '{}' is there twice.", where, fields.access_key_id));
  }
  return {};
}

Applied add_user(Config& config, const std::string& path, const toml::node& node) {
  auto where = place(path, node, "users");
  const auto* table = node.as_table();
  if (table == nullptr) return refuse(where + " must be tables: [[users]].");
  UserFields fields;
  for (const auto& [key, value] : *table) {
    auto* field = field_of(fields, key.str());
    if (field == nullptr) return refuse(fmt::format("{}: there is no such key in [[users]].", place(path, value, key.str())));
    const auto* text = value.as_string();
    if (text == nullptr) return refuse(fmt::format("{}: the value must be a string.", place(path, value, key.str())));
    *field = text->get();
  }
  if (auto checked = check_user(fields, where, config); !checked) return checked;
  config.users.push_back(user_of(std::move(fields)));
  return {};
}

Applied add_users(Config& config, const std::string& path, const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) return refuse(place(path, node, "users") + " must be tables: [[users]].");
  for (const auto& user : *list) {
    if (auto added = add_user(config, path, user); !added) return added;
  }
  return {};
}

Applied apply_key(Config& config, const std::string& path, std::string_view key, const toml::node& node) {
  const auto* setting = find_setting_by_key(key);
  if (setting == nullptr) return refuse(fmt::format("{}: there is no such setting.", place(path, node, key)));
  auto text = text_of(node);
  if (!text) return refuse(fmt::format("{}: the value must be a string, a whole number or a boolean.", place(path, node, key)));
  return apply_setting(*setting, config, place(path, node, key), *text);
}

// An ARN tells the account.
std::string account_of(const std::string& arn, const Config& config) {
  auto parts = aws::parse_arn(arn);
  return parts && aws::is_account_id(parts->account_id) ? std::string(parts->account_id) : config.account_id;
}

}  // namespace

Applied apply_config_file(Config& config, const std::string& path, std::string_view text) {
  auto parsed = toml::parse(text, path);
  if (!parsed) {
    const auto& error = parsed.error();
    return refuse(fmt::format("{}:{}: {}.", path, error.source().begin.line, error.description()));
  }
  for (const auto& [key, node] : parsed.table()) {
    auto applied = key.str() == "users" ? add_users(config, path, node) : apply_key(config, path, key.str(), node);
    if (!applied) return applied;
  }
  return {};
}

void complete_users(Config& config) {
  for (auto& user : config.users) {
    if (user.account_id.empty()) user.account_id = account_of(user.arn, config);
    if (user.arn.empty()) {
      user.arn = fmt::format("arn:{}:iam::{}:{}", aws::partition_of(config.region), user.account_id,
                             user.name.empty() ? "root" : "user/" + user.name);
    }
    if (user.display_name.empty()) user.display_name = user.name;
    user.user_id = user_id_of(user);
  }
}

}  // namespace winterbaume::server
