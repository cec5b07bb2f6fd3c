// Thousands of random writes from several threads: indexes, streams, history, times to live and counts say what the items say.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

constexpr int k_threads = 4;
constexpr int k_rounds = 8;
constexpr int k_writes_a_round = 400;  // by each thread

using State = std::map<std::string, Item>;  // by the key's bytes

// Makes the same writes for the same seed.
class Writer {
 public:
  Writer(DynamoDbBackend& backend, TablePtr table, TimePoint begin, unsigned seed)
      : backend_(backend), table_(std::move(table)), begin_(begin), random_(seed) {}

  asio::awaitable<void> run() {
    for (int i = 0; i < k_writes_a_round; ++i) {
      const auto keys = some_keys();
      while (!co_await try_write(keys)) {
      }
    }
  }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  std::vector<Item> some_keys() {
    std::set<int> numbers;
    for (int left = below(4) == 0 ? 2 + below(4) : 1; left > 0; --left) numbers.insert(below(120));
    std::vector<Item> out;
    for (const int number : numbers) out.push_back(key(fmt::format("p{}", number % 6), number));
    return out;
  }

  // Some have no key of an index, or one of another type.
  Item some_item(const Item& key) {
    std::string more = fmt::format(", 'v': {{'S': '{}'}}", below(1000));
    if (below(4) > 0) more += fmt::format(", 'g': {{'S': 'g{}'}}", below(4));
    if (below(4) > 0) more += fmt::format(", 'h': {{'{}': '{}'}}", below(5) > 0 ? "N" : "S", below(9));
    if (below(3) > 0) more += fmt::format(", 'c': {{'S': 'c{}'}}", below(5));
    if (below(2) > 0) more += fmt::format(", 'ttl': {{'N': '{}'}}", 1'700'000'000 + below(1000));
    return row(std::string(key.find("pk")->text()), static_cast<int>(*key.find("sk")->number().to_integer()), more);
  }

  asio::awaitable<bool> try_write(std::vector<Item> keys) {
    ItemCommit commit;
    for (auto& key : keys) {
      const auto before = co_await backend_.get_item(table_, key);
      std::optional<Item> after;
      if (below(4) > 0) after = some_item(key);
      auto write = write_of(table_, std::move(key), before, std::move(after));
      write.check_only = keys.size() > 1 && below(5) == 0;
      commit.writes.push_back(std::move(write));
    }
    // Requests were received in any order.
    commit.now = begin_ + Millis(below(50));
    const auto outcome = co_await backend_.commit(std::move(commit));
    co_return outcome.verdict == CommitVerdict::done;
  }

  DynamoDbBackend& backend_;
  TablePtr table_;
  TimePoint begin_;
  std::mt19937 random_;
};

// Counts while others write: what they wrote meanwhile must be in the next count.
asio::awaitable<void> count_often(DynamoDbBackend& backend, TablePtr table) {
  for (int i = 0; i < k_writes_a_round; ++i) co_await backend.count(table);
}

Item key_of(const Item& item) { return keep_only(item.view(), {"pk", "sk"}); }

asio::awaitable<State> read_state(DynamoDbBackend& backend, TablePtr table) {
  State out;
  ItemQuery query{.table = std::move(table), .index = {}, .hash = std::nullopt};
  while (true) {
    auto page = co_await backend.read_items(query);
    if (page.more) query.start_after = ItemPosition{page.items.back()};
    for (auto& item : page.items) {
      auto name = key_of(item).take_bytes();
      out.emplace(std::move(name), std::move(item));
    }
    if (!page.more) co_return out;
  }
}

void set_item(State& state, const Item& key, const std::optional<Item>& item) {
  if (item) {
    state[key.bytes()] = *item;
  } else {
    state.erase(key.bytes());
  }
}

// What the records of the stream up to that time make of nothing; each must begin where the one before it ended.
State replay(const std::vector<StreamRow>& records, TimePoint until) {
  State state;
  for (const auto& record : records) {
    if (record.at > until) continue;
    const auto before = state.find(record.key.bytes());
    EXPECT_EQ(record.was_there, before != state.end());
    if (record.was_there && before != state.end()) EXPECT_EQ(record.old_item, before->second);
    set_item(state, record.key, record.new_item);
  }
  return state;
}

// Takes back what came after that time.
State undo(State state, const std::vector<HistoryRow>& history, TimePoint until) {
  for (const auto& change : history) {
    if (change.at > until) set_item(state, change.key, change.old_item);
  }
  return state;
}

std::vector<std::string> entries_of(const State& state, bool global) {
  std::vector<std::string> out;
  for (const auto& [name, item] : state) {
    const auto g = item.find("g"), h = item.find("h"), c = item.find("c");
    if (global ? !g || !h || h->type() != ValueType::n : !c) continue;
    (global ? item : keep_only(item.view(), {"pk", "sk", "c"})).append_json(out.emplace_back());
  }
  std::ranges::sort(out);
  return out;
}

TableRecord record_of_everything(TimePoint now) {
  auto record = table_record();
  record.indexes = {global_index(), local_index()};
  record.streams = {stream_info("s1", now)};
  record.continuous_backups = {.enabled = true, .recovery_days = 35, .since = now};
  record.time_to_live = {.attribute = "ttl", .enabled = true};
  record.time_to_live.generation = 1;
  return record;
}

void check_derived(BackendContract& suite, const TablePtr& table, const State& state) {
  EXPECT_EQ(suite.contents(table, "global"), entries_of(state, true));
  EXPECT_EQ(suite.contents(table, "local"), entries_of(state, false));
  const auto count = suite.run(suite.backend_->count(table));
  EXPECT_EQ(count.table.items, static_cast<std::int64_t>(state.size()));
  EXPECT_EQ(count.indexes.at("global").items, static_cast<std::int64_t>(entries_of(state, true).size()));
  std::set<std::string> timed, expired;
  for (const auto& [name, item] : state) {
    if (item.find("ttl")) timed.insert(name);
  }
  for (auto& key : suite.run(suite.backend_->find_expired(table, suite.now() + std::chrono::hours(24), 10'000))) {
    expired.insert(std::move(key).take_bytes());
  }
  EXPECT_EQ(expired, timed);
}

TEST_P(BackendContract, EverythingFollowsFromTheItemsAndTheItemsFromEverything) {
  const auto table = make(record_of_everything(now()));
  std::map<TimePoint, State> moments;
  for (unsigned round = 0; round < k_rounds; ++round) {
    std::vector<std::unique_ptr<Writer>> writers;
    for (unsigned i = 0; i < k_threads; ++i) {
      writers.push_back(std::make_unique<Writer>(*backend_, table, now(), round * k_threads + i));
    }
    run_at_once(k_threads + 1, [&](int i) {
      return i == k_threads ? count_often(*backend_, table) : writers[static_cast<std::size_t>(i)]->run();
    });
    advance(Millis(100));
    moments[now() - Millis(1)] = run(read_state(*backend_, table));
    check_derived(*this, table, moments.rbegin()->second);
  }
  const auto& last = moments.rbegin()->second;
  const auto all = records(table, "s1");
  const auto history = run(backend_->read_history(table, TimePoint(), {}, 1'000'000));
  EXPECT_GT(all.size(), static_cast<std::size_t>(k_threads * k_rounds * k_writes_a_round / 2));
  EXPECT_EQ(history.size(), all.size());
  EXPECT_EQ(replay(all, now()), last);
  for (const auto& [at, state] : moments) EXPECT_EQ(undo(last, history, at), state) << "restored to a moment of rest";
  // And to moments amid the writers, by two ways.
  for (auto at = moments.begin()->first; at < now(); at += Millis(7)) EXPECT_EQ(undo(last, history, at), replay(all, at));
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
