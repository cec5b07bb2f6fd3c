// Tells the world of a change to an object: notifications to queues, replication to other buckets. Handlers call it once the
// change is stored; a target that fails never fails the request.
#pragma once

#include <string_view>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct ObjectChange {
  std::string_view event;  // "s3:ObjectCreated:Put": static storage
  FoundObject object;      // as stored; of a removal only key, version_id and sequence count
};

// Whether anybody is told of what happens in the bucket.
inline bool has_listeners(const BucketRecord& bucket) {
  return bucket.has(ConfigKind::notification) || bucket.has(ConfigKind::replication);
}
// Costs nothing but a look at the bucket's record where the bucket has no listeners.
asio::awaitable<void> announce(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, ObjectChange change);

}  // namespace winterbaume::s3
