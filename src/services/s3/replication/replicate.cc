#include "services/s3/replication/replicate.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/failure.h"
#include "services/s3/background.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/events/notifications.h"
#include "services/s3/replication/content_copy.h"
#include "services/s3/replication/replication_rules.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 16;

// False where the version is gone.
asio::awaitable<bool> set_status(S3Door& door, std::string bucket, std::string key, std::string version_id, std::string status) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto found = co_await door.backend.get_object(bucket, key, version_id);
    if (!found || found->record.delete_marker) co_return false;
    if (found->record.replication_status == status) co_return true;
    found->record.replication_status = status;
    auto updated = co_await door.backend.update_object(bucket, std::move(*found));
    if (!updated) co_return false;
    if (*updated) co_return true;
  }
  co_return false;
}

// What the replica has of its own. Creation time, id, metadata, tags, lock and checksums are the source's.
ObjectRecord replica_of(const FoundObject& source, const BucketRecord& from, const BucketRecord& to,
                        const ReplicationTarget& target) {
  ObjectRecord replica = source.record;
  replica.replication_status = "REPLICA";
  replica.restore.reset();
  replica.annotated = false;
  if (!target.storage_class.empty()) replica.storage_class = target.storage_class;
  if (replica.storage_class == "STANDARD") replica.storage_class.clear();
  if (!target.kms_key_id.empty() && !replica.encryption.kms_key_id.empty()) replica.encryption.kms_key_id = target.kms_key_id;
  if (!to.object_lock) replica.lock = {};
  if (target.owner_override || to.ownership == ObjectOwnership::bucket_owner_enforced) {
    replica.owner.reset();
    replica.acl.clear();
  } else if (!replica.owner) {
    replica.owner = from.owner;
  }
  return replica;
}

// A replica that is there already takes over what can change of a version.
asio::awaitable<bool> refresh_replica(S3Door& door, std::string bucket, FoundObject present, ObjectRecord wanted) {
  present.record.tags = std::move(wanted.tags);
  present.record.acl = std::move(wanted.acl);
  present.record.owner = std::move(wanted.owner);
  present.record.lock = std::move(wanted.lock);
  auto updated = co_await door.backend.update_object(std::move(bucket), std::move(present));
  co_return updated && *updated;
}

asio::awaitable<bool> write_replica(S3Door& door, const FoundObject& source, BucketPtr from, BucketPtr to,
                                    const ReplicationTarget& target, EventOrigin origin, Ids& ids) {
  auto replica = replica_of(source, *from, *to, target);
  const auto version_id = source.record.version_id;
  if (auto present = co_await door.backend.get_object(to->name, source.key, version_id)) {
    co_return co_await refresh_replica(door, to->name, std::move(*present), std::move(replica));
  }
  auto copied = co_await copy_content(door, from->name, source.record.content, ids);
  if (!copied) co_return false;
  replica.content = std::move(copied->content);
  ObjectWrite write{.bucket = to->name,
                    .key = source.key,
                    .record = std::move(replica),
                    .parts = copied->parts,
                    .conditions = {},
                    .guard = {},
                    .version_id = version_id};
  auto written = co_await door.backend.put_object(std::move(write));
  if (!written) {
    for (auto& part : copied->parts) co_await door.backend.blobs().remove(std::move(part.blob));
    co_return false;
  }
  co_await notify(door, to, std::move(origin), {"s3:ObjectCreated:Put", std::move(*written)});
  co_return true;
}

asio::awaitable<bool> write_marker(S3Door& door, const FoundObject& source, BucketPtr to, EventOrigin origin) {
  if (auto present = co_await door.backend.get_object(to->name, source.key, source.record.version_id)) co_return true;
  ObjectDeletion deletion{
      .bucket = to->name, .key = source.key, .version_id = {}, .conditions = {}, .guard = {}, .owner = to->owner};
  deletion.now = source.record.modified;
  deletion.marker_version_id = source.record.version_id;
  auto marked = co_await door.backend.delete_object(std::move(deletion));
  if (!marked) co_return false;
  FoundObject marker{.key = source.key, .record = {}};
  marker.record.delete_marker = true;
  marker.record.version_id = std::move(marked->version_id);
  marker.record.sequence = marked->sequence;
  co_await notify(door, to, std::move(origin), {"s3:ObjectRemoved:DeleteMarkerCreated", std::move(marker)});
  co_return true;
}

