#include "services/s3/events/announce.h"

#include "core/failure.h"
#include "services/s3/background.h"
#include "services/s3/events/notifications.h"
#include "services/s3/replication/replicate.h"

namespace winterbaume::s3 {
namespace {

// A copy of an archived object is told of again when it is ready, and when it goes.
void schedule_restore(S3Door& door, const BucketRecord& bucket, const FoundObject& object) {
  if (door.background == nullptr || !object.record.restore) return;
  door.background->restores().add(bucket.name, object.record.restore->due());
}

}  // namespace

asio::awaitable<void> announce(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, ObjectChange change) {
  if (change.event == "s3:ObjectRestore:Post") schedule_restore(door, *bucket, change.object);
  if (!has_listeners(*bucket)) co_return;
  try {
    co_await notify(door, bucket, origin_of(context), change);
    co_await queue_replication(door, std::move(bucket), std::move(change), context.now);
  } catch (const StorageFailure&) {
    // The change is stored: its request succeeds, whatever becomes of the news.
  }
}

}  // namespace winterbaume::s3
