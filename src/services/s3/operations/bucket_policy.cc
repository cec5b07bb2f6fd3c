#include "services/s3/access/policy.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

const ConfigKey k_policy_key{ConfigKind::policy, ""};

aws::Error no_policy(const BucketRecord& bucket) {
  return error(ErrorCode::no_such_bucket_policy, {}, {.bucket_name = bucket.name});
}

asio::awaitable<Result<std::string>> get_policy(const S3Door& door, std::optional<std::string> name,
                                                std::optional<std::string> expected_owner) {
  auto bucket = co_await get_bucket(door, std::move(name), std::move(expected_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!(*bucket)->has(ConfigKind::policy)) co_return aws::fail(no_policy(**bucket));
  auto policy = co_await door.backend.find_config((*bucket)->name, k_policy_key);
  if (!policy) co_return aws::fail(std::move(policy.error()));
  if (!*policy) co_return aws::fail(no_policy(**bucket));
  co_return std::move(**policy);
}

// BlockPublicPolicy, which like all that is enforced holds with verified callers only.
asio::awaitable<Result<void>> check_not_blocked(const aws::RequestContext& context, const S3Door& door, BucketPtr bucket,
                                                const PolicyDocument& policy) {
  if (!context.enforced || !is_public(policy)) co_return Result<void>{};
  auto block = co_await find_config<PublicAccessBlockConfiguration>(door, bucket);
  if (!block) co_return aws::fail(std::move(block.error()));
  if (!*block || !(*block)->block_public_policy.value_or(false)) co_return Result<void>{};
  co_return aws::fail(error(
      ErrorCode::access_denied,
      "User: " + context.principal_arn + " is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::" +
          bucket->name + "\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."));
}

}  // namespace

Answer<ops::GetBucketPolicy> get_bucket_policy(const aws::RequestContext&, S3Door& door, GetBucketPolicyRequest input) {
  auto policy = co_await get_policy(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!policy) co_return aws::fail(std::move(policy.error()));
  co_return GetBucketPolicyOutput{.policy = std::move(*policy)};
}

Answer<ops::PutBucketPolicy> put_bucket_policy(const aws::RequestContext& context, S3Door& door, PutBucketPolicyRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto text = std::move(input.policy).value_or("");
  auto policy = parse_policy(text);
  if (!policy) co_return aws::fail(std::move(policy.error()));
  if (auto wrong = check_policy(*policy, (*bucket)->name)) co_return aws::fail(std::move(*wrong));
  auto allowed = co_await check_not_blocked(context, door, *bucket, *policy);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  auto put = co_await door.backend.put_config((*bucket)->name, k_policy_key, std::move(text));
  if (!put) co_return aws::fail(std::move(put.error()));
  co_return ops::PutBucketPolicy::Output{};
}

Answer<ops::DeleteBucketPolicy> delete_bucket_policy(const aws::RequestContext&, S3Door& door, DeleteBucketPolicyRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto deleted = co_await door.backend.delete_config((*bucket)->name, k_policy_key);
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  co_return ops::DeleteBucketPolicy::Output{};
}

Answer<ops::GetBucketPolicyStatus> get_bucket_policy_status(const aws::RequestContext&, S3Door& door,
                                                            GetBucketPolicyStatusRequest input) {
  auto text = co_await get_policy(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!text) co_return aws::fail(std::move(text.error()));
  const auto policy = remembered_policy(*text);
  co_return GetBucketPolicyStatusOutput{.policy_status = PolicyStatus{.is_public = policy && is_public(*policy)}};
}

}  // namespace winterbaume::s3
