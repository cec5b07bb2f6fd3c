#include "services/s3/access/policy.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "aws/arn.h"
#include "core/bytes.h"
#include "services/s3/access/conditions.h"

namespace winterbaume::s3 {
namespace {

// "arn:aws:iam::1:role/path/reader" is whoever has a session of that role.
bool is_role_of(std::string_view principal, std::string_view session) {
  const auto role = aws::parse_arn(principal), caller = aws::parse_arn(session);
  constexpr std::string_view k_role = "role/", k_session = "assumed-role/";
  if (!role || !caller || role->account_id != caller->account_id) return false;
  if (!role->resource.starts_with(k_role) || !caller->resource.starts_with(k_session)) return false;
  const auto name = caller->resource.substr(k_session.size());
  return role->resource.substr(role->resource.rfind('/') + 1) == name.substr(0, name.find('/'));
}

bool is_account_of(std::string_view principal, std::string_view account_id) {
  if (principal == account_id) return true;
  const auto arn = aws::parse_arn(principal);
  return arn && arn->service == "iam" && arn->resource == "root" && arn->account_id == account_id;
}

bool principal_matches(const PolicyPrincipal& principal, const PolicyCaller& caller) {
  const auto& [kind, value] = principal;
  if (value == "*" && (kind == "*" || kind == "AWS")) return true;
  if (caller.anonymous) return false;
  if (kind == "CanonicalUser") return value == caller.canonical_id;
  if (kind != "AWS") return false;
  return is_account_of(value, caller.account_id) || value == caller.arn || is_role_of(value, caller.arn);
}

bool statement_applies(const PolicyStatement& statement, const PolicyQuestion& question, const VariableLookup& lookup,
                       bool variables) {
  const bool principal = std::ranges::any_of(
      statement.principals, [&](const PolicyPrincipal& entry) { return principal_matches(entry, question.caller); });
  if (principal == statement.not_principal) return false;
  const bool action = std::ranges::any_of(
      statement.actions, [&](const std::string& pattern) { return wildcard_match(pattern, question.action, true); });
  if (action == statement.not_action) return false;
  const bool resource = std::ranges::any_of(statement.resources, [&](const std::string& pattern) {
    return variables ? wildcard_match(pattern, question.resource, lookup) : wildcard_match(pattern, question.resource);
  });
  if (resource == statement.not_resource) return false;
  return std::ranges::all_of(statement.conditions, [&](const PolicyCondition& condition) {
    return condition_holds(condition, question.keys, lookup, variables);
  });
}

// Keys whose fixed values say who asks or where from.
constexpr std::string_view k_fixing_keys[] = {
    "aws:PrincipalAccount",  "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
    "aws:SourceAccount",     "aws:SourceArn",    "aws:SourceIp",       "aws:SourceOwner",
    "aws:SourceVpc",         "aws:SourceVpce",   "aws:userid",         "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn", "aws:SourceOrgID",  "aws:SourceOrgPaths", "s3:x-amz-server-side-encryption-aws-kms-key-id",
};

// Blocks of more than a /8 (of IPv6 a /32) are no fixed place.
bool fixes_address(const std::string& block) {
  const auto bits = prefix_length(block);
  return bits && *bits >= (block.find(':') == std::string::npos ? 8 : 32);
}

bool fixes_caller(const PolicyCondition& condition) {
  if (condition.if_exists || condition.for_all) return false;
  const auto named = [&](std::string_view key) { return equals_ignoring_case(key, condition.key); };
  if (std::ranges::none_of(k_fixing_keys, named)) return false;
  if (condition.base == "IpAddress") return std::ranges::all_of(condition.values, fixes_address);
  const bool positive = condition.base == "StringEquals" || condition.base == "StringEqualsIgnoreCase" ||
                        condition.base == "StringLike" || condition.base == "ArnEquals" || condition.base == "ArnLike";
  return positive && std::ranges::none_of(condition.values, [](const std::string& value) {
           return has_wildcard(value) || value.find("${") != std::string::npos;
         });
}

bool allows_public(const PolicyStatement& statement) {
  if (statement.effect != Effect::allow) return false;
  const bool everyone = std::ranges::any_of(statement.principals, [](const PolicyPrincipal& p) { return has_wildcard(p.value); });
  return everyone && std::ranges::none_of(statement.conditions, fixes_caller);
}

class PolicyMemory {
 public:
  std::shared_ptr<const PolicyDocument> find(const std::string& json) {
    const std::lock_guard lock(mutex_);
    const auto found = policies_.find(json);
    return found == policies_.end() ? nullptr : found->second;
  }
  void keep(const std::string& json, std::shared_ptr<const PolicyDocument> policy) {
    const std::lock_guard lock(mutex_);
    if (policies_.size() >= k_policies_max) policies_.clear();
    policies_.insert_or_assign(json, std::move(policy));
  }

 private:
  static constexpr std::size_t k_policies_max = 256;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const PolicyDocument>> policies_;
};

}  // namespace

Decision decide(const PolicyDocument& policy, const PolicyQuestion& question) {
  const VariableLookup lookup = [&question](std::string_view name) -> std::optional<std::string> {
    for (const auto& [key, value] : question.keys) {
      if (equals_ignoring_case(key, name)) return value;
    }
    return std::nullopt;
  };
  auto decision = Decision::silent;
  for (const auto& statement : policy.statements) {
    if (statement.effect == Effect::allow && decision == Decision::allow) continue;
    if (!statement_applies(statement, question, lookup, policy.variables())) continue;
    if (statement.effect == Effect::deny) return Decision::deny;
    decision = Decision::allow;
  }
  return decision;
}

bool is_public(const PolicyDocument& policy) { return std::ranges::any_of(policy.statements, allows_public); }

bool asks_for_object_tags(const PolicyDocument& policy) {
  return std::ranges::any_of(policy.statements, [](const PolicyStatement& statement) {
    const auto tagged = [](std::string_view text) { return to_lower(text).find("s3:existingobjecttag/") != std::string::npos; };
    return std::ranges::any_of(
               statement.conditions,
               [&](const PolicyCondition& c) { return tagged(c.key) || std::ranges::any_of(c.values, tagged); }) ||
           std::ranges::any_of(statement.resources, tagged);
  });
}

std::shared_ptr<const PolicyDocument> remembered_policy(const std::string& json) {
  static PolicyMemory memory;
  if (auto known = memory.find(json)) return known;
  auto parsed = parse_policy(json);
  if (!parsed) return nullptr;
  auto policy = std::make_shared<const PolicyDocument>(std::move(*parsed));
  memory.keep(json, policy);
  return policy;
}

}  // namespace winterbaume::s3
