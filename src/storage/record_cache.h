// Records as they were read last, by name. Thread-safe. Who reads and writes one store shares one cache (shared_by).
//
// Who writes a record calls forget() once the write is made, before it answers. Who reads one asks for changes() first and hands
// that to put(): a record that was read before somebody's write is then not kept after it. So what find() gives is never older
// than the last write that was answered, where nobody writes but through this store (StateStore::is_exclusive).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/state_store.h"

namespace winterbaume {

template <class Record>
class RecordCache {
 public:
  using Pointer = std::shared_ptr<const Record>;

  // The cache of these records over that store, which outlives its owners: several backends over one store see one another's
  // writes.
  static std::shared_ptr<RecordCache> shared_by(const StateStore& store) {
    static std::mutex mutex;
    static std::map<const StateStore*, std::weak_ptr<RecordCache>> caches;
    std::lock_guard lock(mutex);
    std::erase_if(caches, [](const auto& known) { return known.second.expired(); });
    auto& known = caches[&store];
    auto cache = known.lock();
    if (!cache) known = cache = std::make_shared<RecordCache>();
    return cache;
  }

  // Null: not known.
  Pointer find(std::string_view name) const {
    std::shared_lock lock(mutex_);
    const auto found = records_.find(name);
    return found == records_.end() ? nullptr : found->second;
  }
  std::uint64_t changes() const {
    std::shared_lock lock(mutex_);
    return changes_;
  }
  void put(std::string name, Pointer record, std::uint64_t changes) {
    std::unique_lock lock(mutex_);
    if (changes != changes_) return;
    if (records_.size() >= k_records_max) records_.clear();
    records_.insert_or_assign(std::move(name), std::move(record));
  }
  void forget(std::string_view name) {
    std::unique_lock lock(mutex_);
    ++changes_;
    if (const auto found = records_.find(name); found != records_.end()) records_.erase(found);
  }
  void clear() {
    std::unique_lock lock(mutex_);
    ++changes_;
    records_.clear();
  }

 private:
  static constexpr std::size_t k_records_max = 10'000;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
  };

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Pointer, Hash, std::equal_to<>> records_;
  std::uint64_t changes_ = 0;
};

}  // namespace winterbaume
