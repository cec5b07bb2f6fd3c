#include "services/s3/replication/replicate.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/failure.h"
#include "services/s3/background.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/events/notifications.h"
#include "services/s3/replication/replica.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 16;
constexpr std::chrono::minutes k_until_retry{1};

// False where the version is gone. Of delete markers no answer shows it, but by it one that waits is found again.
asio::awaitable<bool> set_status(S3Door& door, std::string bucket, std::string key, std::string version_id, std::string status) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto found = co_await door.backend.get_object(bucket, key, version_id);
    if (!found) co_return false;
    if (found->record.replication_status == status) co_return true;
    found->record.replication_status = status;
    auto updated = co_await door.backend.update_object(bucket, std::move(*found));
    if (!updated) co_return false;
    if (*updated) co_return true;
  }
  co_return false;
}

bool is_creation(std::string_view event) {
  return event.starts_with("s3:ObjectCreated:") || event == "s3:ObjectRemoved:DeleteMarkerCreated";
}

// New versions go, and changes of what went before; of replicas only changes.
bool concerns_replication(std::string_view event, const ObjectRecord& record) {
  if (is_creation(event)) return !record.replica;
  const bool changes = event.starts_with("s3:ObjectTagging:") || event.starts_with("s3:ObjectAcl:") ||
                       event.starts_with("s3:ObjectRetention:") || event.starts_with("s3:ObjectLegalHold:") ||
                       event.starts_with("s3:ObjectAnnotation:");
  return changes && !record.replication_status.empty();
}

asio::awaitable<void> tell(S3Door& door, BucketPtr bucket, std::string_view event, EventOrigin origin, FoundObject source) {
  co_await notify(door, std::move(bucket), std::move(origin), {event, std::move(source)});
}

// Failures are told of by rules with metrics, and what took too long by those with time control (Amazon S3 User Guide, "Receiving
// replication failure events with Amazon S3 Event Notifications").
asio::awaitable<void> tell_outcome(S3Door& door, BucketPtr bucket, FoundObject source, ReplicationTarget target,
                                   std::string_view failure, Millis taken, EventOrigin origin) {
  if (!target.metrics) co_return;
  origin.replication_rule_id = target.rule_id;
  origin.destination_bucket = "arn:aws:s3:::" + target.bucket;
  origin.replication_failure = failure;
  origin.replication_threshold = target.threshold;
  origin.replication_time = taken;
  const bool late = target.threshold > Millis(0) && taken > target.threshold;
  if (late) co_await tell(door, bucket, "s3:Replication:OperationMissedThreshold", origin, source);
  if (!failure.empty()) {
    co_await tell(door, bucket, "s3:Replication:OperationFailedReplication", std::move(origin), std::move(source));
  } else if (late) {
    co_await tell(door, bucket, "s3:Replication:OperationReplicatedAfterThreshold", std::move(origin), std::move(source));
  }
}

}  // namespace

asio::awaitable<void> queue_replication(S3Door& door, BucketPtr bucket, ObjectChange change, TimePoint now) {
  if (!bucket->has(ConfigKind::replication) || bucket->versioning != Versioning::enabled || door.background == nullptr) co_return;
  auto& record = change.object.record;
  if (record.version_id.empty() || !concerns_replication(change.event, record)) co_return;
  if (change.event == "s3:ObjectRemoved:DeleteMarkerCreated") record.delete_marker = true;
  auto configuration = co_await find_config<ReplicationConfiguration>(door, bucket);
  if (!configuration || !*configuration || find_targets(**configuration, change.object).empty()) co_return;
  const auto& version_id = record.version_id;
  if (!co_await set_status(door, bucket->name, change.object.key, version_id, "PENDING")) co_return;
  // What failed before, or waits yet, goes as a whole.
  const bool went = record.replica || record.replication_status == "COMPLETED";
  const bool retention = change.event.starts_with("s3:ObjectRetention:");
  ReplicationJob job{bucket->name, change.object.key, version_id, now, !is_creation(change.event) && went, retention};
  if (door.background->replication().push(std::move(job))) co_return;
  co_await set_status(door, bucket->name, change.object.key, version_id, "FAILED");
}

