// The contract of DynamoDbBackend: what every implementation of the door must keep, as GoogleTest cases over a factory.
//
// An implementation runs it by linking the *.cc of this folder and instantiating the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, BackendContract, testing::Values(BackendUnderTest{.name = "Memory", .make = &make}));
//
// Time comes from a ManualClock that the cases move; nothing sleeps.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_backend.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::dynamodb::testing {

struct BackendUnderTest {
  std::string name;
  // A backend without tables, which lives on that clock. Called once a case.
  std::function<std::shared_ptr<DynamoDbBackend>(asio::io_context&, std::shared_ptr<Clock>)> make;
  storage_testing::Deviations deviations = {};
};
inline std::ostream& operator<<(std::ostream& out, const BackendUnderTest& backend) { return out << backend.name; }

// {"pk": {"S": "a"}}, with ' for ".
Item item_of(std::string json);
// {pk, sk, and what `more` says: ", 'v': {'N': '1'}"}
Item row(const std::string& pk, int sk, const std::string& more = {});
// The key of row(pk, sk).
inline Item key(const std::string& pk, int sk) { return row(pk, sk); }
// row() with the attribute v, a string.
Item valued(const std::string& pk, int sk, const std::string& v);
// "a/1=x": the keys of a row() and its v, if it has one; "none".
std::string shown(const Item& item);
std::string shown(const std::optional<Item>& item);
// With a blank between.
std::string shown(const std::vector<Item>& items);

// A table "items" with pk (S) and sk (N).
TableRecord table_record(std::string name = "items");
// Over g (S) and h (N): `global`; over pk and c (S): not. Keys alone, unless the projection is another.
IndexRecord global_index(std::uint32_t number = 1, ProjectionType projection = ProjectionType::all);
IndexRecord local_index(std::uint32_t number = 2);
StreamInfo stream_info(std::string label, TimePoint created, StreamView view = StreamView::new_and_old_images);

// `table` must be the newest; `before` what was read.
ItemWrite write_of(TablePtr table, Item key, const std::optional<StoredItem>& before, std::optional<Item> after);
// Reads and writes until nobody was faster. Null `after`: removes.
asio::awaitable<void> store_item(DynamoDbBackend& backend, TablePtr table, Item key, std::optional<Item> after, TimePoint now);
asio::awaitable<void> fill_index(DynamoDbBackend& backend, Scope scope, std::string table, std::string index, std::size_t max);

class BackendContract : public ::testing::TestWithParam<BackendUnderTest>, public storage_testing::CoroutineCase {
 public:
  void SetUp() override;

  TimePoint now() const { return clock_->now(); }
  void advance(Millis by) { clock_->advance(by); }

  // Short forms of the door's verbs, which must succeed, on tables of one account and region.
  TablePtr make(TableRecord record = table_record());
  TablePtr find(std::string name = "items") { return run(backend_->find_table(scope_, std::move(name))); }
  TablePtr update(TablePtr table, TableRecord record);
  // With a change of the newest record.
  TablePtr change(const std::function<void(TableRecord&)>& edit, std::string name = "items");
  // "a b c", at most `max` a page.
  std::string tables(std::size_t max = 100);

  std::optional<StoredItem> stored(TablePtr table, Item key) { return run(backend_->get_item(std::move(table), std::move(key))); }
  std::string get(TablePtr table, const std::string& pk, int sk);
  // Of the newest table of that name, as an operation writes: read, then commit.
  void put(Item item, std::string table = "items");
  void remove(const std::string& pk, int sk, std::string table = "items");
  CommitVerdict commit(std::vector<ItemWrite> writes) { return try_commit(std::move(writes)).verdict; }
  ItemCommitOutcome try_commit(std::vector<ItemWrite> writes, std::optional<TokenRecord> token = std::nullopt);

  // All pages of a query that have items, with '|' between them.
  std::string read(ItemQuery query);
  std::string scan(TablePtr table, std::string index = {});
  // Without a limit, by the items' whole texts in order: of comparing a table with another.
  std::vector<std::string> contents(TablePtr table, const std::string& index = {});

  // Of all shards, by key, those of one key in their order.
  std::vector<StreamRow> records(TablePtr table, std::string label);
  // "+a/1=x ~a/1=x>y -a/1=y"
  std::string shown_records(TablePtr table, std::string label);
  // Newest first: "a/1<x a/2<none".
  std::string history(TablePtr table, TimePoint since);

  std::shared_ptr<ManualClock> clock_;
  std::shared_ptr<DynamoDbBackend> backend_;
  const Scope scope_{"123456789012", "us-east-1"};
};

}  // namespace winterbaume::dynamodb::testing
