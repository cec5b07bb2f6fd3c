#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::HeadBucket> head_bucket(const aws::RequestContext&, S3Door& door, HeadBucketRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  HeadBucketOutput output;
  output.bucket_arn = "arn:aws:s3:::" + (*bucket)->name;
  output.bucket_region = (*bucket)->region;
  output.access_point_alias = false;
  co_return output;
}

}  // namespace winterbaume::s3
