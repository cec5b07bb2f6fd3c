#include "services/s3/acl/acl.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketAcl> get_bucket_acl(const aws::RequestContext&, S3Door& door, GetBucketAclRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto kept = co_await find_config<AccessControlPolicy>(door, *bucket);
  if (!kept) co_return aws::fail(std::move(kept.error()));
  // What was set before the bucket began to enforce its owner has no effect, and is not shown.
  const bool enforced = (*bucket)->ownership == ObjectOwnership::bucket_owner_enforced;
  auto acl = *kept && !enforced ? std::move(**kept) : acl_document({}, (*bucket)->owner);
  co_return GetBucketAclOutput{.owner = std::move(acl.owner), .grants = std::move(acl.grants)};
}

Answer<ops::PutBucketAcl> put_bucket_acl(const aws::RequestContext& context, S3Door& door, PutBucketAclRequest input) {
  auto sent = sent_acl(input);
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (sent.empty()) co_return aws::fail(error(ErrorCode::missing_security_header));
  auto acl = co_await make_acl(context, door, *bucket, std::nullopt, std::move(sent));
  if (!acl) co_return aws::fail(std::move(acl.error()));
  const ConfigKey key{ConfigKind::acl, ""};
  if (acl->empty()) {
    auto deleted = co_await door.backend.delete_config((*bucket)->name, key);
    if (!deleted) co_return aws::fail(std::move(deleted.error()));
  } else {
    auto put = co_await door.backend.put_config((*bucket)->name, key, std::move(*acl));
    if (!put) co_return aws::fail(std::move(put.error()));
  }
  co_return ops::PutBucketAcl::Output{};
}

}  // namespace winterbaume::s3
