#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketVersioning> get_bucket_versioning(const aws::RequestContext&, S3Door& door,
                                                       GetBucketVersioningRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  GetBucketVersioningOutput output;
  if ((*bucket)->versioning == Versioning::enabled) output.status = "Enabled";
  if ((*bucket)->versioning == Versioning::suspended) output.status = "Suspended";
  if ((*bucket)->mfa_delete) output.mfa_delete = "Enabled";
  co_return output;
}

Answer<ops::PutBucketVersioning> put_bucket_versioning(const aws::RequestContext&, S3Door& door,
                                                       PutBucketVersioningRequest input) {
  const auto& wanted = *input.versioning_configuration;
  if (!wanted.status) co_return aws::fail(error(ErrorCode::illegal_versioning_configuration));
  while (true) {
    auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
    auto record = **bucket;
    if (record.object_lock && *wanted.status != "Enabled") {
      co_return aws::fail(
          error(ErrorCode::invalid_bucket_state,
                "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."));
    }
    record.versioning = *wanted.status == "Enabled" ? Versioning::enabled : Versioning::suspended;
    if (wanted.mfa_delete) record.mfa_delete = *wanted.mfa_delete == "Enabled";
    auto updated = co_await door.backend.update_bucket(std::move(record));
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (*updated) co_return ops::PutBucketVersioning::Output{};
  }
}

}  // namespace winterbaume::s3
