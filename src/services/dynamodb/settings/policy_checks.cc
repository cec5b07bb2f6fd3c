#include "services/dynamodb/settings/policy_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/predicate.hpp>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "services/dynamodb/settings/policy_actions.h"

namespace winterbaume::dynamodb {
namespace {

using Problem = std::optional<aws::Error>;

// Developer Guide, "Blocking public access with resource-based policies in DynamoDB": the keys that can narrow who is meant.
constexpr std::array<std::string_view, 15> k_narrowing_keys = {"aws:PrincipalAccount",
                                                               "aws:PrincipalArn",
                                                               "aws:PrincipalOrgID",
                                                               "aws:PrincipalOrgPaths",
                                                               "aws:SourceAccount",
                                                               "aws:SourceArn",
                                                               "aws:SourceVpc",
                                                               "aws:SourceVpce",
                                                               "aws:UserId",
                                                               "aws:PrincipalServiceName",
                                                               "aws:PrincipalServiceNamesList",
                                                               "aws:PrincipalIsAWSService",
                                                               "aws:Ec2InstanceSourceVpc",
                                                               "aws:SourceOrgID",
                                                               "aws:SourceOrgPaths"};

Problem check_actions(const PolicyDocument& policy, PolicyTarget target) {
  std::vector<std::string> unknown;
  for (const auto& statement : policy.statements) {
    for (const auto& action : statement.actions) {
      if (action != "*" && action.find(':') == std::string::npos) {
        return invalid_policy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      const auto quoted = fmt::format("\"{}\"", action);
      if (!is_action_of(target, action) && std::ranges::find(unknown, quoted) == unknown.end()) unknown.push_back(quoted);
    }
  }
  if (unknown.empty()) return std::nullopt;
  return invalid_policy(fmt::format("The following action names are invalid: {}", fmt::join(unknown, ", ")));
}

// "table/music", "table/music/index/*" of tables; "table/music/stream/2026-01-02T03:04:05.678" of streams.
bool is_relative_id_of(PolicyTarget target, std::string_view id) {
  if (id.find('*') != std::string_view::npos) return true;
  const auto name_end = id.find('/', id.find('/') + 1);
  const bool is_stream = name_end != std::string_view::npos && id.substr(name_end).starts_with("/stream/");
  return id.starts_with("table/") && is_stream == (target == PolicyTarget::stream);
}

Problem check_resources(const PolicyDocument& policy, PolicyTarget target) {
  for (const auto& statement : policy.statements) {
    for (const auto& resource : statement.resources) {
      if (resource == "*") continue;
      const auto arn = aws::parse_arn(resource);
      if (!arn) return invalid_policy(fmt::format("Resource {} must be in ARN format or \"*\".", resource));
      if (arn->service != "dynamodb" && arn->service != "*") {
        return invalid_policy(fmt::format("Vendor {} is not valid", arn->service));
      }
      if (is_relative_id_of(target, arn->resource)) continue;
      return invalid_policy(fmt::format("The relative-id \"{}\" is invalid for ARN \"{}\"", arn->resource, resource));
    }
  }
  return std::nullopt;
}

// An account's root user, a user, a role, a session; or everybody.
bool is_principal(std::string_view text) {
  if (text == "*") return true;
  const auto arn = aws::parse_arn(text);
  if (!arn || !arn->region.empty() || !aws::is_account_id(arn->account_id)) return false;
  if (arn->resource.find_first_of("*?") != std::string_view::npos) return false;
  const auto is = [&arn](std::string_view kind) { return arn->resource.starts_with(kind) && arn->resource.size() > kind.size(); };
  if (arn->service == "sts") return is("assumed-role/") || is("federated-user/");
  return arn->service == "iam" && (arn->resource == "root" || is("user/") || is("role/"));
}

Problem check_principals(const PolicyDocument& policy) {
  for (const auto& statement : policy.statements) {
    for (const auto& [kind, values] : statement.principals) {
      if (kind != "AWS" || std::ranges::all_of(values, is_principal)) continue;
      return aws::errors::validation("One or more parameter values were invalid: Invalid principal in policy document.");
    }
  }
  return std::nullopt;
}

bool is_for_everybody(const PolicyStatement& statement) {
  if (statement.not_principal) return true;
  return std::ranges::any_of(statement.principals, [](const auto& entry) {
    const auto& [kind, values] = entry;
    return (kind == "*" || kind == "AWS") && std::ranges::find(values, "*") != values.end();
  });
}

// Fixed values of one of the keys, by an operator that asks for being equal.
bool narrows(const PolicyCondition& condition) {
  const auto is_key = [&condition](std::string_view key) { return boost::iequals(key, condition.key); };
  if (std::ranges::none_of(k_narrowing_keys, is_key)) return false;
  if (condition.type.find("Not") != std::string::npos || condition.type.ends_with("IfExists") || condition.type == "Null" ||
      condition.type.starts_with("ForAllValues:")) {
    return false;
  }
  const auto is_fixed = [](const std::string& value) { return value.find_first_of("*?$") == std::string::npos; };
  if (boost::iequals(condition.key, "aws:PrincipalIsAWSService")) return condition.values == std::vector<std::string>{"true"};
  return !condition.values.empty() && std::ranges::all_of(condition.values, is_fixed);
}

Problem check_not_public(const PolicyDocument& policy) {
  for (const auto& statement : policy.statements) {
    if (!*statement.allow || !is_for_everybody(statement) || std::ranges::any_of(statement.conditions, narrows)) continue;
    return aws::errors::validation(
        "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure "
        "least-privilege form of access");
  }
  return std::nullopt;
}

}  // namespace

Problem check_attachable(const PolicyDocument& policy, PolicyTarget target) {
  if (auto wrong = check_actions(policy, target)) return wrong;
  if (auto wrong = check_resources(policy, target)) return wrong;
  if (auto wrong = check_principals(policy)) return wrong;
  return check_not_public(policy);
}

}  // namespace winterbaume::dynamodb
