// Whether a policy would keep its own author out.
#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>

#include "aws/arn.h"
#include "services/dynamodb/settings/policy_actions.h"
#include "services/dynamodb/settings/policy_checks.h"

namespace winterbaume::dynamodb {
namespace {

// An account's root among the principals of a denial means all of the account.
bool names(const PolicyStatement& statement, const aws::RequestContext& context) {
  const auto is_caller = [&context](const std::string& value) {
    const bool account = value.ends_with(":" + context.scope.account_id + ":root");
    return value == "*" || account || value == context.principal_arn || value == aws::role_arn_of(context.principal_arn);
  };
  return std::ranges::any_of(statement.principals, [&](const auto& entry) {
    return (entry.first == "*" || entry.first == "AWS") && std::ranges::any_of(entry.second, is_caller);
  });
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [text](const std::string& pattern) { return matches_pattern(pattern, text); });
}

bool holds(const PolicyCondition& condition, const aws::RequestContext& context) {
  std::string value;
  if (boost::iequals(condition.key, "aws:PrincipalArn")) {
    value = aws::role_arn_of(context.principal_arn);
  } else if (boost::iequals(condition.key, "aws:PrincipalAccount")) {
    value = context.scope.account_id;
  } else {
    return false;
  }
  std::string_view type = condition.type;
  if (type.ends_with("IfExists")) type.remove_suffix(std::string_view("IfExists").size());
  const bool is_text = type.starts_with("String");
  if (!is_text && !type.starts_with("Arn")) return false;
  const bool negated = type.find("Not") != std::string_view::npos;
  const bool like = type.ends_with("Like") || !is_text;
  const bool found =
      like ? any_matches(condition.values, value) : std::ranges::any_of(condition.values, [&](const std::string& one) {
        return type.ends_with("IgnoreCase") ? boost::iequals(one, value) : one == value;
      });
  return found != negated;
}

}  // namespace

bool denies_caller(const PolicyDocument& policy, const aws::RequestContext& context, std::string_view action,
                   std::string_view resource) {
  return std::ranges::any_of(policy.statements, [&](const PolicyStatement& statement) {
    return !*statement.allow && names(statement, context) != statement.not_principal &&
           any_matches(statement.actions, action) != statement.not_action &&
           any_matches(statement.resources, resource) != statement.not_resource &&
           std::ranges::all_of(statement.conditions,
                               [&context](const PolicyCondition& condition) { return holds(condition, context); });
  });
}

}  // namespace winterbaume::dynamodb
