// StateStore: calls from several threads at once.
#include <atomic>

#include "storage/testing/state_store_contract.h"

namespace winterbaume::storage_testing {
namespace {

constexpr int k_threads = 4;
constexpr int k_rounds = 200;

int number_of(const std::optional<Entry>& entry) { return entry ? std::stoi(entry->value) : 0; }

Check check_of(std::string key, const std::optional<Entry>& entry) {
  return {std::move(key), entry ? std::optional(entry->version) : std::nullopt};
}

// Reads, adds one, and writes where nothing has changed; again until it did.
asio::awaitable<void> increment(StateStore& store, PartitionKey partition) {
  for (int done = 0; done < k_rounds;) {
    auto entry = co_await store.get(partition, "n");
    PartitionCommit part{.partition = partition, .checks = {check_of("n", entry)}};
    part.writes.push_back({"n", std::to_string(number_of(entry) + 1)});
    auto outcome = co_await store.commit({{std::move(part)}});
    if (outcome.committed) ++done;
  }
}

TEST_P(StateStoreContract, ConcurrentIncrementsAllCount) {
  run_at_once(k_threads, [this](int) { return increment(*store_, "p"); });
  EXPECT_EQ(value_of("n"), std::to_string(k_threads * k_rounds));
}

// Moves one from a partition to another, in both directions at once: the sum stays, and nobody waits for ever.
asio::awaitable<void> transfer(StateStore& store, PartitionKey from, PartitionKey to) {
  for (int done = 0; done < k_rounds;) {
    auto source = co_await store.get(from, "n");
    auto target = co_await store.get(to, "n");
    Commit commit;
    commit.parts.push_back({.partition = from, .checks = {check_of("n", source)}});
    commit.parts.back().writes.push_back({"n", std::to_string(number_of(source) - 1)});
    commit.parts.push_back({.partition = to, .checks = {check_of("n", target)}});
    commit.parts.back().writes.push_back({"n", std::to_string(number_of(target) + 1)});
    auto outcome = co_await store.commit(std::move(commit));
    if (outcome.committed) ++done;
  }
}

TEST_P(StateStoreContract, CommitsOverPartitionsInBothOrdersKeepTheSum) {
  run_at_once(k_threads, [this](int i) { return i % 2 == 0 ? transfer(*store_, "p", "q") : transfer(*store_, "q", "p"); });
  EXPECT_EQ(number_of(get_of("p", "n")) + number_of(get_of("q", "n")), 0);
}

asio::awaitable<void> write_pairs(StateStore& store, std::atomic<bool>& done) {
  for (int i = 0; i < k_rounds * 5; ++i) {
    PartitionCommit part{.partition = "p"};
    part.writes.push_back({"a", std::to_string(i)});
    part.writes.push_back({"b", std::to_string(i)});
    co_await store.commit({{std::move(part)}});
  }
  done = true;
}

asio::awaitable<void> read_pairs(StateStore& store, const std::atomic<bool>& done) {
  while (!done) {
    auto rows = co_await store.scan("p", {}, {});
    if (rows.empty()) continue;
    EXPECT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows.front().value, rows.back().value);
    EXPECT_EQ(rows.front().version, rows.back().version);
  }
}

TEST_P(StateStoreContract, AScanSeesACommitWholeOrNotAtAll) {
  std::atomic<bool> done = false;
  run_at_once(3, [&](int i) { return i == 0 ? write_pairs(*store_, done) : read_pairs(*store_, done); });
  EXPECT_EQ(value_of("a"), std::to_string(k_rounds * 5 - 1));
}

asio::awaitable<void> make_and_remove(StateStore& store, int self) {
  auto partition = "r" + std::to_string(self % 2);
  auto key = std::to_string(self);
  for (int i = 0; i < k_rounds; ++i) {
    PartitionCommit made{.partition = partition};
    made.writes.push_back({key, "1"});
    co_await store.commit({{std::move(made)}});
    co_await store.partitions("r");
    PartitionCommit removed{.partition = partition};
    removed.writes.push_back({key, std::nullopt});
    co_await store.commit({{std::move(removed)}});
  }
}

TEST_P(StateStoreContract, PartitionsComeAndGoUnderConcurrentUse) {
  run_at_once(k_threads, [this](int i) { return make_and_remove(*store_, i); });
  EXPECT_TRUE(partitions().empty());
}

// Only one of those who demand that a key be absent makes it.
asio::awaitable<void> claim(StateStore& store, std::atomic<int>& won) {
  for (int i = 0; i < k_rounds; ++i) {
    PartitionCommit part{.partition = "p", .checks = {{std::to_string(i), std::nullopt}}};
    part.writes.push_back({std::to_string(i), "mine"});
    auto outcome = co_await store.commit({{std::move(part)}});
    if (outcome.committed) ++won;
  }
}

TEST_P(StateStoreContract, AnAbsentKeyIsMadeOnce) {
  std::atomic<int> won = 0;
  run_at_once(k_threads, [&](int) { return claim(*store_, won); });
  EXPECT_EQ(won, k_rounds);
}

}  // namespace
}  // namespace winterbaume::storage_testing
