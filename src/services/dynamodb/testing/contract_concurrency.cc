// DynamoDbBackend: several threads at once.
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

constexpr int k_threads = 4;
constexpr int k_rounds = 150;

Item counter(std::int64_t n) { return row("a", 1, ", 'n': {'N': '" + std::to_string(n) + "'}"); }
std::int64_t number_of(const std::optional<StoredItem>& stored) {
  return stored ? stored->item.find("n")->number().to_integer().value() : 0;
}

asio::awaitable<void> increment(DynamoDbBackend& backend, TablePtr table, TimePoint now) {
  for (int done = 0; done < k_rounds;) {
    const auto before = co_await backend.get_item(table, key("a", 1));
    ItemCommit commit;
    commit.writes.push_back(write_of(table, key("a", 1), before, counter(number_of(before) + 1)));
    commit.now = now;
    const auto outcome = co_await backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::done) ++done;
  }
}

TEST_P(BackendContract, NoIncrementIsLostAndEachHasItsRecord) {
  auto record = table_record();
  record.streams = {stream_info("s1", now())};
  record.continuous_backups.enabled = true;
  const auto table = make(record);
  run_at_once(k_threads, [&](int) { return increment(*backend_, table, now()); });
  EXPECT_EQ(number_of(stored(table, key("a", 1))), k_threads * k_rounds);
  const auto all = records(table, "s1");
  ASSERT_EQ(all.size(), static_cast<std::size_t>(k_threads * k_rounds));
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].new_item->find("n")->number().to_integer(), static_cast<std::int64_t>(i + 1));
    if (i > 0) EXPECT_LT(all[i - 1].sequence_number, all[i].sequence_number);
  }
  EXPECT_EQ(run(backend_->read_history(table, now(), {}, 10'000)).size(), all.size());
}

asio::awaitable<void> make_and_delete(DynamoDbBackend& backend, Scope scope, int self, std::atomic<int>& made) {
  for (int i = 0; i < k_rounds; ++i) {
    auto record = table_record();
    record.id = std::to_string(self) + "/" + std::to_string(i);
    auto table = co_await backend.create_table(record);
    if (table == nullptr) {
      table = co_await backend.find_table(scope, "items");
      if (table == nullptr) continue;
    } else {
      ++made;
      ItemCommit commit;
      commit.writes.push_back(write_of(table, key("a", self), {}, row("a", self)));
      commit.now = TimePoint(Millis(1));
      co_await backend.commit(std::move(commit));
    }
    co_await backend.delete_table(std::move(table));
    co_await backend.list_tables(scope, {}, 100);
  }
}

// Whoever wins, the list and the tables agree in the end, and nothing of one is in the next.
TEST_P(BackendContract, ATableIsMadeAndDeletedByManyAtOnce) {
  std::atomic<int> made = 0;
  run_at_once(k_threads, [&](int self) { return make_and_delete(*backend_, scope_, self, made); });
  EXPECT_GE(made, 1);
  if (auto left = find()) {
    EXPECT_EQ(tables(), "items");
    ASSERT_TRUE(run(backend_->delete_table(left)));
  }
  EXPECT_EQ(tables(), "");
  const auto table = make();
  EXPECT_EQ(tables(), "items");
  EXPECT_EQ(scan(table), "");
}

asio::awaitable<void> make_and_trim(DynamoDbBackend& backend, Scope scope, int self, TimePoint now) {
  if (self == 0) {
    for (int i = 0; i < k_rounds; ++i) co_await backend.trim(now);
    co_return;
  }
  for (int i = 0; i < k_rounds; ++i) {
    const auto name = "t" + std::to_string(self);
    const auto table = co_await backend.create_table(table_record(name));
    EXPECT_NE(table, nullptr);
    const auto names = co_await backend.list_tables(scope, {}, 100);
    EXPECT_TRUE(std::ranges::find(names, name) != names.end()) << "a table that was made is listed";
    if (table != nullptr) EXPECT_TRUE(co_await backend.delete_table(table));
    const auto after = co_await backend.list_tables(scope, {}, 100);
    EXPECT_TRUE(std::ranges::find(after, name) == after.end()) << "a table that was deleted is not listed";
  }
}

TEST_P(BackendContract, TrimmingIsInNobodysWay) {
  run_at_once(k_threads, [&](int self) { return make_and_trim(*backend_, scope_, self, now()); });
  EXPECT_EQ(tables(), "");
}

asio::awaitable<void> write_while_filled(DynamoDbBackend& backend, TablePtr table, int self, TimePoint now) {
  for (int i = 0; i < k_rounds; ++i) {
    const int sk = (i * 7 + self) % 50;
    std::optional<Item> after;
    if (i % 5 != 0)
      after = row("a", sk, ", 'g': {'S': 'g" + std::to_string(i % 3) + "'}, 'h': {'N': '" + std::to_string(i) + "'}");
    co_await store_item(backend, table, key("a", sk), std::move(after), now);
  }
}

TEST_P(BackendContract, AnIndexIsFilledUnderWriters) {
  const auto table = make();
  for (int sk = 0; sk < 50; ++sk) put(row("a", sk, ", 'g': {'S': 'old'}, 'h': {'N': '1'}"));
  change([](TableRecord& record) {
    record.indexes = {global_index()};
    record.indexes[0].backfilling = true;
  });
  run_at_once(k_threads, [&](int self) {
    return self == 0 ? fill_index(*backend_, scope_, "items", "global", 5) : write_while_filled(*backend_, table, self, now());
  });
  EXPECT_FALSE(find()->find_index("global")->backfilling);
  EXPECT_EQ(contents(find(), "global"), [&] {
    auto out = contents(find());
    std::erase_if(out, [](const std::string& item) { return item.find(R"("g":)") == std::string::npos; });
    return out;
  }());
}

// Goes round the thread until `done`.
asio::awaitable<void> take_part(const bool& done, int& rounds) {
  while (!done) {
    ++rounds;
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
}

asio::awaitable<void> delete_and_tell(DynamoDbBackend& backend, TablePtr table, bool& done) {
  co_await backend.delete_table(std::move(table));
  done = true;
}
asio::awaitable<void> count_and_tell(DynamoDbBackend& backend, TablePtr table, bool& done) {
  co_await backend.count(std::move(table));
  done = true;
}
asio::awaitable<void> fill_and_tell(DynamoDbBackend& backend, Scope scope, bool& done) {
  co_await fill_index(backend, std::move(scope), "items", "global", 500);
  done = true;
}
asio::awaitable<void> trim_and_tell(DynamoDbBackend& backend, TimePoint now, bool& done) {
  co_await backend.trim(now);
  done = true;
}

// How often another coroutine had the only thread meanwhile.
int turns_during(BackendContract& suite, asio::awaitable<void> work, const bool& done) {
  int rounds = 0;
  asio::co_spawn(suite.context(), take_part(done, rounds), [](std::exception_ptr) {});
  suite.run(std::move(work));
  return rounds;
}

TEST_P(BackendContract, LongWorkLetsOthersHaveTheThread) {
  auto record = table_record();
  record.streams = {stream_info("s1", now())};
  auto table = make(record);
  for (int i = 0; i < 20'000; i += 1000) {
    std::vector<ItemWrite> writes;
    for (int sk = i; sk < i + 1000; ++sk) writes.push_back(write_of(table, key("a", sk), {}, row("a", sk)));
    ASSERT_EQ(commit(std::move(writes)), CommitVerdict::done);
  }
  bool counted = false, filled = false, deleted = false, trimmed = false;
  EXPECT_GE(turns_during(*this, count_and_tell(*backend_, table, counted), counted), 3);
  change([](TableRecord& changed) {
    changed.indexes = {global_index()};
    changed.indexes[0].backfilling = true;
  });
  EXPECT_GE(turns_during(*this, fill_and_tell(*backend_, scope_, filled), filled), 10);
  table = find();
  EXPECT_GE(turns_during(*this, delete_and_tell(*backend_, table, deleted), deleted), 10);
  EXPECT_GE(turns_during(*this, trim_and_tell(*backend_, now() + std::chrono::hours(30), trimmed), trimmed), 10);
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
