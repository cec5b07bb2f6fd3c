#include "services/sqs/policy_document.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "generated/sqs/errors.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

using aws::Result;
using simdjson::dom::element;
using simdjson::dom::object;

// What others can be allowed to do, and what only the owner can (AWS, AddPermission and "Overview of managing access").
constexpr std::array<std::string_view, 9> k_grantable_actions = {
    "*",          "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues",
    "PurgeQueue", "ReceiveMessage",          "SendMessage",
};
constexpr std::array<std::string_view, 11> k_owner_actions = {
    "AddPermission", "CancelMessageMoveTask", "CreateQueue",          "DeleteQueue", "ListMessageMoveTasks", "ListQueueTags",
    "ListQueues",    "RemovePermission",      "StartMessageMoveTask", "TagQueue",    "UntagQueue",
};

bool contains(const auto& list, std::string_view item) { return std::ranges::find(list, item) != list.end(); }

aws::Error invalid_policy() { return errors::invalid_attribute_value("Invalid value for the parameter Policy."); }

bool is_statement(const element& value) {
  object statement;
  std::string_view effect;
  if (value.get(statement) != simdjson::SUCCESS || statement["Effect"].get(effect) != simdjson::SUCCESS) return false;
  if (effect != "Allow" && effect != "Deny") return false;
  return statement["Action"].error() == simdjson::SUCCESS || statement["NotAction"].error() == simdjson::SUCCESS;
}

// A document's statements: an array, or one object. Null where it is neither; empty where there is none.
std::optional<std::vector<element>> statements_of(const object& policy) {
  element value;
  if (policy["Statement"].get(value) != simdjson::SUCCESS) return std::vector<element>{};
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return std::vector{value};
  return std::vector<element>(list.begin(), list.end());
}

bool has_known_version(const object& policy) {
  element value;
  if (policy["Version"].get(value) != simdjson::SUCCESS) return true;
  std::string_view version;
  return value.get(version) == simdjson::SUCCESS && (version == "2012-10-17" || version == "2008-10-17");
}

bool is_labelled(const element& statement, std::string_view label) {
  std::string_view sid;
  return statement["Sid"].get(sid) == simdjson::SUCCESS && sid == label;
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

// One value stands alone, several make an array.
template <class Make>
void append_one_or_many(std::string& out, const std::vector<std::string>& items, Make make) {
  if (items.size() != 1) out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append_json(out, make(items[i]));
  }
  if (items.size() != 1) out += ']';
}

std::string make_statement(const QueueKey& queue, const Permission& permission) {
  auto partition = aws::partition_of(queue.scope.region);
  std::string out = R"({"Sid":)";
  append_json(out, permission.label);
  out += R"(,"Effect":"Allow","Principal":{"AWS":)";
  append_one_or_many(out, permission.account_ids,
                     [&](const std::string& account_id) { return fmt::format("arn:{}:iam::{}:root", partition, account_id); });
  out += R"(},"Action":)";
  append_one_or_many(out, permission.actions, [](const std::string& action) { return "SQS:" + action; });
  out += R"(,"Resource":)";
  append_json(out, make_queue_arn(queue));
  out += '}';
  return out;
}

// The document with other statements, everything else as it was.
std::string with_statements(const object& policy, const std::vector<std::string>& statements) {
  std::string list = fmt::format("[{}]", fmt::join(statements, ","));
  std::string out = "{";
  bool replaced = false;
  for (auto field : policy) {
    if (out.size() > 1) out += ',';
    append_json(out, field.key);
    out += ':';
    out += field.key == "Statement" ? list : simdjson::minify(field.value);
    replaced = replaced || field.key == "Statement";
  }
  if (!replaced) out += (out.size() > 1 ? R"(,"Statement":)" : R"("Statement":)") + list;
  out += '}';
  return out;
}

// AddPermission's own document, as AWS begins one.
std::string make_policy(const QueueKey& queue, const std::string& statement) {
  std::string out = R"({"Version":"2008-10-17","Id":)";
  append_json(out, make_queue_arn(queue) + "/SQSDefaultPolicy");
  out += R"(,"Statement":[)" + statement + "]}";
  return out;
}

