// The StateStore that keeps everything in memory.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "storage/packed_rows.h"
#include "storage/state_store.h"

namespace winterbaume {

// Thread-safe. Partitions are spread over shards by their key's hash; a commit locks its shards in order of their index.
// Calls never suspend. A get or a commit costs by the logarithm of the partition's rows, a scan by its page.
class MemoryStateStore final : public StateStore {
 public:
  bool is_exclusive() const override { return true; }
  asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) override;
  asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) override;
  asio::awaitable<CommitOutcome> commit(Commit commit) override;
  asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) override;
  asio::awaitable<void> drop(PartitionKey partition) override;
  asio::awaitable<void> close() override;

 private:
  static constexpr std::size_t k_shards = 64;
  // On cache lines of its own, so that shards don't slow one another.
  struct alignas(64) Shard {
    mutable std::shared_mutex mutex;
    std::map<PartitionKey, PackedRows, std::less<>> partitions;  // none of them empty
    const PackedRows* find(std::string_view partition) const;
  };
  class Locks;

  static std::size_t shard_index(std::string_view partition) { return std::hash<std::string_view>{}(partition) % k_shards; }
  Shard& shard_of(std::string_view partition) { return shards_[shard_index(partition)]; }

  std::array<Shard, k_shards> shards_;
  std::atomic<std::uint64_t> last_version_{0};
};

}  // namespace winterbaume
