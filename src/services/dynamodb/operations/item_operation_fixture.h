// For the tests of item operations: handlers over tables in memory, on a clock that stands still until a test moves it.
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "services/dynamodb/write_queues.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb {

// {"pk": {"S": "a"}}, with ' for ".
inline Item item_of(std::string json) {
  for (auto& c : json) c = c == '\'' ? '"' : c;
  simdjson::dom::parser parser;
  Item item;
  std::string problem;
  EXPECT_TRUE(item.read_json(parser.parse(simdjson::padded_string(json)).value(), problem)) << problem;
  return item;
}

inline AttributeValue value_of(std::string json) {
  const auto item = item_of("{'v': " + json + "}");
  return AttributeValue(item.find("v").value());
}

inline std::string json_of(const std::optional<Item>& item) {
  if (!item) return "none";
  std::string out;
  item->append_json(out);
  for (auto& c : out) c = c == '"' ? '\'' : c;
  return out;
}

// Lets a test be faster than an operation: what it says is done before the next commit.
class BusyStore final : public StateStore {
 public:
  asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) override {
    return store_.get(std::move(partition), std::move(key));
  }
  asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) override {
    return store_.scan(std::move(partition), std::move(range), options);
  }
  asio::awaitable<CommitOutcome> commit(Commit commit) override {
    if (auto first = std::exchange(before_commit, nullptr)) first();
    return store_.commit(std::move(commit));
  }
  asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) override {
    return store_.partitions(std::move(prefix));
  }
  asio::awaitable<void> drop(PartitionKey partition) override { return store_.drop(std::move(partition)); }
  asio::awaitable<void> close() override { return store_.close(); }

  std::function<void()> before_commit;

 private:
  MemoryStateStore store_;
};

class ItemOperationTest : public ::testing::Test {
 protected:
  ItemOperationTest() {
    context.scope = {"123456789012", "us-east-1"};
    context.clock = clock.get();
    context.ids = &ids;
    context.now = clock->now();
  }

  template <class T>
  T run(asio::awaitable<T> operation) {
    asio::io_context io;
    std::optional<T> out;
    std::exception_ptr failed;
    asio::co_spawn(io, std::move(operation), [&](std::exception_ptr failure, T result) {
      failed = failure;
      if (!failure) out = std::move(result);
    });
    io.run();
    if (failed) std::rethrow_exception(failed);
    return std::move(out.value());
  }
  // The result of one that must succeed.
  template <class T>
  T get(asio::awaitable<Result<T>> operation) {
    auto result = run(std::move(operation));
    if (!result) ADD_FAILURE() << result.error().message;
    return std::move(result).value_or(T());
  }
  // "code: message" of one that must fail.
  template <class T>
  std::string refusal(asio::awaitable<Result<T>> operation) {
    auto result = run(std::move(operation));
    return result ? std::string("no error") : std::string(result.error().shape->name) + ": " + result.error().message;
  }

  // "items" with pk and sk, a local index over c (its keys alone) and a global one over g (all), as far as they are wanted.
  TablePtr make_table(bool indexes = false) {
    TableRecord record{.account_id = "123456789012", .region = "us-east-1", .name = "items", .id = "1", .created = context.now};
    record.keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"sk", ScalarType::n}}};
    if (indexes) {
      record.indexes.push_back({.name = "local",
                                .number = 1,
                                .keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"c", ScalarType::s}}},
                                .projection = ProjectionType::keys_only});
      record.indexes.push_back({.name = "global",
                                .number = 2,
                                .global = true,
                                .keys = {.hash = {{"g", ScalarType::s}}, .range = {}},
                                .projection = ProjectionType::keys_only});
      record.next_index_number = 3;
    }
    return run(backend.create_table(std::move(record)));
  }
  void put(std::string item) {
    ops::PutItem::Input input{.table_name = "items", .item = item_of(std::move(item))};
    get(put_item(context, door, std::move(input)));
  }
  std::string stored(std::string key) {
    ops::GetItem::Input input{.table_name = "items", .key = item_of(std::move(key))};
    return json_of(get(get_item(context, door, std::move(input))).item);
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  SequentialIds ids;
  aws::RequestContext context;
  std::shared_ptr<BusyStore> store = std::make_shared<BusyStore>();
  StoreDynamoDbBackend backend{store};
  WriteQueues write_queues;
  DynamoDbDoor door{.backend = backend, .write_queues = write_queues};
};

}  // namespace winterbaume::dynamodb
