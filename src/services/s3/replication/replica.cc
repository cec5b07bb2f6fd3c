#include "services/s3/replication/replica.h"

#include "services/s3/events/notifications.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/replication/annotation_sync.h"
#include "services/s3/replication/content_copy.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 16;
constexpr std::string_view k_not_permitted = "DstPutObjectNotPermitted";

// Whether the replica's ACL is the source's.
bool shares_acl(const ReplicationTarget& target, const BucketRecord& to) {
  return !target.owner_override && to.ownership != ObjectOwnership::bucket_owner_enforced;
}

// What the replica has of its own. Creation time, id, metadata, tags, lock and checksums are the source's.
ObjectRecord replica_of(const FoundObject& source, const BucketRecord& from, const BucketRecord& to,
                        const ReplicationTarget& target) {
  ObjectRecord replica = source.record;
  replica.replication_status = "REPLICA";
  replica.replica = true;
  replica.restore.reset();
  replica.annotated = false;
  if (!target.storage_class.empty()) replica.storage_class = target.storage_class;
  if (replica.storage_class == "STANDARD") replica.storage_class.clear();
  if (!target.kms_key_id.empty() && !replica.encryption.kms_key_id.empty()) replica.encryption.kms_key_id = target.kms_key_id;
  if (!to.object_lock) replica.lock = {};
  if (!shares_acl(target, to)) {
    replica.owner.reset();
    replica.acl.clear();
  } else if (!replica.owner) {
    replica.owner = from.owner;
  }
  return replica;
}

// A lock goes with its changes, but never one in compliance mode before its time. `removed`: so does a retention that was taken
// away; else a version without one leaves the replica what the destination's default gave it.
void take_lock(ObjectLock& kept, const ObjectLock& wanted, bool removed, TimePoint now) {
  const bool bound = kept.mode == "COMPLIANCE" && kept.retain_until > now;
  const bool weaker = wanted.mode != kept.mode || wanted.retain_until < kept.retain_until;
  if ((removed || !wanted.mode.empty()) && !(bound && weaker)) kept = wanted;
  kept.legal_hold = wanted.legal_hold;
  kept.legal_hold_put = wanted.legal_hold_put;
}

// The version that is there takes over what can change of one.
asio::awaitable<std::string_view> refresh_replica(S3Door& door, ReplicaJob job, BucketPtr to, TimePoint now) {
  const auto& source = job.source;
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto present = co_await door.backend.get_object(to->name, source.key, source.record.version_id);
    if (!present) co_return "DstVersionNotFound";
    present->record.tags = source.record.tags;
    if (shares_acl(job.target, *to)) present->record.acl = source.record.acl;
    if (to->object_lock) take_lock(present->record.lock, source.record.lock, job.retention, now);
    auto updated = co_await door.backend.update_object(to->name, std::move(*present));
    if (!updated) break;
    if (*updated) co_return "";
  }
  co_return k_not_permitted;
}

asio::awaitable<std::string_view> write_replica(S3Door& door, ReplicaJob job, BucketPtr to, TimePoint now, Ids& ids) {
  const auto& source = job.source;
  auto replica = replica_of(source, *job.from, *to, job.target);
  // "If the source has no retention, the destination's default applies" (Amazon S3 User Guide, "Object Lock considerations").
  if (to->object_lock && replica.lock.mode.empty()) {
    auto lock = co_await find_default_lock(door, to, now);
    if (!lock) co_return "DstBucketNotFound";
    take_lock(*lock, replica.lock, /*removed=*/false, now);
    replica.lock = std::move(*lock);
  }
  auto copied = co_await copy_content(door, job.from->name, source.record.content, ids);
  if (!copied) co_return "SrcObjectNotFound";
  replica.content = std::move(copied->content);
  ObjectWrite write{.bucket = to->name,
                    .key = source.key,
                    .record = std::move(replica),
                    .parts = copied->parts,
                    .conditions = {},
                    .guard = {},
                    .version_id = source.record.version_id};
  auto written = co_await door.backend.put_object(std::move(write));
  if (!written) {
    for (auto& part : copied->parts) co_await door.backend.blobs().remove(std::move(part.blob));
    co_return k_not_permitted;
  }
  co_await notify(door, to, service_origin(now, ids.uuid().text()), {"s3:ObjectCreated:Put", std::move(*written)});
  co_return "";
}

asio::awaitable<std::string_view> write_marker(S3Door& door, FoundObject source, BucketPtr to, TimePoint now, Ids& ids) {
  ObjectDeletion deletion{
      .bucket = to->name, .key = source.key, .version_id = {}, .conditions = {}, .guard = {}, .owner = to->owner};
  deletion.now = source.record.modified;
  deletion.marker_version_id = source.record.version_id;
  auto marked = co_await door.backend.delete_object(std::move(deletion));
  if (!marked) co_return "DstDelObjNotPermitted";
  FoundObject marker{.key = source.key, .record = {}};
  marker.record.delete_marker = true;
  marker.record.version_id = std::move(marked->version_id);
  marker.record.sequence = marked->sequence;
  auto origin = service_origin(now, ids.uuid().text());
  co_await notify(door, to, std::move(origin), {"s3:ObjectRemoved:DeleteMarkerCreated", std::move(marker)});
  co_return "";
}

}  // namespace

asio::awaitable<std::string_view> send_replica(S3Door& door, ReplicaJob job, TimePoint now, Ids& ids) {
  auto found = co_await door.backend.get_bucket(job.target.bucket);
  if (!found || (*found)->name == job.from->name) co_return "DstBucketNotFound";
  auto to = std::move(*found);
  if (to->versioning != Versioning::enabled) co_return "DstBucketUnversioned";
  if (job.from->object_lock && !to->object_lock) co_return "DstBucketObjectLockConfigMissing";
  const auto& record = job.source.record;
  const bool present = (co_await door.backend.get_object(to->name, job.source.key, record.version_id)).has_value();
  if (record.delete_marker) {
    if (present) co_return "";
    co_return co_await write_marker(door, std::move(job.source), to, now, ids);
  }
  std::string_view failure;
  if (present || job.changes_only) {
    failure = co_await refresh_replica(door, job, to, now);
  } else {
    failure = co_await write_replica(door, job, to, now, ids);
  }
  if (!failure.empty()) co_return failure;
  const bool annotated = co_await sync_annotations(door, job.from->name, std::move(job.source), to->name);
  co_return annotated ? std::string_view() : k_not_permitted;
}

}  // namespace winterbaume::s3
