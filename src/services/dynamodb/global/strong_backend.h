// The door of a service whose tables may have strongly consistent replicas: a write to one of them is a write to all, in one
// commit. Everything else goes straight to the backend behind it; a commit costs one look at its tables more.
//
// Developer Guide, "Multi-Region strong consistency": a write is acknowledged once the other regions have it, so that a strongly
// consistent read in any of them sees it.
#pragma once

#include <memory>

#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb::global {

// Thread-safe, as the backend behind it. A store that cannot commit to several tables at once (Redis Cluster) refuses such writes
// as it refuses a transaction over several tables.
class StrongBackend final : public DynamoDbBackend {
 public:
  explicit StrongBackend(std::shared_ptr<DynamoDbBackend> behind) : behind_(std::move(behind)) {}

  asio::awaitable<ItemCommitOutcome> commit(ItemCommit commit) override;

  asio::awaitable<TablePtr> find_table(Scope scope, std::string name) override {
    return behind_->find_table(std::move(scope), std::move(name));
  }
  asio::awaitable<TablePtr> create_table(TableRecord record) override { return behind_->create_table(std::move(record)); }
  asio::awaitable<TablePtr> update_table(TablePtr table, TableRecord record) override {
    return behind_->update_table(std::move(table), std::move(record));
  }
  asio::awaitable<bool> delete_table(TablePtr table) override { return behind_->delete_table(std::move(table)); }
  asio::awaitable<std::vector<std::string>> list_tables(Scope scope, std::string start_after, std::size_t max) override {
    return behind_->list_tables(std::move(scope), std::move(start_after), max);
  }
  asio::awaitable<std::vector<Scope>> scopes() override { return behind_->scopes(); }
  asio::awaitable<std::optional<StoredItem>> get_item(TablePtr table, Item key) override {
    return behind_->get_item(std::move(table), std::move(key));
  }
  asio::awaitable<ItemPage> read_items(ItemQuery query) override { return behind_->read_items(std::move(query)); }
  bool starts_in_segment(const ItemQuery& query) const override { return behind_->starts_in_segment(query); }
  asio::awaitable<std::optional<TokenRecord>> find_token(Scope scope, std::string token) override {
    return behind_->find_token(std::move(scope), std::move(token));
  }
  asio::awaitable<TableCount> count(TablePtr table) override { return behind_->count(std::move(table)); }
  asio::awaitable<TablePtr> backfill(TablePtr table, std::string index, std::size_t max) override {
    return behind_->backfill(std::move(table), std::move(index), max);
  }
  asio::awaitable<std::vector<Item>> find_expired(TablePtr table, TimePoint now, std::size_t max) override {
    return behind_->find_expired(std::move(table), now, max);
  }
  std::uint32_t shard_count() const override { return behind_->shard_count(); }
  asio::awaitable<std::vector<StreamRow>> read_stream(StreamRead read) override { return behind_->read_stream(std::move(read)); }
  asio::awaitable<std::string> last_sequence_number(TablePtr table, std::string label, std::uint32_t shard) override {
    return behind_->last_sequence_number(std::move(table), std::move(label), shard);
  }
  asio::awaitable<std::vector<TablePtr>> list_stream_tables(Scope scope) override {
    return behind_->list_stream_tables(std::move(scope));
  }
  asio::awaitable<void> trim(TimePoint now) override { return behind_->trim(now); }
  asio::awaitable<std::vector<HistoryRow>> read_history(TablePtr table, TimePoint since, std::string cursor,
                                                        std::size_t max) override {
    return behind_->read_history(std::move(table), since, std::move(cursor), max);
  }
  asio::awaitable<std::optional<Document>> find_document(Scope scope, DocumentKind kind, std::string key) override {
    return behind_->find_document(std::move(scope), kind, std::move(key));
  }
  asio::awaitable<std::vector<Document>> list_documents(Scope scope, DocumentKind kind, std::string start_after,
                                                        std::size_t max) override {
    return behind_->list_documents(std::move(scope), kind, std::move(start_after), max);
  }
  asio::awaitable<bool> put_document(Scope scope, DocumentKind kind, Document document) override {
    return behind_->put_document(std::move(scope), kind, std::move(document));
  }
  asio::awaitable<void> reset() override { return behind_->reset(); }

 private:
  asio::awaitable<ItemCommitOutcome> commit_everywhere(ItemCommit commit);
  // The write, as each other replica takes it.
  asio::awaitable<void> add_copies(const ItemWrite& write, std::vector<ItemWrite>& writes);
  // Whether each table of the writes is as it was read.
  asio::awaitable<bool> are_current(const std::vector<ItemWrite>& writes);

  std::shared_ptr<DynamoDbBackend> behind_;
};

}  // namespace winterbaume::dynamodb::global
