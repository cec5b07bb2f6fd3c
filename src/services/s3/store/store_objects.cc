// Objects and their versions: reading, writing, deleting.
#include "core/assert.h"
#include "services/s3/s3_errors.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"
#include "services/s3/store/store_s3_backend.h"
#include "services/s3/store/write_conditions.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 64;
constexpr std::size_t k_manifest_page_parts = 500;

FoundObject found(std::string key, Entry entry, bool latest) {
  return {std::move(key), decode_object(entry.value), latest, entry.version};
}

aws::Error no_such_key(std::string key) { return error(ErrorCode::no_such_key, {}, {.key = std::move(key)}); }
aws::Error no_such_version(std::string key, std::string version_id) {
  return error(ErrorCode::no_such_version, {}, {.key = std::move(key), .version_id = std::move(version_id)});
}

std::string shown_version(const ObjectRecord& record) { return record.version_id.empty() ? "null" : record.version_id; }

Check check_of(std::string row, const std::optional<Entry>& entry) {
  return {std::move(row), entry ? std::optional(entry->version) : std::nullopt};
}

std::vector<std::string> blobs_of(const std::vector<PartRecord>& parts) {
  std::vector<std::string> blobs;
  for (const auto& part : parts) blobs.push_back(part.blob);
  std::ranges::sort(blobs);
  return blobs;
}

// Where a replica goes; null for an id that no store of ours made, in whose stead it gets a new one.
std::optional<std::string> replica_order(const std::optional<std::string>& version_id) {
  return version_id ? order_of(std::string_view(*version_id)) : std::nullopt;
}

// The parts' list, in rows of a size that every store likes.
void write_manifest(const ObjectWrite& write, PartitionCommit& commit) {
  if (write.record.content.manifest.empty()) return;
  std::uint32_t page = 0;
  for (std::size_t at = 0; at < write.parts.size(); at += k_manifest_page_parts) {
    const auto count = std::min(k_manifest_page_parts, write.parts.size() - at);
    commit.writes.push_back({manifest_row(write.record.content.manifest, page++), encode_parts(&write.parts[at], count)});
  }
}

}  // namespace

asio::awaitable<std::optional<FoundObject>> StoreS3Backend::find_noncurrent(const BucketRecord& bucket, const std::string& key,
                                                                            const std::string& version_id) {
  std::string order;
  if (version_id == "null") {
    auto pointer = co_await get(bucket, null_row(key));
    if (!pointer) co_return std::nullopt;
    order = std::move(pointer->value);
  } else {
    auto decoded = order_of(std::string_view(version_id));
    if (!decoded) co_return std::nullopt;
    order = std::move(*decoded);
  }
  auto entry = co_await get(bucket, version_row(key, order));
  if (!entry) co_return std::nullopt;
  co_return found(key, std::move(*entry), false);
}

asio::awaitable<std::optional<FoundObject>> StoreS3Backend::find_newest_noncurrent(const BucketRecord& bucket,
                                                                                   const std::string& key,
                                                                                   std::string after_order) {
  auto range = prefix_range(versions_prefix(key));
  if (!after_order.empty()) range.begin = version_row(key, after_order) + '\0';
  auto rows = co_await scan(bucket, range, {.limit = 1});
  if (rows.empty()) co_return std::nullopt;
  co_return found(key, {std::move(rows[0].value), rows[0].version}, false);
}

// The bucket's own row is asked for only where the key has no latest version that decides: an object's row says that there is a
// bucket.
asio::awaitable<Result<FoundObject>> StoreS3Backend::get_object(std::string bucket_name, std::string key,
                                                                std::optional<std::string> version_id) {
  auto current = co_await store_->get(bucket_partition(bucket_name), current_row(key));
  if (current && !version_id) co_return found(std::move(key), std::move(*current), true);
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!version_id) {
    if ((*bucket)->versioning == Versioning::never) co_return aws::fail(no_such_key(std::move(key)));
    auto marker = co_await find_newest_noncurrent(**bucket, key, "");
    if (!marker) co_return aws::fail(no_such_key(std::move(key)));
    marker->latest = true;
    co_return std::move(*marker);
  }
  if (current) {
    auto object = found(key, std::move(*current), true);
    if (shown_version(object.record) == *version_id) co_return object;
  }
  if (*version_id != "null" && !order_of(std::string_view(*version_id))) {
    co_return aws::fail(invalid_argument("Invalid version id specified", "versionId", *version_id));
  }
  auto version = co_await find_noncurrent(**bucket, key, *version_id);
  if (!version) co_return aws::fail(no_such_version(std::move(key), std::move(*version_id)));
  if (!current) {
    auto newest = co_await find_newest_noncurrent(**bucket, key, "");
    version->latest = newest && newest->record.sequence == version->record.sequence;
  }
  co_return std::move(*version);
}

