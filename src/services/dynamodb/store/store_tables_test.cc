// Tables on a store that commits to one partition at a time, as Redis Cluster does, and of which a server may fall at any commit.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/failure.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "services/dynamodb/testing/backend_contract.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb::testing {
namespace {

// What outlives a backend. `commits_left`: those that still happen before the server falls.
class FallingStore final : public StateStore {
 public:
  explicit FallingStore(std::shared_ptr<StateStore> behind, int commits_left = 1'000'000'000)
      : behind_(std::move(behind)), commits_left_(commits_left) {}

  asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) override {
    return behind_->get(std::move(partition), std::move(key));
  }
  asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) override {
    return behind_->scan(std::move(partition), std::move(range), options);
  }
  asio::awaitable<CommitOutcome> commit(Commit commit) override {
    if (commits_left_ == 0) throw StorageFailure("the server fell");
    --commits_left_;
    if (commit.parts.size() > 1) throw PlacementFailure(commit.parts[0].partition + " and " + commit.parts[1].partition);
    return behind_->commit(std::move(commit));
  }
  asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) override {
    return behind_->partitions(std::move(prefix));
  }
  asio::awaitable<void> drop(PartitionKey partition) override { return behind_->drop(std::move(partition)); }
  asio::awaitable<void> close() override { return behind_->close(); }

 private:
  std::shared_ptr<StateStore> behind_;
  int commits_left_;
};

std::shared_ptr<DynamoDbBackend> make_on_cluster(asio::io_context&, std::shared_ptr<Clock> clock) {
  auto store = std::make_shared<FallingStore>(std::make_shared<MemoryStateStore>());
  return std::make_shared<StoreDynamoDbBackend>(std::move(store), std::move(clock));
}

const storage_testing::Deviations k_on_cluster{
    {"ACommitSpansTables", "tables of a cluster lie apart"},
};

INSTANTIATE_TEST_SUITE_P(Cluster, BackendContract,
                         ::testing::Values(BackendUnderTest{
                             .name = "Cluster", .make = &make_on_cluster, .deviations = k_on_cluster}),
                         ::testing::PrintToStringParamName());

class FallenServerTest : public ::testing::Test, public storage_testing::CoroutineCase {
 protected:
  // A server that falls after so many commits; what it was asked for fails with it.
  void fall_after(int commits, const std::function<asio::awaitable<void>(DynamoDbBackend&)>& work) {
    StoreDynamoDbBackend backend(std::make_shared<FallingStore>(kept, commits), clock);
    try {
      run(work(backend));
      fell = false;
    } catch (const StorageFailure&) {
      fell = true;
    }
  }
  static TableRecord record(std::string id, bool streamed = false) {
    auto out = table_record();
    out.id = std::move(id);
    if (streamed) out.streams = {stream_info("s1", TimePoint())};
    return out;
  }
  static asio::awaitable<void> create(DynamoDbBackend& backend, TableRecord record) {
    co_await backend.create_table(std::move(record));
  }
  static asio::awaitable<void> fill(DynamoDbBackend& backend, TableRecord record) {
    auto table = co_await backend.create_table(std::move(record));
    for (int sk = 0; sk < 20; ++sk) co_await store_item(backend, table, key("a", sk), valued("a", sk, "x"), TimePoint());
  }
  static asio::awaitable<void> erase(DynamoDbBackend& backend) {
    co_await backend.delete_table(co_await backend.find_table({"123456789012", "us-east-1"}, "items"));
  }

  // Writes the item a/1 with a token.
  static asio::awaitable<void> write_once(DynamoDbBackend& backend, CommitVerdict& verdict) {
    auto table = co_await backend.find_table({"123456789012", "us-east-1"}, "items");
    ItemCommit commit{.writes = {}, .now = TimePoint(), .token = TokenRecord{.token = "t", .expires = TimePoint(Millis(1000))}};
    commit.writes.push_back(write_of(table, key("a", 1), {}, valued("a", 1, "x")));
    commit.scope = table->record.scope();
    const auto outcome = co_await backend.commit(std::move(commit));
    verdict = outcome.verdict;
  }

  // The list and the tables agree before and after what was left behind is settled; then the name can be used again.
  void check_consistent() {
    StoreDynamoDbBackend backend(std::make_shared<FallingStore>(kept), clock);
    const Scope scope{"123456789012", "us-east-1"};
    for (int round = 0; round < 3; ++round) {
      const auto table = run(backend.find_table(scope, "items"));
      const auto names = run(backend.list_tables(scope, {}, 100));
      EXPECT_EQ(names, table == nullptr ? std::vector<std::string>() : std::vector<std::string>{"items"}) << "in round " << round;
      clock->advance(std::chrono::minutes(2));
      run(backend.trim(clock->now()));
    }
    auto table = run(backend.find_table(scope, "items"));
    if (table == nullptr) table = run(backend.create_table(record("the next")));
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(run(backend.list_tables(scope, {}, 100)).size(), 1U);
    if (table->record.id == "the next")
      EXPECT_TRUE(run(backend.read_items({.table = table, .index = {}, .hash = {}})).items.empty());
    ASSERT_TRUE(run(backend.delete_table(table)));
    EXPECT_TRUE(run(backend.list_tables(scope, {}, 100)).empty());
    clock->advance(std::chrono::hours(25));
    run(backend.trim(clock->now()));
    EXPECT_TRUE(run(backend.list_stream_tables(scope)).empty());
    EXPECT_EQ(rows_left(), "") << "nothing stays";
  }
  // Of all partitions but that of scopes; the row that tells of a table that was given up may stay.
  std::string rows_left() {
    std::string out;
    for (auto& partition : run(kept->partitions("dynamodb/1"))) {
      for (const auto& row : run(kept->scan(partition, {}, {}))) {
        if (row.key != k_given_up_row) out += partition + " " + row.key + "\n";
      }
    }
    return out;
  }

