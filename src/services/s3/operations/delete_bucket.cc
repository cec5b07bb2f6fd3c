#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::DeleteBucket> delete_bucket(const aws::RequestContext&, S3Door& door, ops::DeleteBucket::Input input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto deleted = co_await door.backend.delete_bucket((*bucket)->name);
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  co_return ops::DeleteBucket::Output{};
}

}  // namespace winterbaume::s3