asio::awaitable<Result<bool>> StoreS3Backend::update_object(std::string bucket_name, FoundObject object) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto change = begin(**bucket);
  const bool current = object.latest && !object.record.delete_marker;
  auto row = current ? current_row(object.key) : version_row(object.key, order_of(object.record));
  change.commit.checks.push_back({row, object.guard});
  change.commit.writes.push_back({std::move(row), encode_object(object.record)});
  if (const auto& restore = object.record.restore) {
    const RestoreNote note{restore->due(), object.key, shown_version(object.record)};
    change.commit.writes.push_back({restore_row(note), std::string(1, k_record_format)});
  }
  co_return co_await commit(**bucket, change);
}

void StoreS3Backend::plan_demotion(const std::string& key, const ObjectRecord& present, Change& change) const {
  const auto order = order_of(present);
  if (present.version_id.empty()) change.commit.writes.push_back({null_row(key), order});
  change.commit.writes.push_back({version_row(key, order), encode_object(present)});
}

// A replica that comes again replaces what came before.
asio::awaitable<void> StoreS3Backend::plan_replica_removal(BucketPtr bucket, const std::string& key, std::string order,
                                                           Change& change) {
  auto row = version_row(key, order);
  auto entry = co_await get(*bucket, row);
  change.commit.checks.push_back(check_of(row, entry));
  if (entry) co_await plan_freeing(bucket, key, decode_object(entry->value), {}, change);
}

// Of a key's versions; a marker may be the newest. Clocks go back, and servers that share a store disagree: versions don't.
asio::awaitable<std::uint64_t> StoreS3Backend::newest_sequence(BucketPtr bucket, const std::string& key,
                                                               const std::optional<ObjectRecord>& present) {
  if (present) co_return present->sequence;
  if (bucket->versioning == Versioning::never) co_return 0;
  auto rows = co_await scan(*bucket, prefix_range(versions_prefix(key)), {.limit = 1, .value_bytes_max = k_listing_bytes});
  co_return rows.empty() ? 0 : sequence_of(std::string_view(rows[0].key).substr(rows[0].key.size() - k_order_bytes));
}

// The null version among the others gives way to a new one.
asio::awaitable<void> StoreS3Backend::plan_null_removal(BucketPtr bucket, const std::string& key, Change& change) {
  auto pointer = co_await get(*bucket, null_row(key));
  change.commit.checks.push_back(check_of(null_row(key), pointer));
  if (!pointer) co_return;
  auto row = version_row(key, pointer->value);
  auto entry = co_await get(*bucket, row);
  if (entry) co_await plan_freeing(bucket, key, decode_object(entry->value), {}, change);
  change.commit.writes.push_back({null_row(key), std::nullopt});
  change.commit.writes.push_back({std::move(row), std::nullopt});
}

asio::awaitable<Result<void>> StoreS3Backend::plan_put(BucketPtr bucket, ObjectWrite& write, Change& change) {
  change.commit = begin_commit(*bucket);
  change.freed_blobs.clear();
  change.freed_parts.clear();
  auto entry = co_await get(*bucket, current_row(write.key));
  std::optional<ObjectRecord> present;
  if (entry) present = decode_object(entry->value);
  if (auto refusal = check_conditions(write.conditions, write.key, present ? &*present : nullptr)) {
    co_return aws::fail(std::move(*refusal));
  }
  if (write.guard && *write.guard != (entry ? entry->version : 0)) {
    co_return aws::fail(error(ErrorCode::conditional_request_conflict));
  }
  change.commit.checks.push_back(check_of(current_row(write.key), entry));
  write_manifest(write, change.commit);
  auto& record = change.result.record = std::move(write.record);
  const auto newest = present ? present->sequence : co_await newest_sequence(bucket, write.key, present);
  const auto replica = bucket->versioning == Versioning::enabled ? replica_order(write.version_id) : std::nullopt;
  record.sequence = replica ? sequence_of(*replica) : next_sequence(record.modified, newest);
  record.version_id.clear();
  if (replica) co_await plan_replica_removal(bucket, write.key, *replica, change);
  if (bucket->versioning == Versioning::enabled) {
    record.version_id = version_id_of(replica ? *replica : make_order(record.sequence, *ids_));
  }
  change.result.key = write.key;
  if (replica && record.sequence < newest) {
    // A replica that comes late takes its place among the older versions.
    change.result.latest = false;
    plan_demotion(write.key, record, change);
    co_return Result<void>{};
  }
  if (bucket->versioning == Versioning::suspended) co_await plan_null_removal(bucket, write.key, change);
  if (present) {
    const bool same = present->version_id == record.version_id;
    if (same) {
      co_await plan_freeing(bucket, write.key, std::move(*present), blobs_of(write.parts), change);
    } else {
      plan_demotion(write.key, *present, change);
    }
  }
  change.commit.writes.push_back({current_row(write.key), encode_object(record)});
  co_return Result<void>{};
}