asio::awaitable<bool> replicate_to(S3Door& door, const FoundObject& source, BucketPtr from, const ReplicationTarget& target,
                                   TimePoint now, Ids& ids) {
  auto to = co_await door.backend.get_bucket(target.bucket);
  auto origin = service_origin(now, ids.uuid().text());
  bool done = false;
  if (to && (*to)->versioning == Versioning::enabled && (*to)->name != from->name) {
    if (source.record.delete_marker) {
      done = co_await write_marker(door, source, *to, origin);
    } else {
      done = co_await write_replica(door, source, from, *to, target, origin, ids);
    }
  }
  if (done) co_return true;
  origin.replication_rule_id = target.rule_id;
  origin.destination_bucket = "arn:aws:s3:::" + target.bucket;
  co_await notify(door, from, std::move(origin), {"s3:Replication:OperationFailedReplication", source});
  co_return false;
}

// New versions go, and changes of what went before.
bool concerns_replication(std::string_view event, const ObjectRecord& record) {
  if (record.replication_status == "REPLICA") return false;
  if (event.starts_with("s3:ObjectCreated:") || event == "s3:ObjectRemoved:DeleteMarkerCreated") return true;
  const bool changes = event.starts_with("s3:ObjectTagging:") || event.starts_with("s3:ObjectAcl:");
  return changes && !record.replication_status.empty();
}

}  // namespace

asio::awaitable<void> queue_replication(S3Door& door, BucketPtr bucket, ObjectChange change) {
  if (!bucket->has(ConfigKind::replication) || bucket->versioning != Versioning::enabled || door.background == nullptr) co_return;
  auto& record = change.object.record;
  if (record.version_id.empty() || !concerns_replication(change.event, record)) co_return;
  if (change.event == "s3:ObjectRemoved:DeleteMarkerCreated") record.delete_marker = true;
  auto configuration = co_await find_config<ReplicationConfiguration>(door, bucket);
  if (!configuration || !*configuration || find_targets(**configuration, change.object).empty()) co_return;
  if (!record.delete_marker && !co_await set_status(door, bucket->name, change.object.key, record.version_id, "PENDING"))
    co_return;
  if (door.background->replication().push({bucket->name, change.object.key, record.version_id})) co_return;
  if (!record.delete_marker) co_await set_status(door, bucket->name, change.object.key, record.version_id, "FAILED");
}

asio::awaitable<void> replicate(S3Door& door, ReplicationJob job, TimePoint now, Ids& ids) {
  auto bucket = co_await door.backend.get_bucket(job.bucket);
  if (!bucket) co_return;
  auto source = co_await door.backend.get_object(job.bucket, job.key, job.version_id);
  if (!source) co_return;
  auto configuration = co_await find_config<ReplicationConfiguration>(door, *bucket);
  if (!configuration) co_return;
  bool done = configuration->has_value();
  if (done) {
    for (const auto& target : find_targets(**configuration, *source)) {
      if (!co_await replicate_to(door, *source, *bucket, target, now, ids)) done = false;
    }
  }
  if (!source->record.delete_marker) {
    co_await set_status(door, job.bucket, job.key, job.version_id, done ? "COMPLETED" : "FAILED");
  }
}

namespace {

asio::awaitable<void> queue_pending(S3Door& door, ReplicationQueue& queue, std::string bucket) {
  ObjectQuery query{.bucket = bucket, .prefix = {}, .delimiter = {}, .start_after = {}, .version_marker = {}};
  while (true) {
    auto page = co_await door.backend.list_versions(query);
    if (!page) co_return;
    for (const auto& version : page->objects) {
      if (version.record.replication_status != "PENDING") continue;
      if (!queue.push({bucket, version.key, version.record.version_id})) co_return;
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
      auto job = queue.pop();
      if (!job) break;
      try {
        co_await replicate(door, std::move(*job), clock.now(), ids);
      } catch (const StorageFailure&) {
        // The version stays PENDING.
      }
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
    if (stop.stop_requested()) co_return;
    co_await clock.wait_until(k_end_of_time, wakeup);
  }
}

}  // namespace winterbaume::s3
