#include "services/dynamodb/store/store_dynamodb_backend.h"

#include "core/assert.h"
#include "services/dynamodb/store/keys.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {

StoreDynamoDbBackend::StoreDynamoDbBackend(std::shared_ptr<StateStore> store, std::shared_ptr<Clock> clock)
    : store_(std::move(store)), clock_(std::move(clock)) {
  WB_ASSERT(store_ != nullptr && clock_ != nullptr);
  tables_ = RecordCache<Table>::shared_by(*store_);
}

asio::awaitable<CommitOutcome> StoreDynamoDbBackend::commit_part(PartitionCommit part) {
  Commit commit;
  commit.parts.push_back(std::move(part));
  return store_->commit(std::move(commit));
}

// The record's text is read where its version tells that it changed; a store that is nobody else's need not be asked.
asio::awaitable<TablePtr> StoreDynamoDbBackend::find_table(Scope scope, std::string name) {
  auto partition = table_partition(scope, name);
  auto known = tables_->find(partition);
  if (!known) co_return co_await read_table(std::move(partition));
  if (store_->is_exclusive()) co_return known;
  const auto version = co_await table_version(partition);
  if (version == known->version) co_return known;
  if (version != 0) co_return co_await read_table(std::move(partition));
  tables_->forget(partition);
  co_return nullptr;
}

asio::awaitable<std::uint64_t> StoreDynamoDbBackend::table_version(PartitionKey partition) {
  static const KeyRange k_row{k_table_row, k_table_row + '\0'};
  const auto rows = co_await store_->scan(std::move(partition), k_row, {.limit = 1, .value_bytes_max = 0});
  co_return rows.empty() ? 0 : rows.front().version;
}

asio::awaitable<TablePtr> StoreDynamoDbBackend::read_table(PartitionKey partition) {
  const auto changes = tables_->changes();
  auto entry = co_await store_->get(partition, k_table_row);
  if (!entry) co_return nullptr;
  auto table = std::make_shared<const Table>(Table{read_record<TableRecord>(entry->value), entry->version});
  tables_->put(std::move(partition), table, changes);
  co_return table;
}

asio::awaitable<std::optional<StoredItem>> StoreDynamoDbBackend::get_item(TablePtr table, Item key) {
  auto entry = co_await store_->get(table_partition(table->record), item_row(table->record.keys, key.view()));
  if (!entry) co_return std::nullopt;
  co_return StoredItem{Item(std::move(entry->value)), entry->version};
}

asio::awaitable<void> StoreDynamoDbBackend::reset() {
  for (auto& partition : co_await store_->partitions(std::string(k_partitions))) co_await store_->drop(std::move(partition));
  tables_->clear();
  counts_.clear();
}

std::uint32_t StoreDynamoDbBackend::shard_count() const { return k_log_shards; }

}  // namespace winterbaume::dynamodb
