#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

// User Guide, "Enabling ABAC in general purpose buckets": off until it is turned on.
Answer<ops::GetBucketAbac> get_bucket_abac(const aws::RequestContext&, S3Door& door, GetBucketAbacRequest input) {
  auto status = co_await find_config_of<AbacStatus>(door, named(input));
  if (!status) co_return aws::fail(std::move(status.error()));
  co_return GetBucketAbacOutput{.abac_status = *status ? std::move(**status) : AbacStatus{.status = "Disabled"}};
}

Answer<ops::PutBucketAbac> put_bucket_abac(const aws::RequestContext&, S3Door& door, PutBucketAbacRequest input) {
  if (!input.abac_status->status) co_return aws::fail(error(ErrorCode::malformed_xml));
  co_return done<ops::PutBucketAbac>(co_await put_config_of(door, named(input), std::move(*input.abac_status)));
}

}  // namespace winterbaume::s3
