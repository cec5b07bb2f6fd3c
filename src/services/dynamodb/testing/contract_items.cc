// DynamoDbBackend: items are written, read and removed; a commit happens whole, or not at all.
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

TEST_P(BackendContract, AnItemIsReadAsItWasWritten) {
  const auto table = make();
  EXPECT_FALSE(stored(table, key("a", 1)).has_value());
  const auto item = row("a", 1, ", 'm': {'M': {'l': {'L': [{'NULL': true}, {'B': 'AAE='}]}}}, 'ns': {'NS': ['1', '2.5']}");
  put(item);
  const auto found = stored(table, key("a", 1));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->item, item);
  EXPECT_NE(found->version, 0U);
}

TEST_P(BackendContract, KeysOfEveryTypeAreTold) {
  for (const auto type : {ScalarType::s, ScalarType::n, ScalarType::b}) {
    auto record = table_record("of " + std::to_string(static_cast<int>(type)));
    record.keys = {.hash = {{"k", type}}, .range = {}};
    const auto table = make(record);
    const std::string tag = type == ScalarType::s ? "S" : type == ScalarType::n ? "N" : "B";
    for (const auto* text : {"1000", "2000", "0001"}) {
      const auto item = item_of("{'k': {'" + tag + "': '" + text + "'}, 'v': {'S': '" + text + "'}}");
      const auto name = keep_only(item.view(), {"k"});
      ASSERT_EQ(commit({write_of(table, name, {}, item)}), CommitVerdict::done);
      EXPECT_EQ(stored(table, name)->item, item);
    }
    EXPECT_EQ(contents(table).size(), 3U);
  }
}

TEST_P(BackendContract, AWriteReplacesTheItem) {
  const auto table = make();
  put(valued("a", 1, "x"));
  const auto before = stored(table, key("a", 1));
  put(valued("a", 1, "y"));
  EXPECT_EQ(scan(table), "a/1=y");
  EXPECT_NE(stored(table, key("a", 1))->version, before->version);
}

TEST_P(BackendContract, ARemovedItemIsGone) {
  const auto table = make();
  put(valued("a", 1, "x"));
  put(valued("a", 2, "y"));
  remove("a", 1);
  EXPECT_EQ(get(table, "a", 1), "none");
  EXPECT_EQ(scan(table), "a/2=y");
}

TEST_P(BackendContract, ANewItemMustNotBeThere) {
  const auto table = make();
  put(valued("a", 1, "x"));
  EXPECT_EQ(commit({write_of(table, key("a", 1), {}, valued("a", 1, "y"))}), CommitVerdict::conflict);
  EXPECT_EQ(get(table, "a", 1), "a/1=x");
}

TEST_P(BackendContract, AWriteIsOfTheVersionThatWasRead) {
  const auto table = make();
  put(valued("a", 1, "x"));
  const auto first = stored(table, key("a", 1));
  put(valued("a", 1, "y"));
  EXPECT_EQ(commit({write_of(table, key("a", 1), first, valued("a", 1, "z"))}), CommitVerdict::conflict);
  EXPECT_EQ(commit({write_of(table, key("a", 1), first, std::nullopt)}), CommitVerdict::conflict);
  EXPECT_EQ(get(table, "a", 1), "a/1=y");
  const auto second = stored(table, key("a", 1));
  EXPECT_EQ(commit({write_of(table, key("a", 1), second, valued("a", 1, "z"))}), CommitVerdict::done);
  EXPECT_EQ(get(table, "a", 1), "a/1=z");
}

// An item that was removed and made again with the same content is another: nobody may take one for the other.
TEST_P(BackendContract, AnItemMadeAgainHasAnotherVersion) {
  const auto table = make();
  put(valued("a", 1, "x"));
  const auto first = stored(table, key("a", 1));
  remove("a", 1);
  EXPECT_EQ(commit({write_of(table, key("a", 1), first, valued("a", 1, "y"))}), CommitVerdict::conflict);
  put(valued("a", 1, "x"));
  EXPECT_EQ(commit({write_of(table, key("a", 1), first, valued("a", 1, "y"))}), CommitVerdict::conflict);
  EXPECT_EQ(get(table, "a", 1), "a/1=x");
}

