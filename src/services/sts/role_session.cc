#include "services/sts/role_session.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "core/bytes.h"
#include "generated/sts/errors.h"

namespace winterbaume::sts {
namespace {

// AWS packs policies and tags into a binary form that it doesn't describe, and tells the share of its space that is taken. Here
// it is the share of this much plain text, which leaves as much for tags and ARNs as the policy documents may have (IAM User
// Guide, "IAM and AWS STS quotas": 2,048 characters).
constexpr std::size_t k_packed_bytes_max = 4096;
constexpr std::size_t k_policy_arns_max = 10;

auto lower_key(const Tag& tag) { return to_lower(*tag.key); }

const Tag* find_tag(const std::vector<Tag>& tags, std::string_view key) {
  auto found = std::ranges::find_if(tags, [&](const Tag& tag) { return equals_ignoring_case(*tag.key, key); });
  return found == tags.end() ? nullptr : &*found;
}

bool has_duplicates(const std::vector<Tag>& tags) {
  std::vector<std::string> keys;
  for (const auto& tag : tags) keys.push_back(lower_key(tag));
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

}  // namespace

aws::Result<Role> parse_role_arn(std::string_view text) {
  constexpr std::string_view k_resource = "role/";
  auto arn = aws::parse_arn(text);
  if (!arn || arn->service != "iam" || !arn->region.empty() || !aws::is_account_id(arn->account_id) ||
      !arn->resource.starts_with(k_resource) || arn->resource.ends_with('/')) {
    return aws::fail(aws::errors::validation("Request ARN is invalid"));
  }
  auto name = arn->resource.substr(arn->resource.rfind('/') + 1);
  return Role{std::string(text), std::string(arn->partition), std::string(arn->account_id), std::string(name)};
}

Principal make_role_session(const Role& role, std::string_view session_name) {
  Principal session;
  session.account_id = role.account_id;
  session.arn = fmt::format("arn:{}:sts::{}:assumed-role/{}/{}", role.partition, role.account_id, role.name, session_name);
  session.user_id = fmt::format("{}:{}", aws::make_principal_id("AROA", role.account_id, role.arn), session_name);
  session.session = SessionKind::assumed_role;
  return session;
}

AssumedRoleUser describe_role_session(const Principal& session) { return {session.user_id, session.arn}; }

aws::Result<SessionTags> merge_session_tags(const std::vector<Tag>& inherited, const std::vector<Tag>& given,
                                            const std::vector<std::string>& transitive_keys) {
  if (has_duplicates(given)) {
    return aws::fail(
        aws::errors::invalid_parameter_value("Duplicate tag keys found. Please note that Tag keys are case insensitive."));
  }
  SessionTags tags{given, inherited};
  for (const auto& tag : given) {
    if (find_tag(inherited, *tag.key) != nullptr) {
      return aws::fail(aws::errors::invalid_parameter_value(
          "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling "
          "session."));
    }
  }
  for (const auto& key : transitive_keys) {
    const auto* tag = find_tag(given, key);
    if (tag == nullptr) {
      return aws::fail(
          aws::errors::invalid_parameter_value("The specified transitive tag key must be included in the requested tags."));
    }
    tags.transitive.push_back(*tag);
  }
  tags.all.insert(tags.all.end(), inherited.begin(), inherited.end());
  return tags;
}

aws::Result<std::optional<std::int32_t>> pack_session_policies(
    const std::optional<std::string>& policy, const std::optional<std::vector<PolicyDescriptorType>>& policy_arns,
    const std::vector<Tag>& tags) {
  if (!policy && !policy_arns && tags.empty()) return std::nullopt;
  std::size_t bytes = 0;
  if (policy) {
    if (auto checked = check_session_policy(*policy); !checked) return aws::fail(std::move(checked.error()));
    bytes += policy->size();
  }
  if (policy_arns) {
    if (policy_arns->size() > k_policy_arns_max) {
      return aws::fail(aws::errors::validation(fmt::format("You can pass at most {} policy ARNs.", k_policy_arns_max)));
    }
    for (const auto& descriptor : *policy_arns) {
      if (!descriptor.arn || !aws::parse_arn(*descriptor.arn))
        return aws::fail(aws::errors::validation("Request ARN is invalid"));
      bytes += descriptor.arn->size();
    }
  }
  for (const auto& tag : tags) bytes += tag.key->size() + tag.value->size();
  auto percent = static_cast<std::int32_t>((bytes * 100 + k_packed_bytes_max - 1) / k_packed_bytes_max);
  if (percent > 100) {
    return aws::fail(errors::packed_policy_too_large_exception(
        fmt::format("Packed size of session policies and tags consumes {}% of allotted space.", percent)));
  }
  return percent;
}

}  // namespace winterbaume::sts
