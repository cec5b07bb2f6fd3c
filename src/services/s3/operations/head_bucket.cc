#include "services/s3/buckets/bucket_names.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::HeadBucket> head_bucket(const aws::RequestContext&, S3Door& door, HeadBucketRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  HeadBucketOutput output;
  output.bucket_arn = bucket_arn(**bucket);
  output.bucket_region = (*bucket)->region;
  output.access_point_alias = false;
  if ((*bucket)->directory) {
    const auto zone = zone_of((*bucket)->name);
    output.bucket_location_type = is_local_zone(zone) ? "LocalZone" : "AvailabilityZone";
    output.bucket_location_name = std::string(zone);
  }
  co_return output;
}

}  // namespace winterbaume::s3