TEST_P(BackendContract, AWriteThatReadNothingReplacesWhateverIsThere) {
  const auto table = make();
  ASSERT_FALSE(needs_old_item(table->record));
  ItemWrite write{.table = table, .key = key("a", 1)};
  write.new_item = valued("a", 1, "x");
  EXPECT_EQ(commit({write}), CommitVerdict::done);
  write.new_item = valued("a", 1, "y");
  EXPECT_EQ(commit({write}), CommitVerdict::done);
  EXPECT_EQ(scan(table), "a/1=y");
  write.new_item.reset();
  EXPECT_EQ(commit({write}), CommitVerdict::done);
  EXPECT_EQ(commit({write}), CommitVerdict::done);
  EXPECT_EQ(scan(table), "");
}

TEST_P(BackendContract, ACommitHappensWholeOrNotAtAll) {
  const auto table = make();
  put(valued("a", 2, "x"));
  const auto second = stored(table, key("a", 2));
  std::vector<ItemWrite> writes{write_of(table, key("a", 1), {}, valued("a", 1, "n")),
                                write_of(table, key("a", 2), second, std::nullopt),
                                write_of(table, key("a", 3), {}, valued("a", 3, "n"))};
  put(valued("a", 3, "y"));
  const auto outcome = try_commit(writes);
  EXPECT_EQ(outcome.verdict, CommitVerdict::conflict);
  EXPECT_EQ(outcome.failed, 2U);
  EXPECT_EQ(scan(table), "a/2=x a/3=y");
  writes[2] = write_of(table, key("a", 3), stored(table, key("a", 3)), valued("a", 3, "z"));
  EXPECT_EQ(try_commit(writes).verdict, CommitVerdict::done);
  EXPECT_EQ(scan(table), "a/1=n a/3=z");
}

TEST_P(BackendContract, ACheckWritesNothing) {
  const auto table = make();
  put(valued("a", 1, "x"));
  const auto first = stored(table, key("a", 1));
  auto check = write_of(table, key("a", 1), first, valued("a", 1, "never"));
  check.check_only = true;
  EXPECT_EQ(commit({check, write_of(table, key("a", 2), {}, valued("a", 2, "y"))}), CommitVerdict::done);
  EXPECT_EQ(scan(table), "a/1=x a/2=y");
  put(valued("a", 1, "z"));
  const auto outcome = try_commit({write_of(table, key("a", 3), {}, valued("a", 3, "y")), check});
  EXPECT_EQ(outcome.verdict, CommitVerdict::conflict);
  EXPECT_EQ(outcome.failed, 1U);
  check.expected = 0;  // that nothing is there
  EXPECT_EQ(commit({check}), CommitVerdict::conflict);
}

TEST_P(BackendContract, ACommitSpansTables) {
  const auto one = make(table_record("one"));
  const auto two = make(table_record("two"));
  put(valued("a", 2, "old"), "two");
  const auto before = stored(two, key("a", 2));
  EXPECT_EQ(
      commit({write_of(one, key("a", 1), {}, valued("a", 1, "x")), write_of(two, key("a", 2), before, valued("a", 2, "y"))}),
      CommitVerdict::done);
  EXPECT_EQ(scan(one) + " " + scan(two), "a/1=x a/2=y");
  const auto outcome =
      try_commit({write_of(one, key("a", 3), {}, valued("a", 3, "x")), write_of(two, key("a", 2), before, std::nullopt)});
  EXPECT_EQ(outcome.verdict, CommitVerdict::conflict);
  EXPECT_EQ(outcome.failed, 1U);
  EXPECT_EQ(scan(one) + " " + scan(two), "a/1=x a/2=y");
}

TEST_P(BackendContract, ACommitIsOfTheTableThatWasRead) {
  const auto table = make();
  change([](TableRecord& record) { record.indexes = {global_index()}; });
  EXPECT_EQ(commit({write_of(table, key("a", 1), {}, valued("a", 1, "x"))}), CommitVerdict::table_changed);
  EXPECT_EQ(scan(find()), "");
  ASSERT_TRUE(run(backend_->delete_table(find())));
  EXPECT_EQ(commit({write_of(table, key("a", 1), {}, valued("a", 1, "x"))}), CommitVerdict::table_changed);
}

TEST_P(BackendContract, ACommitOfNothingIsDone) { EXPECT_EQ(commit({}), CommitVerdict::done); }

}  // namespace
}  // namespace winterbaume::dynamodb::testing
