// Typed rows in one partition of a StateStore: what a service keeps of a few fields each (vaults, workgroups, tables' settings).
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/record_json.h"
#include "storage/state_store.h"

namespace winterbaume {

// Record: see record_json.h. Thread-safe as its store is; it outlives the calls under way. Every call may throw StorageFailure.
template <class Record>
class Table {
 public:
  struct Found {
    Record record;
    std::uint64_t version = 0;
  };
  struct Item {
    std::string key;
    Record record;
    std::uint64_t version = 0;
  };
  struct Page {
    std::vector<Item> items;  // in order of their keys
    bool more = false;        // go on after items.back().key
  };

  Table(std::shared_ptr<StateStore> store, PartitionKey partition) : store_(std::move(store)), partition_(std::move(partition)) {}

  const PartitionKey& partition() const { return partition_; }

  asio::awaitable<std::optional<Found>> get(std::string key) {
    auto entry = co_await store_->get(partition_, std::move(key));
    if (!entry) co_return std::nullopt;
    co_return Found{read_record<Record>(entry->value), entry->version};
  }

  // Whatever is there. Gives the version that it now has.
  asio::awaitable<std::uint64_t> put(std::string key, Record record) {
    auto outcome = co_await commit({.writes = {write_of(std::move(key), record)}});
    co_return outcome.version;
  }
  // False where there is one already.
  asio::awaitable<bool> put_new(std::string key, Record record) {
    auto outcome = co_await commit({.checks = {{key, std::nullopt}}, .writes = {write_of(key, record)}});
    co_return outcome.committed;
  }
  // False where it is not at that version any more: get it again.
  asio::awaitable<bool> put_if(std::string key, std::uint64_t version, Record record) {
    auto outcome = co_await commit({.checks = {{key, version}}, .writes = {write_of(key, record)}});
    co_return outcome.committed;
  }
  // Reads, changes and writes, again when another writer was faster: `change` may be called more than once. Gives the record as
  // written; null where there is none.
  asio::awaitable<std::optional<Record>> update(std::string key, std::function<void(Record&)> change) {
    while (true) {
      auto found = co_await get(key);
      if (!found) co_return std::nullopt;
      change(found->record);
      auto written = co_await put_if(key, found->version, found->record);
      if (written) co_return std::move(found->record);
    }
  }

  asio::awaitable<void> remove(std::string key) { co_await commit({.writes = {{std::move(key), std::nullopt}}}); }
  // False where it is not at that version any more.
  asio::awaitable<bool> remove_if(std::string key, std::uint64_t version) {
    auto outcome = co_await commit({.checks = {{key, version}}, .writes = {{key, std::nullopt}}});
    co_return outcome.committed;
  }

  // At most `limit` items whose key begins with `prefix`, after `start_after` (empty: from the first).
  asio::awaitable<Page> scan(std::string prefix, std::string start_after, std::size_t limit) {
    auto range = prefix_range(std::move(prefix));
    if (!start_after.empty()) range.begin = std::max(range.begin, start_after + '\0');
    ScanOptions options{.limit = limit + 1, .bytes_max = std::numeric_limits<std::size_t>::max()};
    auto rows = co_await store_->scan(partition_, std::move(range), options);
    Page page{.more = rows.size() > limit};
    if (page.more) rows.pop_back();
    for (auto& row : rows) page.items.push_back({std::move(row.key), read_record<Record>(row.value), row.version});
    co_return page;
  }

  // For a commit that spans more than one table.
  static Write write_of(std::string key, const Record& record) { return {std::move(key), write_record(record)}; }

 private:
  asio::awaitable<CommitOutcome> commit(PartitionCommit part) {
    part.partition = partition_;
    Commit out;
    out.parts.push_back(std::move(part));
    return store_->commit(std::move(out));
  }

  std::shared_ptr<StateStore> store_;
  PartitionKey partition_;
};

}  // namespace winterbaume
