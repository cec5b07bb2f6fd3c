#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "services/sts/operations/operations.h"

namespace winterbaume::sts {
namespace {

// The managed policies that a root session can be scoped to (IAM User Guide, "Perform a privileged task on a member account").
constexpr std::array<std::string_view, 5> k_task_policies{"IAMAuditRootUserCredentials", "IAMCreateRootUserPassword",
                                                          "IAMDeleteRootUserCredentials", "S3UnlockBucketPolicy",
                                                          "SQSUnlockQueuePolicy"};

bool is_task_policy(std::string_view arn) {
  constexpr std::string_view k_resource = "policy/root-task/";
  auto parts = aws::parse_arn(arn);
  return parts && parts->service == "iam" && parts->account_id == "aws" && parts->resource.starts_with(k_resource) &&
         std::ranges::find(k_task_policies, parts->resource.substr(k_resource.size())) != k_task_policies.end();
}

// An account's id, or its root user's ARN.
std::optional<std::string> account_of(std::string_view principal) {
  if (aws::is_account_id(principal)) return std::string(principal);
  auto arn = aws::parse_arn(principal);
  bool root = arn && arn->service == "iam" && arn->resource == "root" && aws::is_account_id(arn->account_id);
  return root ? std::optional(std::string(arn->account_id)) : std::nullopt;
}

}  // namespace

Result<AssumeRootResponse> assume_root(const aws::RequestContext& context, IdentityStore& store, AssumeRootRequest input) {
  constexpr std::int32_t k_duration_seconds_preset = 900;
  auto account = account_of(*input.target_principal);
  if (!account)
    return aws::fail(aws::errors::validation("The target principal is neither an account's id nor its root user's ARN."));
  if (!input.task_policy_arn->arn || !is_task_policy(*input.task_policy_arn->arn)) {
    return aws::fail(aws::errors::validation("The task policy is not one that a root session can have."));
  }
  auto caller = store.identify(context);
  Principal root;
  root.account_id = *account;
  root.arn = fmt::format("arn:{}:iam::{}:root", aws::partition_of(context.scope.region), *account);
  root.user_id = *account;
  root.session = SessionKind::assumed_root;
  root.source_identity = caller.source_identity;
  AssumeRootResponse response;
  if (!root.source_identity.empty()) response.source_identity = root.source_identity;
  response.credentials =
      store.issue(std::move(root), std::chrono::seconds(input.duration_seconds.value_or(k_duration_seconds_preset)), context,
                  static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  return response;
}

}  // namespace winterbaume::sts
