#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

// AWS stopped to make torrents on 29 April 2022: the method is refused, of an object that is there.
Answer<ops::GetObjectTorrent> get_object_torrent(const aws::RequestContext&, S3Door& door, GetObjectTorrentRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, std::move(*input.bucket), std::move(*input.key), std::nullopt);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return aws::fail(error(ErrorCode::method_not_allowed, {}, {.method = "GET", .resource_type = "TORRENT"}));
}

}  // namespace winterbaume::s3