aws::Error invalid_label(std::string_view label, std::string_view reason) {
  return aws::errors::invalid_parameter_value(fmt::format("Value {} for parameter Label is invalid. Reason: {}", label, reason));
}

}  // namespace

std::optional<aws::Error> check_policy(std::string_view text) {
  if (text.empty()) return std::nullopt;
  simdjson::dom::parser parser;
  object policy;
  if (parser.parse(simdjson::padded_string(text)).get(policy) != simdjson::SUCCESS) return invalid_policy();
  auto statements = statements_of(policy);
  if (!statements || !has_known_version(policy) || !std::ranges::all_of(*statements, is_statement)) return invalid_policy();
  if (statements->size() > k_policy_statements_max) {
    return errors::over_limit(fmt::format("{} statements were found in the submitted policy, max allowed is {}",
                                          statements->size(), k_policy_statements_max));
  }
  return std::nullopt;
}

std::optional<aws::Error> check_permission(const Permission& permission) {
  if (permission.label.empty()) return aws::errors::missing_parameter("Label");
  if (!is_plain_name(permission.label, k_permission_label_chars_max)) {
    return invalid_label(permission.label,
                         "A label can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
  }
  if (permission.actions.empty()) return aws::errors::missing_parameter("Actions");
  bool accounts_known = !permission.account_ids.empty() && std::ranges::all_of(permission.account_ids, aws::is_account_id);
  if (!accounts_known) {
    return aws::errors::invalid_parameter_value(fmt::format(
        "Value [{}] for parameter PrincipalId is invalid. Reason: Unable to verify.", fmt::join(permission.account_ids, ", ")));
  }
  if (permission.actions.size() > k_permission_actions_max) {
    return errors::over_limit(
        fmt::format("{} Actions were found, maximum allowed is {}.", permission.actions.size(), k_permission_actions_max));
  }
  for (const auto& action : permission.actions) {
    if (contains(k_grantable_actions, action)) continue;
    std::string_view reason = contains(k_owner_actions, action)
                                  ? "Only the queue owner is allowed to invoke this action."
                                  : "Please refer to the appropriate WSDL for a list of valid actions.";
    return aws::errors::invalid_parameter_value(
        fmt::format("Value SQS:{} for parameter ActionName is invalid. Reason: {}", action, reason));
  }
  return std::nullopt;
}

Result<std::string> add_permission_to(std::string_view policy, const QueueKey& queue, const Permission& permission) {
  auto statement = make_statement(queue, permission);
  if (policy.empty()) return make_policy(queue, statement);
  simdjson::dom::parser parser;
  object document;
  if (parser.parse(simdjson::padded_string(policy)).get(document) != simdjson::SUCCESS) return aws::fail(invalid_policy());
  std::vector<std::string> statements;
  for (const auto& existing : statements_of(document).value_or(std::vector<element>{})) {
    if (is_labelled(existing, permission.label)) return aws::fail(invalid_label(permission.label, "Already exists."));
    statements.push_back(simdjson::minify(existing));
  }
  statements.push_back(std::move(statement));
  if (statements.size() > k_policy_statements_max) {
    return aws::fail(errors::over_limit(
        fmt::format("{} Statements were found, maximum allowed is {}.", statements.size(), k_policy_statements_max)));
  }
  return with_statements(document, statements);
}

Result<std::string> remove_permission_from(std::string_view policy, std::string_view label) {
  if (policy.empty()) return aws::fail(invalid_label(label, "can't find label."));
  simdjson::dom::parser parser;
  object document;
  if (parser.parse(simdjson::padded_string(policy)).get(document) != simdjson::SUCCESS) return aws::fail(invalid_policy());
  std::vector<std::string> kept;
  bool found = false;
  for (const auto& existing : statements_of(document).value_or(std::vector<element>{})) {
    if (is_labelled(existing, label)) {
      found = true;
    } else {
      kept.push_back(simdjson::minify(existing));
    }
  }
  if (!found) return aws::fail(invalid_label(label, "can't find label on existing policy."));
  return kept.empty() ? std::string() : with_statements(document, kept);
}

}  // namespace winterbaume::sqs
