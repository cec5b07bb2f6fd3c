#include "storage/memory_state_store.h"

#include <algorithm>
#include <bit>
#include <mutex>

namespace winterbaume {
namespace {

using Rows = PackedRows::const_iterator;

// The rows of a range as a pair of iterators; an inverted range has none.
std::pair<Rows, Rows> rows_within(const PackedRows& rows, const KeyRange& range) {
  auto begin = rows.lower_bound(range.begin);
  if (range.end.empty()) return {begin, rows.end()};
  if (range.end <= range.begin) return {begin, begin};
  return {begin, rows.lower_bound(range.end)};
}

bool holds(const Check& check, const PackedRows* rows) {
  auto found = rows == nullptr ? Rows() : rows->find(check.key);
  bool there = rows != nullptr && found != rows->end();
  return check.version ? there && found->version == *check.version : !there;
}

bool is_empty(const KeyRange& range, const PackedRows* rows) {
  if (rows == nullptr) return true;
  auto [begin, end] = rows_within(*rows, range);
  return begin == end;
}

// The key that a conflict names; null where everything that the part demands holds.
const std::string* find_conflict(const PartitionCommit& part, const PackedRows* rows) {
  for (const auto& check : part.checks) {
    if (!holds(check, rows)) return &check.key;
  }
  for (const auto& range : part.empty_ranges) {
    if (!is_empty(range, rows)) return &range.begin;
  }
  return nullptr;
}

// A page under construction.
class Page {
 public:
  explicit Page(const ScanOptions& options) : options_(options) { rows_.reserve(std::min(options.limit, k_usual_rows)); }

  // False where the row does not fit any more.
  bool add(const PackedRow& row) {
    auto value = row.value().substr(0, options_.value_bytes_max);
    bytes_ += row.key().size() + value.size();
    if (rows_.size() >= options_.limit || (bytes_ > options_.bytes_max && !rows_.empty())) return false;
    rows_.push_back({std::string(row.key()), std::string(value), row.version});
    return true;
  }
  std::vector<Row> take() && { return std::move(rows_); }

 private:
  static constexpr std::size_t k_usual_rows = 16;
  const ScanOptions& options_;
  std::vector<Row> rows_;
  std::size_t bytes_ = 0;
};

std::vector<Row> page_of(const PackedRows& rows, const KeyRange& range, const ScanOptions& options) {
  auto [begin, end] = rows_within(rows, range);
  Page page(options);
  if (options.reverse) {
    while (end != begin && page.add(*--end)) {
    }
  } else {
    for (; begin != end && page.add(*begin); ++begin) {
    }
  }
  return std::move(page).take();
}

// A commit's new rows, allocated before any lock is taken: nothing can fail once writing has begun.
std::vector<std::vector<PackedRowPtr>> pack(const Commit& commit) {
  std::vector<std::vector<PackedRowPtr>> out(commit.parts.size());
  for (std::size_t i = 0; i < commit.parts.size(); ++i) {
    out[i].reserve(commit.parts[i].writes.size());
    for (const auto& write : commit.parts[i].writes) {
      out[i].push_back(write.value ? make_packed_row(write.key, *write.value) : nullptr);
    }
  }
  return out;
}

void apply(const PartitionCommit& part, std::vector<PackedRowPtr>& packed, PackedRows& rows, std::uint64_t version) {
  for (std::size_t i = 0; i < part.writes.size(); ++i) {
    if (packed[i]) {
      packed[i]->version = version;
      rows.put(std::move(packed[i]));
    } else {
      rows.erase(part.writes[i].key);
    }
  }
}

}  // namespace

// The shards of a commit, locked in order of their index.
class MemoryStateStore::Locks {
 public:
  Locks(MemoryStateStore& store, const Commit& commit) : store_(store) {
    for (const auto& part : commit.parts) wanted_ |= std::uint64_t{1} << shard_index(part.partition);
    each_wanted([](std::shared_mutex& mutex) { mutex.lock(); });
  }
  ~Locks() {
    each_wanted([](std::shared_mutex& mutex) { mutex.unlock(); });
  }
  Locks(const Locks&) = delete;
  Locks& operator=(const Locks&) = delete;

 private:
  void each_wanted(auto visit) {
    for (auto left = wanted_; left != 0; left &= left - 1) {
      visit(store_.shards_[static_cast<std::size_t>(std::countr_zero(left))].mutex);
    }
  }

  MemoryStateStore& store_;
  std::uint64_t wanted_ = 0;  // a bit a shard
  static_assert(k_shards <= 64);
};

const PackedRows* MemoryStateStore::Shard::find(std::string_view partition) const {
  auto found = partitions.find(partition);
  return found == partitions.end() ? nullptr : &found->second;
}

asio::awaitable<std::optional<Entry>> MemoryStateStore::get(PartitionKey partition, std::string key) {
  Shard& shard = shard_of(partition);
  std::shared_lock lock(shard.mutex);
  const auto* rows = shard.find(partition);
  if (rows == nullptr) co_return std::nullopt;
  auto found = rows->find(key);
  if (found == rows->end()) co_return std::nullopt;
  co_return Entry{std::string(found->value()), found->version};
}

asio::awaitable<std::vector<Row>> MemoryStateStore::scan(PartitionKey partition, KeyRange range, ScanOptions options) {
  Shard& shard = shard_of(partition);
  std::shared_lock lock(shard.mutex);
  const auto* rows = shard.find(partition);
  co_return rows == nullptr ? std::vector<Row>{} : page_of(*rows, range, options);
}

asio::awaitable<CommitOutcome> MemoryStateStore::commit(Commit commit) {
  auto packed = pack(commit);
  Locks locks(*this, commit);
  for (std::size_t i = 0; i < commit.parts.size(); ++i) {
    const auto& part = commit.parts[i];
    const auto* failed_key = find_conflict(part, shard_of(part.partition).find(part.partition));
    if (failed_key != nullptr) co_return CommitOutcome{.failed_part = i, .failed_key = *failed_key};
  }
  auto version = last_version_.fetch_add(1, std::memory_order_relaxed) + 1;
  for (std::size_t i = 0; i < commit.parts.size(); ++i) {
    const auto& part = commit.parts[i];
    if (part.writes.empty()) continue;
    auto& partitions = shard_of(part.partition).partitions;
    auto rows = partitions.try_emplace(part.partition).first;
    apply(part, packed[i], rows->second, version);
    if (rows->second.empty()) partitions.erase(rows);
  }
  co_return CommitOutcome{.committed = true, .version = version};
}

asio::awaitable<std::vector<PartitionKey>> MemoryStateStore::partitions(std::string prefix) {
  std::vector<PartitionKey> out;
  for (const auto& shard : shards_) {
    std::shared_lock lock(shard.mutex);
    for (auto at = shard.partitions.lower_bound(prefix); at != shard.partitions.end() && at->first.starts_with(prefix); ++at) {
      out.push_back(at->first);
    }
  }
  std::ranges::sort(out);
  co_return out;
}

asio::awaitable<void> MemoryStateStore::drop(PartitionKey partition) {
  PackedRows dropped;  // freed after the lock: a million rows take a while
  Shard& shard = shard_of(partition);
  std::unique_lock lock(shard.mutex);
  if (auto found = shard.partitions.find(partition); found != shard.partitions.end()) {
    dropped = std::move(found->second);
    shard.partitions.erase(found);
  }
  co_return;
}

asio::awaitable<void> MemoryStateStore::close() { co_return; }

}  // namespace winterbaume
