#include "services/s3/store/store_s3_backend.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <iterator>

#include "core/assert.h"
#include "core/failure.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/orphans.h"
#include "services/s3/store/record_codec.h"

namespace winterbaume::s3 {

StoreS3Backend::StoreS3Backend(std::shared_ptr<StateStore> store, std::shared_ptr<Vfs> vfs, std::shared_ptr<Ids> ids,
                               std::shared_ptr<Clock> clock)
    : store_(std::move(store)), ids_(ids), clock_(std::move(clock)), blobs_(std::move(vfs), "s3", std::move(ids)) {
  WB_ASSERT(store_ != nullptr);
  buckets_ = RecordCache<BucketRecord>::shared_by(*store_);
}

asio::awaitable<StoreS3Backend::Row_> StoreS3Backend::get(const BucketRecord& bucket, std::string row) {
  return store_->get(bucket_partition(bucket.name), std::move(row));
}

asio::awaitable<std::vector<Row>> StoreS3Backend::scan(const BucketRecord& bucket, KeyRange range, ScanOptions options) {
  return store_->scan(bucket_partition(bucket.name), std::move(range), options);
}

// Every change holds on to the bucket: it fails where the bucket went, or its settings changed, since they were read.
PartitionCommit StoreS3Backend::begin_commit(const BucketRecord& bucket) const {
  PartitionCommit commit;
  commit.partition = bucket_partition(bucket.name);
  commit.checks.reserve(2);
  commit.checks.push_back({k_bucket_row, bucket.guard});
  return commit;
}

StoreS3Backend::Change StoreS3Backend::begin(const BucketRecord& bucket) const {
  Change change;
  change.commit = begin_commit(bucket);
  return change;
}

asio::awaitable<bool> StoreS3Backend::commit(const BucketRecord& bucket, Change& change) {
  WB_ASSERT(std::string_view(change.commit.partition).ends_with(bucket.name));
  Commit whole;
  whole.parts.reserve(1);
  whole.parts.push_back(std::move(change.commit));
  const bool changes_bucket =
      std::ranges::any_of(whole.parts[0].writes, [](const Write& write) { return write.key == k_bucket_row; });
  const auto outcome = co_await store_->commit(std::move(whole));
  // Where it failed, the bucket may be another than was read.
  if (changes_bucket || !outcome.committed) buckets_->forget(bucket.name);
  if (!outcome.committed) co_return false;
  change.result.guard = outcome.version;
  auto freed = std::move(change.freed_blobs);
  for (auto& [manifest, blobs] : change.freed_parts) {
    std::ranges::move(held_parts_.free(manifest, std::move(blobs)), std::back_inserter(freed));
  }
  if (!freed.empty()) co_await remove_blobs(std::move(freed));
  co_return true;
}

// Whatever becomes of a blob that nothing names any more: the next collection of orphans takes it.
asio::awaitable<void> StoreS3Backend::remove_blobs(std::vector<std::string> blobs) {
  for (auto& blob : blobs) {
    try {
      co_await blobs_.remove(std::move(blob));
    } catch (const StorageFailure&) {
    }
  }
}

asio::awaitable<void> StoreS3Backend::remove_released(std::stop_token stop) {
  const auto wakeup = held_parts_.wakeup();
  std::stop_callback on_stop(stop, [wakeup] { wakeup->notify(); });
  while (!stop.stop_requested()) {
    wakeup->reset();
    co_await remove_blobs(held_parts_.take_released());
    if (!stop.stop_requested()) co_await clock_->wait_until(k_end_of_time, wakeup);
  }
}

asio::awaitable<void> StoreS3Backend::plan_freeing(BucketPtr bucket, std::string key, ObjectRecord record,
                                                   std::vector<std::string> kept_blobs, Change& change) {
  const auto& content = record.content;
  const bool kept = std::ranges::find(kept_blobs, content.blob) != kept_blobs.end();
  std::vector<std::string> prefixes;
  if (!content.blob.empty() && !kept) change.freed_blobs.push_back(content.blob);
  if (!content.manifest.empty()) {
    auto& parts = change.freed_parts.emplace_back(content.manifest, std::vector<std::string>{}).second;
    for (auto& part : co_await get_parts(bucket->name, content.manifest)) {
      if (std::ranges::find(kept_blobs, part.blob) == kept_blobs.end()) parts.push_back(std::move(part.blob));
    }
    prefixes.push_back(manifest_prefix(content.manifest));
  }
  if (record.annotated) prefixes.push_back(annotations_prefix(key, record.version_id));
  for (auto& prefix : prefixes) {
    auto rows = co_await scan(*bucket, prefix_range(std::move(prefix)), {.limit = 100'000, .value_bytes_max = 0});
    for (auto& row : rows) change.commit.writes.push_back({std::move(row.key), std::nullopt});
  }
}

// Sequences grow with the time, and by one at least: in this process, and over what the key already has.
std::uint64_t StoreS3Backend::next_sequence(TimePoint at, std::uint64_t after) {
  const auto wanted = static_cast<std::uint64_t>(at.time_since_epoch().count()) * 1000;
  auto last = last_sequence_.load();
  std::uint64_t next = 0;
  do {
    next = std::max({wanted, last + 1, after + 1});
  } while (!last_sequence_.compare_exchange_weak(last, next));
  return next;
}

asio::awaitable<std::vector<PartRecord>> StoreS3Backend::get_parts(std::string bucket, std::string manifest) {
  std::vector<PartRecord> parts;
  auto rows = co_await store_->scan(bucket_partition(bucket), prefix_range(manifest_prefix(manifest)),
                                    {.limit = 1000, .bytes_max = std::numeric_limits<std::size_t>::max()});
  for (const auto& row : rows) decode_parts(row.value, parts);
  co_return parts;
}

asio::awaitable<void> StoreS3Backend::reset() {
  for (auto& partition : co_await store_->partitions(std::string(k_bucket_partitions)))
    co_await store_->drop(std::move(partition));
  co_await store_->drop(std::string(k_buckets_partition));
  buckets_->clear();
  co_await blobs_.remove_all();
}

asio::awaitable<void> StoreS3Backend::run_background(std::stop_token stop) {
  using namespace asio::experimental::awaitable_operators;
  co_await (collect_orphans(*store_, blobs_, *clock_, stop) && remove_released(stop));
}

}  // namespace winterbaume::s3