asio::awaitable<Result<void>> StoreS3Backend::write_until_done(ObjectWrite& write, std::optional<std::string> upload_id,
                                                               Change& change) {
  auto bucket = std::move(write.known_bucket);
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    if (!bucket) {
      auto found = co_await get_bucket(write.bucket);
      if (!found) co_return aws::fail(std::move(found.error()));
      bucket = std::move(*found);
    }
    auto planned = co_await plan_put(bucket, write, change);
    if (!planned) co_return planned;
    if (upload_id) {
      auto completing = co_await plan_completion(*bucket, *upload_id, write, change);
      if (!completing) co_return aws::fail(std::move(completing.error()));
    }
    if (co_await commit(*bucket, change)) co_return Result<void>{};
    write.record = std::move(change.result.record);
    bucket.reset();
  }
  co_return aws::fail(error(ErrorCode::conditional_request_conflict));
}

// A refused write takes its blob with it. After a failure of the store nobody knows whether the commit happened: the blob stays.
asio::awaitable<Result<FoundObject>> StoreS3Backend::put_object(ObjectWrite write) {
  auto blob = write.record.content.blob;
  Change change;
  auto written = co_await write_until_done(write, std::nullopt, change);
  if (written) co_return std::move(change.result);
  if (!blob.empty()) co_await blobs_.remove(std::move(blob));
  co_return aws::fail(std::move(written.error()));
}

asio::awaitable<Result<DeletionOutcome>> StoreS3Backend::delete_object(ObjectDeletion deletion) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(deletion.bucket);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    auto change = co_await plan_delete(*bucket, deletion);
    if (!change) co_return aws::fail(std::move(change.error()));
    if (change->commit.writes.empty() || co_await commit(**bucket, *change)) co_return std::move(change->outcome);
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<StoreS3Backend::Change>> StoreS3Backend::plan_delete(BucketPtr bucket, const ObjectDeletion& deletion) {
  if (deletion.version_id && bucket->versioning == Versioning::never && *deletion.version_id != "null" &&
      !order_of(std::string_view(*deletion.version_id))) {
    return plan_remove_version(bucket, deletion);
  }
  if (!deletion.version_id) {
    return bucket->versioning == Versioning::never ? plan_remove_current(bucket, deletion) : plan_mark(bucket, deletion);
  }
  return plan_remove_version(bucket, deletion);
}

asio::awaitable<Result<StoreS3Backend::Change>> StoreS3Backend::plan_remove_current(BucketPtr bucket,
                                                                                    const ObjectDeletion& deletion) {
  auto change = begin(*bucket);
  auto entry = co_await get(*bucket, current_row(deletion.key));
  std::optional<ObjectRecord> present;
  if (entry) present = decode_object(entry->value);
  if (auto refusal = check_conditions(deletion.conditions, deletion.key, present ? &*present : nullptr)) {
    co_return aws::fail(std::move(*refusal));
  }
  if (!entry) co_return change;
  if (deletion.guard && *deletion.guard != entry->version) co_return aws::fail(error(ErrorCode::conditional_request_conflict));
  change.commit.checks.push_back({current_row(deletion.key), entry->version});
  change.commit.writes.push_back({current_row(deletion.key), std::nullopt});
  change.outcome.found = true;
  change.outcome.sequence = next_sequence(deletion.now, present->sequence);
  co_await plan_freeing(bucket, deletion.key, std::move(*present), {}, change);
  co_return change;
}

