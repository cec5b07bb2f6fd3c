// The rules that the operations which assume a role share.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "services/sts/identity_store.h"

namespace winterbaume::sts {

// An IAM role by its ARN. A role need not exist: IAM's part is not kept here.
struct Role {
  std::string arn;
  std::string partition;
  std::string account_id;
  std::string name;  // without its path
};

// Error: ValidationError where the ARN is no role's.
aws::Result<Role> parse_role_arn(std::string_view arn);

// The session of that role, whose user id and ARN both end with the session's name.
Principal make_role_session(const Role& role, std::string_view session_name);
AssumedRoleUser describe_role_session(const Principal& session);

struct SessionTags {
  std::vector<Tag> all;         // the given ones and those that the caller's own session passes down
  std::vector<Tag> transitive;  // those that this session passes down
};
// Keys compare without case. Error: InvalidParameterValue for one that is there twice, or that isn't there but shall be passed
// down.
aws::Result<SessionTags> merge_session_tags(const std::vector<Tag>& inherited, const std::vector<Tag>& given,
                                            const std::vector<std::string>& transitive_keys);

// A session policy: a document in IAM's grammar. Error: MalformedPolicyDocument.
aws::Result<void> check_session_policy(std::string_view document);

// How much of the space for session policies and tags a request takes, in percent; null where it has neither.
// Error: MalformedPolicyDocument; PackedPolicyTooLarge above 100.
aws::Result<std::optional<std::int32_t>> pack_session_policies(
    const std::optional<std::string>& policy, const std::optional<std::vector<PolicyDescriptorType>>& policy_arns,
    const std::vector<Tag>& tags);

}  // namespace winterbaume::sts