asio::awaitable<void> replicate(S3Door& door, ReplicationJob job, TimePoint now, Ids& ids) {
  auto bucket = co_await door.backend.get_bucket(job.bucket);
  if (!bucket) co_return;
  auto source = co_await door.backend.get_object(job.bucket, job.key, job.version_id);
  if (!source) co_return;
  auto configuration = co_await find_config<ReplicationConfiguration>(door, *bucket);
  if (!configuration) co_return;
  std::vector<ReplicationTarget> targets;
  if (*configuration) targets = find_targets(**configuration, *source);
  bool done = !targets.empty();
  for (auto& target : targets) {
    const bool changes_only = job.changes_only || source->record.replica;
    const auto failure = co_await send_replica(door, {*source, *bucket, target, changes_only, job.retention}, now, ids);
    if (!failure.empty()) done = false;
    auto origin = service_origin(now, ids.uuid().text());
    co_await tell_outcome(door, *bucket, *source, std::move(target), failure, now - job.since, std::move(origin));
  }
  std::string status = "FAILED";
  if (done) status = source->record.replica ? "REPLICA" : "COMPLETED";
  co_await set_status(door, job.bucket, job.key, job.version_id, std::move(status));
}

namespace {

asio::awaitable<void> queue_pending(S3Door& door, ReplicationQueue& queue, std::string bucket) {
  ObjectQuery query{.bucket = bucket, .prefix = {}, .delimiter = {}, .start_after = {}, .version_marker = {}};
  while (true) {
    auto page = co_await door.backend.list_versions(query);
    if (!page) co_return;
    for (const auto& version : page->objects) {
      const auto& record = version.record;
      if (record.replication_status != "PENDING") continue;
      if (!queue.push({bucket, version.key, record.version_id, record.modified})) co_return;
    }
    if (!page->truncated) co_return;
    query.start_after = std::move(page->next_key);
    query.version_marker = std::move(page->next_version_id);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
}

asio::awaitable<void> queue_all_pending(S3Door& door, ReplicationQueue& queue) {
  BucketQuery query;
  while (true) {
    auto page = co_await door.backend.list_buckets(query);
    for (const auto& bucket : page.buckets) {
      if (bucket->has(ConfigKind::replication)) co_await queue_pending(door, queue, bucket->name);
    }
    if (!page.truncated || page.buckets.empty()) co_return;
    query.start_after = page.buckets.back()->name;
  }
}

// "For temporary failures […] the replication status will not transition to FAILED, but will remain PENDING" (Amazon S3 User
// Guide, "Getting replication status information").
asio::awaitable<void> carry_out(S3Door& door, ReplicationQueue& queue, ReplicationJob job, TimePoint now, Ids& ids) {
  try {
    co_await replicate(door, job, now, ids);
  } catch (const StorageFailure&) {
    queue.defer(std::move(job), now + k_until_retry);
  }
}

}  // namespace

asio::awaitable<void> run_replication(S3Door& door, ReplicationQueue& queue, Clock& clock, Ids& ids, std::stop_token stop) {
  const auto wakeup = queue.wakeup();
  std::stop_callback on_stop(stop, [wakeup] { wakeup->notify(); });
  try {
    co_await queue_all_pending(door, queue);
  } catch (const StorageFailure&) {
    // They stay PENDING.
  }
  while (true) {
    wakeup->reset();
    while (!stop.stop_requested()) {
      auto job = queue.pop(clock.now());
      if (!job) break;
      co_await carry_out(door, queue, std::move(*job), clock.now(), ids);
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
    if (stop.stop_requested()) co_return;
    co_await clock.wait_until(queue.next(), wakeup);
  }
}

}  // namespace winterbaume::s3
