#include "services/s3/access/policy_document.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "services/s3/access/conditions.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

namespace json = boost::json;

aws::Error malformed(std::string message) { return error(ErrorCode::malformed_policy, std::move(message)); }

// Strings, and where a condition compares them numbers and booleans as text.
std::optional<std::string> scalar_text(const json::value& value, bool strings_only) {
  if (value.is_string()) return std::string(value.get_string());
  if (strings_only) return std::nullopt;
  if (value.is_bool()) return std::string(value.get_bool() ? "true" : "false");
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_double()) return fmt::format("{}", value.get_double());
  return std::nullopt;
}

// One value or a list of them. False where something else is among them.
bool read_texts(const json::value& value, std::vector<std::string>& out, bool strings_only = true) {
  if (!value.is_array()) {
    auto text = scalar_text(value, strings_only);
    if (text) out.push_back(std::move(*text));
    return text.has_value();
  }
  for (const auto& entry : value.get_array()) {
    auto text = scalar_text(entry, strings_only);
    if (!text) return false;
    out.push_back(std::move(*text));
  }
  return true;
}

bool read_principals(const json::value& value, std::vector<PolicyPrincipal>& out) {
  if (value.is_string()) {
    out.push_back({"*", std::string(value.get_string())});
    return value.get_string() == "*";
  }
  if (!value.is_object()) return false;
  for (const auto& [kind, entries] : value.get_object()) {
    std::vector<std::string> values;
    if (!read_texts(entries, values) || values.empty()) return false;
    for (auto& text : values) out.push_back({std::string(kind), std::move(text)});
  }
  return !out.empty();
}

std::optional<aws::Error> read_conditions(const json::value& value, std::vector<PolicyCondition>& out) {
  if (!value.is_object()) return malformed("Invalid policy syntax.");
  for (const auto& [name, keys] : value.get_object()) {
    auto condition = parse_operator(name);
    if (!condition) return malformed("Invalid Condition type : " + std::string(name));
    if (!keys.is_object()) return malformed("Invalid policy syntax.");
    for (const auto& [key, values] : keys.get_object()) {
      condition->key = key;
      condition->values.clear();
      if (!read_texts(values, condition->values, false)) return malformed("Invalid policy syntax.");
      if (!valid_values(*condition)) return malformed("Invalid value in condition " + std::string(name));
      out.push_back(*condition);
    }
  }
  return std::nullopt;
}

std::optional<aws::Error> read_member(std::string_view name, const json::value& value, PolicyStatement& out) {
  if (name == "Sid") {
    if (!value.is_string()) return malformed("Invalid policy syntax.");
    out.sid = value.get_string();
  } else if (name == "Effect") {
    const auto text = scalar_text(value, false).value_or("");
    if (text != "Allow" && text != "Deny") return malformed("Invalid effect: " + text);
    out.effect = text == "Allow" ? Effect::allow : Effect::deny;
  } else if (name == "Principal" || name == "NotPrincipal") {
    out.not_principal = name == "NotPrincipal";
    if (!read_principals(value, out.principals)) return malformed("Invalid principal in policy");
  } else if (name == "Action" || name == "NotAction") {
    out.not_action = name == "NotAction";
    if (!read_texts(value, out.actions)) return malformed("Policy has invalid action");
  } else if (name == "Resource" || name == "NotResource") {
    out.not_resource = name == "NotResource";
    if (!read_texts(value, out.resources)) return malformed("Policy has invalid resource");
  } else if (name == "Condition") {
    return read_conditions(value, out.conditions);
  } else {
    return malformed("Unknown field " + std::string(name));
  }
  return std::nullopt;
}

// Each of these is there once, under its own name or the negated one.
std::optional<aws::Error> check_required(const json::object& statement) {
  if (!statement.contains("Effect")) return malformed("Missing required field Effect");
  for (const auto* name : {"Principal", "Action", "Resource"}) {
    const bool plain = statement.contains(name), negated = statement.contains(std::string("Not") + name);
    if (!plain && !negated) return malformed(std::string("Missing required field ") + name);
    if (plain && negated) return malformed(fmt::format("Only one of {} and Not{} may be specified", name, name));
  }
  return std::nullopt;
}

aws::Result<PolicyStatement> read_statement(const json::value& value) {
  if (!value.is_object()) return aws::fail(malformed("Invalid policy syntax."));
  if (auto wrong = check_required(value.get_object())) return aws::fail(std::move(*wrong));
  PolicyStatement statement;
  for (const auto& [name, member] : value.get_object()) {
    if (auto wrong = read_member(name, member, statement)) return aws::fail(std::move(*wrong));
  }
  if (statement.not_principal && statement.effect == Effect::allow) {
    return aws::fail(malformed("Allow with NotPrincipal is not allowed."));
  }
  if (statement.actions.empty()) return aws::fail(malformed("Missing required field Action"));
  if (statement.resources.empty()) return aws::fail(malformed("Missing required field Resource"));
  return statement;
}

std::optional<aws::Error> read_statements(const json::value& value, PolicyDocument& out) {
  const json::array alone{value};
  for (const auto& entry : value.is_array() ? value.get_array() : alone) {
    auto statement = read_statement(entry);
    if (!statement) return std::move(statement.error());
    out.statements.push_back(std::move(*statement));
  }
  if (out.statements.empty()) return malformed("Missing required field Statement");
  return std::nullopt;
}

}  // namespace

aws::Result<PolicyDocument> parse_policy(std::string_view text) {
  if (text.size() > k_policy_bytes_max) {
    return aws::fail(malformed("Policy exceeds the maximum allowed document size."));
  }
  if (text.empty() || text.front() != '{') {
    return aws::fail(malformed("Policies must be valid JSON and the first byte must be '{'"));
  }
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(text.data(), text.size()), failed);
  if (failed || !value.is_object()) return aws::fail(malformed("This policy contains invalid Json"));
  PolicyDocument policy;
  const json::value* statements = nullptr;
  for (const auto& [name, member] : value.get_object()) {
    if (name == "Version") {
      policy.version = scalar_text(member, true).value_or("");
      if (policy.version != "2012-10-17" && policy.version != "2008-10-17") {
        return aws::fail(malformed("The policy must contain a valid version string"));
      }
    } else if (name == "Id") {
      if (!member.is_string()) return aws::fail(malformed("Invalid policy syntax."));
      policy.id = member.get_string();
    } else if (name == "Statement") {
      statements = &member;
    } else {
      return aws::fail(malformed("Unknown field " + std::string(name)));
    }
  }
  if (statements == nullptr) return aws::fail(malformed("Missing required field Statement"));
  if (auto wrong = read_statements(*statements, policy)) return aws::fail(std::move(*wrong));
  return policy;
}

}  // namespace winterbaume::s3
