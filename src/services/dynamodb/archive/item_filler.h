// Fills a table that no client writes to yet: restored, imported, or a backup's own.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// Not thread-safe. Items go into commits of some hundreds; index entries are made with them.
class ItemFiller {
 public:
  // `table` must be empty where add() is used alone. What is written has no stream record.
  ItemFiller(DynamoDbBackend& backend, TablePtr table, TimePoint now) : backend_(backend), table_(std::move(table)), now_(now) {}

  // The item is new: no two have one key, and replace() has not been called for it before the last flush().
  asio::awaitable<void> add(Item item);
  // Whatever is there by that key is replaced; null: removed.
  asio::awaitable<void> replace(Item key, std::optional<Item> item);
  // Writes what is still held. Throws StorageFailure where the table went away.
  asio::awaitable<void> flush();

 private:
  // Whether it is time to write.
  bool keep(ItemWrite write);

  DynamoDbBackend& backend_;
  TablePtr table_;
  TimePoint now_;
  std::vector<ItemWrite> writes_;
  std::unordered_set<std::string> replaced_;  // keys of writes_ that replace() made
  std::size_t bytes_ = 0;
};

}  // namespace winterbaume::dynamodb