  std::shared_ptr<MemoryStateStore> kept = std::make_shared<MemoryStateStore>();
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  bool fell = true;
};

TEST_F(FallenServerTest, ATableIsMadeOrNot) {
  int commits = 0;
  for (; fell; ++commits) {
    kept = std::make_shared<MemoryStateStore>();
    fall_after(commits, [](auto& backend) { return create(backend, record("1")); });
    check_consistent();
  }
  EXPECT_GT(commits, 3);
}

TEST_F(FallenServerTest, ATableIsDeletedOrNot) {
  for (const bool streamed : {false, true}) {
    fell = true;
    int commits = 0;
    for (; fell; ++commits) {
      kept = std::make_shared<MemoryStateStore>();
      fall_after(1000, [&](auto& backend) { return fill(backend, record("1", streamed)); });
      ASSERT_FALSE(fell);
      fall_after(commits, [](auto& backend) { return erase(backend); });
      check_consistent();
    }
    EXPECT_GT(commits, 5);
  }
}

TEST_F(FallenServerTest, WhatIsLeftBehindIsInNobodysWay) {
  for (int first = 0; first < 3; ++first) {
    for (int second = 0; second < 4; ++second) {
      kept = std::make_shared<MemoryStateStore>();
      fall_after(first, [](auto& backend) { return create(backend, record("1")); });
      fall_after(second, [](auto& backend) { return create(backend, record("2")); });
      check_consistent();
    }
  }
}

TEST_F(FallenServerTest, ATokenIsThereWhereItsItemsAre) {
  for (int commits = 0; fell; ++commits) {
    kept = std::make_shared<MemoryStateStore>();
    fall_after(1000, [](auto& backend) { return create(backend, record("1", true)); });
    CommitVerdict verdict = CommitVerdict::conflict;
    fall_after(commits, [&](auto& backend) { return write_once(backend, verdict); });
    StoreDynamoDbBackend next(std::make_shared<FallingStore>(kept), clock);
    const Scope scope{"123456789012", "us-east-1"};
    const auto table = run(next.find_table(scope, "items"));
    EXPECT_EQ(run(next.find_token(scope, "t")).has_value(), !fell);
    EXPECT_EQ(run(next.get_item(table, key("a", 1))).has_value(), !fell);
    if (fell) run(write_once(next, verdict));
    EXPECT_EQ(verdict, CommitVerdict::done);
    EXPECT_TRUE(run(next.find_token(scope, "t")).has_value());
    check_consistent();
  }
}

TEST_F(FallenServerTest, ATokenIsOfOneTable) {
  StoreDynamoDbBackend backend(std::make_shared<FallingStore>(kept), clock);
  const Scope scope{"123456789012", "us-east-1"};
  for (const std::string name : {"one", "two"}) {
    auto table = run(backend.create_table(table_record(name)));
    ItemCommit commit{.writes = {}, .now = TimePoint(), .token = TokenRecord{.token = "t", .request_hash = name}};
    commit.token->expires = TimePoint(Millis(1000));
    commit.scope = scope;
    commit.writes.push_back(write_of(table, key("a", 1), {}, valued("a", 1, "x")));
    const auto outcome = run(backend.commit(std::move(commit)));
    EXPECT_EQ(outcome.verdict, name == "one" ? CommitVerdict::done : CommitVerdict::conflict);
  }
  EXPECT_EQ(run(backend.find_token(scope, "t"))->request_hash, "one");
}

// A table that is just being made, when what was left behind is settled, is made and listed.
TEST_F(FallenServerTest, ASlowServerBeginsAgain) {
  class SlowStore final : public StateStore {
   public:
    explicit SlowStore(std::shared_ptr<StateStore> behind) : behind_(std::move(behind)) {}
    asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) override {
      return behind_->get(std::move(partition), std::move(key));
    }
    asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) override {
      return behind_->scan(std::move(partition), std::move(range), options);
    }
    asio::awaitable<CommitOutcome> commit(Commit commit) override {
      const bool makes_table = std::ranges::count(commit.parts[0].writes, k_table_row, &Write::key) > 0;
      if (makes_table && before_table) co_await std::exchange(before_table, nullptr)();
      co_return co_await behind_->commit(std::move(commit));
    }
    asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) override {
      return behind_->partitions(std::move(prefix));
    }
    asio::awaitable<void> drop(PartitionKey partition) override { return behind_->drop(std::move(partition)); }
    asio::awaitable<void> close() override { return behind_->close(); }
    std::function<asio::awaitable<void>()> before_table;

   private:
    std::shared_ptr<StateStore> behind_;
  };
  auto slow = std::make_shared<SlowStore>(kept);
  StoreDynamoDbBackend other(kept, clock), backend(slow, clock);
  int settled = 0;
  slow->before_table = [&] {
    ++settled;
    clock->advance(std::chrono::minutes(2));
    return other.trim(clock->now());
  };
  run(create(backend, record("1")));
  EXPECT_EQ(settled, 1);
  check_consistent();
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