// A deletion that names no version, in a bucket that has versions, marks the key as deleted.
asio::awaitable<Result<StoreS3Backend::Change>> StoreS3Backend::plan_mark(BucketPtr bucket, const ObjectDeletion& deletion) {
  auto change = begin(*bucket);
  auto entry = co_await get(*bucket, current_row(deletion.key));
  std::optional<ObjectRecord> present;
  if (entry) present = decode_object(entry->value);
  if (auto refusal = check_conditions(deletion.conditions, deletion.key, present ? &*present : nullptr)) {
    co_return aws::fail(std::move(*refusal));
  }
  if (deletion.guard && *deletion.guard != (entry ? entry->version : 0)) {
    co_return aws::fail(error(ErrorCode::conditional_request_conflict));
  }
  change.commit.checks.push_back(check_of(current_row(deletion.key), entry));
  ObjectRecord marker;
  marker.delete_marker = true;
  marker.modified = deletion.now;
  marker.owner = deletion.owner;
  const bool suspended = bucket->versioning == Versioning::suspended;
  const auto newest = co_await newest_sequence(bucket, deletion.key, present);
  const auto replica = suspended ? std::nullopt : replica_order(deletion.marker_version_id);
  marker.sequence = replica ? sequence_of(*replica) : next_sequence(deletion.now, newest);
  if (!suspended) marker.version_id = version_id_of(replica ? *replica : make_order(marker.sequence, *ids_));
  if (suspended) co_await plan_null_removal(bucket, deletion.key, change);
  if (present && !(replica && marker.sequence < newest)) {
    if (suspended && present->version_id.empty()) {
      co_await plan_freeing(bucket, deletion.key, *present, {}, change);
    } else {
      plan_demotion(deletion.key, *present, change);
    }
    change.commit.writes.push_back({current_row(deletion.key), std::nullopt});
  }
  if (suspended) std::erase_if(change.commit.writes, [&](const Write& write) { return write.key == null_row(deletion.key); });
  plan_demotion(deletion.key, marker, change);
  change.outcome = {.found = true, .delete_marker = true, .version_id = shown_version(marker), .sequence = marker.sequence};
  co_return change;
}

// The newest of the other versions becomes the latest: an object moves to the current row, a delete marker stays.
asio::awaitable<void> StoreS3Backend::plan_promotion(BucketPtr bucket, const std::string& key, std::string after_order,
                                                     Change& change) {
  auto next = co_await find_newest_noncurrent(*bucket, key, std::move(after_order));
  if (!next || next->record.delete_marker) co_return;
  auto row = version_row(key, order_of(next->record));
  change.commit.checks.push_back({row, next->guard});
  change.commit.writes.push_back({std::move(row), std::nullopt});
  if (next->record.version_id.empty()) change.commit.writes.push_back({null_row(key), std::nullopt});
  std::erase_if(change.commit.writes, [&](const Write& write) { return write.key == current_row(key); });
  change.commit.writes.push_back({current_row(key), encode_object(next->record)});
}

asio::awaitable<Result<StoreS3Backend::Change>> StoreS3Backend::plan_remove_version(BucketPtr bucket,
                                                                                    const ObjectDeletion& deletion) {
  const auto& key = deletion.key;
  auto change = begin(*bucket);
  change.outcome.version_id = *deletion.version_id;
  auto entry = co_await get(*bucket, current_row(key));
  change.commit.checks.push_back(check_of(current_row(key), entry));
  std::optional<FoundObject> object;
  if (entry) object = found(key, *entry, true);
  const bool current = object && shown_version(object->record) == *deletion.version_id;
  if (!current) {
    if (*deletion.version_id != "null" && !order_of(std::string_view(*deletion.version_id))) {
      co_return aws::fail(invalid_argument("Invalid version id specified", "versionId", *deletion.version_id));
    }
    object = co_await find_noncurrent(*bucket, key, *deletion.version_id);
  }
  if (auto refusal = check_conditions(deletion.conditions, key, object ? &object->record : nullptr)) {
    co_return aws::fail(std::move(*refusal));
  }
  if (!object) co_return change;
  if (deletion.guard && *deletion.guard != object->guard) co_return aws::fail(error(ErrorCode::conditional_request_conflict));
  change.outcome.found = true;
  change.outcome.delete_marker = object->record.delete_marker;
  change.outcome.sequence = next_sequence(deletion.now, object->record.sequence);
  if (current) {
    change.commit.writes.push_back({current_row(key), std::nullopt});
    co_await plan_promotion(bucket, key, "", change);
  } else {
    const auto order = order_of(object->record);
    change.commit.checks.push_back({version_row(key, order), object->guard});
    change.commit.writes.push_back({version_row(key, order), std::nullopt});
    if (object->record.version_id.empty()) change.commit.writes.push_back({null_row(key), std::nullopt});
    auto newest = entry ? std::nullopt : co_await find_newest_noncurrent(*bucket, key, "");
    if (newest && order_of(newest->record) == order) co_await plan_promotion(bucket, key, order, change);
  }
  co_await plan_freeing(bucket, key, std::move(object->record), {}, change);
  co_return change;
}

}  // namespace winterbaume::s3
