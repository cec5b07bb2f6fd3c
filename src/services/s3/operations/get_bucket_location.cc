#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

// A bucket in us-east-1 has an empty constraint.
Answer<ops::GetBucketLocation> get_bucket_location(const aws::RequestContext&, S3Door& door, GetBucketLocationRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  GetBucketLocationOutput output;
  if ((*bucket)->region != "us-east-1") output.location_constraint = (*bucket)->region;
  co_return output;
}

}  // namespace winterbaume::s3
