// DynamoDB's storage over a StateStore (store/keys.h has the rows). What it promises is dynamodb_backend.h's.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/store/commit_plan.h"
#include "services/dynamodb/store/log_counters.h"
#include "services/dynamodb/store/table_counts.h"
#include "storage/record_cache.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

// What it keeps beside the store are tables as they were read last, numbers of logs and counts: each is checked against the
// store, or may be old.
class StoreDynamoDbBackend final : public DynamoDbBackend {
 public:
  // Never null. The clock tells how old a count is, and what was left behind in the list of tables.
  explicit StoreDynamoDbBackend(std::shared_ptr<StateStore> store,
                                std::shared_ptr<Clock> clock = std::make_shared<SystemClock>());

  asio::awaitable<TablePtr> find_table(Scope scope, std::string name) override;
  asio::awaitable<TablePtr> create_table(TableRecord record) override;
  asio::awaitable<TablePtr> update_table(TablePtr table, TableRecord record) override;
  asio::awaitable<bool> delete_table(TablePtr table) override;
  asio::awaitable<std::vector<std::string>> list_tables(Scope scope, std::string start_after, std::size_t max) override;
  asio::awaitable<std::vector<Scope>> scopes() override;

  asio::awaitable<std::optional<StoredItem>> get_item(TablePtr table, Item key) override;
  asio::awaitable<ItemPage> read_items(ItemQuery query) override;
  bool starts_in_segment(const ItemQuery& query) const override;
  asio::awaitable<ItemCommitOutcome> commit(ItemCommit commit) override;
  asio::awaitable<std::optional<TokenRecord>> find_token(Scope scope, std::string token) override;

  asio::awaitable<TableCount> count(TablePtr table) override;
  asio::awaitable<TablePtr> backfill(TablePtr table, std::string index, std::size_t max) override;
  asio::awaitable<std::vector<Item>> find_expired(TablePtr table, TimePoint now, std::size_t max) override;

  std::uint32_t shard_count() const override;
  asio::awaitable<std::vector<StreamRow>> read_stream(StreamRead read) override;
  asio::awaitable<std::string> last_sequence_number(TablePtr table, std::string label, std::uint32_t shard) override;
  asio::awaitable<std::vector<TablePtr>> list_stream_tables(Scope scope) override;
  asio::awaitable<void> trim(TimePoint now) override;
  asio::awaitable<std::vector<HistoryRow>> read_history(TablePtr table, TimePoint since, std::string cursor,
                                                        std::size_t max) override;

  asio::awaitable<std::optional<Document>> find_document(Scope scope, DocumentKind kind, std::string key) override;
  asio::awaitable<std::vector<Document>> list_documents(Scope scope, DocumentKind kind, std::string start_after,
                                                        std::size_t max) override;
  asio::awaitable<bool> put_document(Scope scope, DocumentKind kind, Document document) override;

  asio::awaitable<void> reset() override;

 private:
  // One row, whatever is there.
  asio::awaitable<CommitOutcome> commit_part(PartitionCommit part);
  asio::awaitable<CommitOutcome> commit_logged(CommitPlan& plan);
  asio::awaitable<CommitOutcome> commit_with_token(CommitPlan& plan);
  asio::awaitable<CommitOutcome> commit_token_apart(CommitPlan& plan);
  asio::awaitable<void> remember_scope(Scope scope);
  // The table as it is stored now: null where it is gone.
  asio::awaitable<TablePtr> read_table(PartitionKey partition);
  // 0: it is gone.
  asio::awaitable<std::uint64_t> table_version(PartitionKey partition);

  // The list of tables: store_table_list.cc.
  asio::awaitable<std::uint64_t> list_unsettled(TableRecord record);
  asio::awaitable<void> settle_listed(TableRecord record, std::uint64_t listed);
  asio::awaitable<void> remove_listed(TableRecord record, std::uint64_t listed);
  asio::awaitable<void> settle_list(Scope scope, TimePoint now);
  asio::awaitable<void> settle_left_behind(Scope scope, Row listed);

  // Removes what the partition's wipe rows name. Of a table's own index that is gone, or of one that was deleted.
  asio::awaitable<void> wipe(PartitionKey partition);
  asio::awaitable<void> wipe_prefix(PartitionKey partition, Row marker);
  asio::awaitable<bool> fill_step(TablePtr table, std::uint32_t number, std::size_t max, bool& ended);
  asio::awaitable<TablePtr> settle_fill(TablePtr table, std::uint32_t number);

  asio::awaitable<std::vector<ItemCount>> count_rows(PartitionKey partition, KeyRange range, std::size_t prefix_bytes);
  asio::awaitable<ItemCount> count_part(PartitionKey partition, TableCounts::CountedPtr counted, std::uint32_t number,
                                        std::size_t& rows_max);
  asio::awaitable<void> remove_rows(PartitionKey partition, std::vector<std::string> rows);
  // Unless it was written again.
  asio::awaitable<void> remove_at(PartitionKey partition, Row row);
  asio::awaitable<void> trim_scope(Scope scope, TimePoint now);
  asio::awaitable<void> trim_tokens(PartitionKey partition, TimePoint now);
  asio::awaitable<void> trim_table(TablePtr table, TimePoint now);
  asio::awaitable<void> trim_gone_table(Scope scope, Row hint, TimePoint now);
  asio::awaitable<bool> forget_streams(PartitionKey partition, TablePtr living, std::string row, Entry gone);
  asio::awaitable<void> trim_stream(PartitionKey partition, std::string label, TimePoint before);
  asio::awaitable<void> trim_range(PartitionKey partition, KeyRange range);

  std::shared_ptr<StateStore> store_;
  std::shared_ptr<Clock> clock_;
  std::shared_ptr<RecordCache<Table>> tables_;  // by partition
  LogCounters counters_;
  TableCounts counts_;
  std::atomic<bool> tokens_apart_ = false;
};

}  // namespace winterbaume::dynamodb
