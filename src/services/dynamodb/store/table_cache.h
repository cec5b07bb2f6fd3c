// What a backend remembers of tables in this process.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

struct PartitionHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view partition) const { return std::hash<std::string_view>{}(partition); }
};

// Tables as they were read last, by partition: one is good while its record's row has its version. Thread-safe.
class TableCache {
 public:
  TablePtr find(std::string_view partition) const;  // null: not known
  void put(const std::string& partition, TablePtr table);
  void erase(std::string_view partition);
  void clear();

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, TablePtr, PartitionHash, std::equal_to<>> tables_;
};

// How many items tables had when they were last counted. Thread-safe.
class CountCache {
 public:
  struct Counted {
    TableCount count;
    std::uint64_t table_version = 0;
    std::uint64_t writes = 0;  // writes() before it was counted
    TimePoint at;
  };

  std::optional<Counted> find(std::string_view partition) const;
  void put(const std::string& partition, Counted counted);
  void clear();

  // Something was written to the table (or to another that shares its place: counts then are made anew too often).
  void wrote(std::string_view partition) { place_of(partition).fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t writes(std::string_view partition) const { return place_of(partition).load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t k_places = 512;
  static std::size_t place(std::string_view partition) { return PartitionHash{}(partition) % k_places; }
  std::atomic<std::uint64_t>& place_of(std::string_view partition) { return writes_[place(partition)]; }
  const std::atomic<std::uint64_t>& place_of(std::string_view partition) const { return writes_[place(partition)]; }

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Counted, PartitionHash, std::equal_to<>> counted_;
  std::array<std::atomic<std::uint64_t>, k_places> writes_{};
};

}  // namespace winterbaume::dynamodb
