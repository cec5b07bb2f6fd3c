// DynamoDbBackend: what continuous backups keep, for restoring to a time.
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

TableRecord backed_up(TimePoint now) {
  auto record = table_record();
  record.continuous_backups = {.enabled = true, .recovery_days = 2, .since = now};
  return record;
}

TEST_P(BackendContract, HistoryTellsWhatWasThereNewestFirst) {
  const auto begin = now();
  const auto table = make(backed_up(now()));
  put(valued("a", 1, "x"));
  advance(Millis(1));
  put(valued("a", 1, "y"));
  put(valued("a", 2, "z"));
  advance(Millis(1));
  remove("a", 1);
  EXPECT_EQ(history(table, begin), "a/1<y a/2<none a/1<x a/1<none");
  EXPECT_EQ(history(table, begin + Millis(1)), "a/1<y a/2<none a/1<x");
  EXPECT_EQ(history(table, begin + Millis(2)), "a/1<y");
  EXPECT_EQ(history(table, begin + Millis(3)), "");
}

TEST_P(BackendContract, HistoryIsReadInPages) {
  const auto table = make(backed_up(now()));
  for (int sk = 1; sk <= 5; ++sk) put(valued("a", sk, "x"));
  std::string out, cursor;
  while (true) {
    const auto page = run(backend_->read_history(table, now(), cursor, 2));
    EXPECT_LE(page.size(), 2U);
    for (const auto& change : page) out += shown(change.key) + " ";
    if (page.empty()) break;
    cursor = page.back().cursor;
  }
  EXPECT_EQ(out, "a/5 a/4 a/3 a/2 a/1 ");
}

// Two requests may commit in the other order than they were received, and the clocks of two servers differ: were the changes
// sorted by their requests' times, undoing them would restore what never was.
TEST_P(BackendContract, HistoryIsInTheOrderOfCommits) {
  const auto begin = now();
  const auto table = make(backed_up(begin));
  advance(std::chrono::seconds(10));
  put(valued("a", 1, "x"));
  clock_->set(begin + std::chrono::seconds(5));
  put(valued("a", 1, "y"));
  put(valued("a", 2, "z"));
  clock_->set(begin + std::chrono::seconds(11));
  put(valued("a", 1, "w"));
  EXPECT_EQ(history(table, begin), "a/1<y a/2<none a/1<x a/1<none");
  const auto changes = run(backend_->read_history(table, begin, {}, 100));
  for (std::size_t i = 1; i < changes.size(); ++i) EXPECT_GE(changes[i - 1].at, changes[i].at);
  EXPECT_EQ(history(table, begin + std::chrono::seconds(6)), "a/1<y a/2<none a/1<x a/1<none");
}

TEST_P(BackendContract, OnlyChangesAreKept) {
  const auto table = make(backed_up(now()));
  put(valued("a", 1, "x"));
  put(valued("a", 1, "x"));
  remove("a", 2);
  EXPECT_EQ(commit({write_of(table, key("a", 1), {}, row("a", 1))}), CommitVerdict::conflict);
  EXPECT_EQ(history(table, now()), "a/1<none");
}

TEST_P(BackendContract, HistoryBeginsWhenBackupsDo) {
  make();
  put(valued("a", 1, "x"));
  const auto table = change([this](TableRecord& record) { record.continuous_backups = backed_up(now()).continuous_backups; });
  put(valued("a", 1, "y"));
  EXPECT_EQ(history(table, now()), "a/1<x");
}

TEST_P(BackendContract, HistoryIsKeptForItsDays) {
  const auto begin = now();
  const auto table = make(backed_up(begin));
  put(valued("a", 1, "x"));
  advance(std::chrono::hours(1));
  put(valued("a", 1, "y"));
  run(backend_->trim(begin + std::chrono::days(2)));
  EXPECT_EQ(history(table, begin), "a/1<x a/1<none");
  run(backend_->trim(begin + std::chrono::days(2) + Millis(1)));
  EXPECT_EQ(history(table, begin), "a/1<x");
  change([](TableRecord& record) { record.continuous_backups.enabled = false; });
  run(backend_->trim(now() + Millis(1)));
  EXPECT_EQ(history(table, begin), "");
}

TEST_P(BackendContract, HistoryGoesWithItsTable) {
  const auto begin = now();
  const auto table = make(backed_up(begin));
  put(valued("a", 1, "x"));
  ASSERT_TRUE(run(backend_->delete_table(table)));
  const auto again = make(backed_up(begin));
  EXPECT_EQ(history(again, begin), "");
  put(valued("a", 1, "y"));
  EXPECT_EQ(history(again, begin), "a/1<none");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
