#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

// A bucket in us-east-1 has an empty constraint. Of a directory bucket there is none to ask for.
Answer<ops::GetBucketLocation> get_bucket_location(const aws::RequestContext&, S3Door& door, GetBucketLocationRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  GetBucketLocationOutput output;
  if ((*bucket)->region != "us-east-1") output.location_constraint = (*bucket)->region;
  co_return output;
}

}  // namespace winterbaume::s3
