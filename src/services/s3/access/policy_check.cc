// What PutBucketPolicy refuses beyond syntax.
#include <algorithm>

#include "aws/arn.h"
#include "core/bytes.h"
#include "services/s3/access/actions.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/access/policy_document.h"
#include "services/s3/access/wildcards.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

aws::Error malformed(std::string message) { return error(ErrorCode::malformed_policy, std::move(message)); }

// An account, or a user, role or session of one. Wildcards stand for everybody only, never within an ARN.
bool is_aws_principal(std::string_view value) {
  if (value == "*" || aws::is_account_id(value)) return true;
  const auto arn = aws::parse_arn(value);
  if (!arn || !aws::is_account_id(arn->account_id) || has_wildcard(value)) return false;
  const auto resource = arn->resource;
  if (arn->service == "iam") return resource == "root" || resource.starts_with("user/") || resource.starts_with("role/");
  return arn->service == "sts" && (resource.starts_with("assumed-role/") || resource.starts_with("federated-user/"));
}

bool is_principal(const PolicyPrincipal& principal) {
  const auto& [kind, value] = principal;
  if (kind == "*") return value == "*";
  if (kind == "AWS") return is_aws_principal(value);
  if (kind == "CanonicalUser") return !value.empty() && !has_wildcard(value);
  if (kind == "Service") return value.find('.') != std::string::npos && !has_wildcard(value);
  if (kind == "Federated") return value == "*" || value.find('.') != std::string::npos || aws::parse_arn(value).has_value();
  return false;
}

// "bucket" or "bucket/key" of a resource's ARN; null where it is none of S3's.
std::optional<std::string_view> resource_name(std::string_view resource) {
  if (resource == "*") return resource;
  const auto arn = aws::parse_arn(resource);
  if (!arn || (arn->service != "s3" && arn->service != "s3express")) return std::nullopt;
  if (arn->service == "s3" && (!arn->region.empty() || !arn->account_id.empty())) return std::nullopt;
  auto name = arn->resource;
  if (arn->service == "s3express" && name.starts_with("bucket/")) name.remove_prefix(7);
  return name;
}

bool names_bucket(std::string_view resource, std::string_view bucket) {
  const auto name = resource_name(resource);
  return name && wildcard_match(name->substr(0, name->find('/')), bucket);
}

// A star may stand for the slash too.
bool may_be(std::string_view resource, ActionScope scope) {
  const auto name = resource_name(resource).value_or("");
  const auto slash = name.find('/');
  if (scope == ActionScope::bucket) return slash == std::string_view::npos;
  return slash != std::string_view::npos || name.find('*') != std::string_view::npos;
}

bool has_resource(const PolicyStatement& statement, std::string_view action) {
  if (statement.not_resource || statement.not_action) return true;
  return std::ranges::any_of(statement.resources, [&](const std::string& resource) {
    for (const auto scope : {ActionScope::bucket, ActionScope::object}) {
      if (may_be(resource, scope) && applies_to(action, scope)) return true;
    }
    return false;
  });
}

std::optional<aws::Error> check_statement(const PolicyStatement& statement, std::string_view bucket) {
  if (!std::ranges::all_of(statement.principals, is_principal)) return malformed("Invalid principal in policy");
  if (!std::ranges::all_of(statement.actions, is_known_action)) return malformed("Policy has invalid action");
  for (const auto& resource : statement.resources) {
    if (!names_bucket(resource, bucket)) return malformed("Policy has invalid resource");
  }
  for (const auto& condition : statement.conditions) {
    if (!is_condition_key(condition.key)) return malformed("Policy has an invalid condition key");
  }
  for (const auto& action : statement.actions) {
    if (!has_resource(statement, action)) return malformed("Action does not apply to any resource(s) in statement");
  }
  return std::nullopt;
}

}  // namespace

std::optional<aws::Error> check_policy(const PolicyDocument& policy, std::string_view bucket) {
  for (const auto& statement : policy.statements) {
    if (auto wrong = check_statement(statement, bucket)) return wrong;
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
