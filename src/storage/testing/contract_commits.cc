// StateStore: gets, commits, conflicts, partitions.
#include <gmock/gmock.h>

#include "storage/testing/state_store_contract.h"

namespace winterbaume::storage_testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- Entries ----

TEST_P(StateStoreContract, WhatIsNotThereIsNull) {
  EXPECT_FALSE(get("a"));
  put("a", "1");
  EXPECT_FALSE(get("b"));
  EXPECT_FALSE(get(""));
  EXPECT_FALSE(get_of("q", "a"));
}

TEST_P(StateStoreContract, KeepsWhatWasWrittenLast) {
  auto first = put("a", "1");
  auto second = put("a", "2");
  EXPECT_NE(first, second);
  auto found = get("a");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, "2");
  EXPECT_EQ(found->version, second);
}

TEST_P(StateStoreContract, RemovesAndMakesAnew) {
  auto first = put("a", "1");
  remove("a");
  EXPECT_FALSE(get("a"));
  remove("a");
  EXPECT_NE(put("a", "1"), first);
  EXPECT_EQ(value_of("a"), "1");
}

TEST_P(StateStoreContract, KeysAndValuesAreAnyBytes) {
  const std::vector<std::string> hostile{"",
                                         std::string(1, '\0'),
                                         std::string("a\0", 2),
                                         std::string("a\0b", 3),
                                         "\xff\xff",
                                         "\x80",
                                         "a/b",
                                         "{p}",
                                         "* ?[a]\\",
                                         "\r\n",
                                         "%00",
                                         "\xc3\xa9",
                                         "..",
                                         "p",
                                         "'; --",
                                         std::string(1024, 'k')};
  for (const auto& key : hostile) put(key, "v" + key);
  for (const auto& key : hostile) EXPECT_EQ(value_of(key), "v" + key);
  EXPECT_EQ(scan().size(), hostile.size());
  for (const auto& key : hostile) remove(key);
  EXPECT_THAT(scan(), IsEmpty());
}

TEST_P(StateStoreContract, PartitionsAreAnyBytesAndApart) {
  const std::vector<std::string> hostile{
      "",  std::string(1, '\0'), "a", "a/b", "a/b/", "{a}", "{", "}a{", "\xff", "a\xff", "a b", "a\nb",
      "*", std::string(300, 'p')};
  for (const auto& partition : hostile) put_in(partition, "k", "v" + partition);
  for (const auto& partition : hostile) EXPECT_EQ(get_of(partition, "k")->value, "v" + partition);
  EXPECT_EQ(partitions().size(), hostile.size());
}

// "ab" + "c" and "a" + "bc" must not meet.
TEST_P(StateStoreContract, PartitionAndKeyDoNotRunTogether) {
  put_in("ab", "c", "1");
  put_in("a", "bc", "2");
  put_in("a/b", "c", "3");
  put_in("a", "/bc", "4");
  EXPECT_EQ(get_of("ab", "c")->value, "1");
  EXPECT_EQ(get_of("a", "bc")->value, "2");
  EXPECT_EQ(get_of("a/b", "c")->value, "3");
  EXPECT_EQ(get_of("a", "/bc")->value, "4");
}

TEST_P(StateStoreContract, EmptyValuesAreValues) {
  put("a", "");
  ASSERT_TRUE(get("a"));
  EXPECT_EQ(get("a")->value, "");
}

TEST_P(StateStoreContract, KeepsLargeValues) {
  std::string large(5 << 20, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  put("a", large);
  EXPECT_EQ(value_of("a"), large);
}

// ---- Commits ----

TEST_P(StateStoreContract, ACommitGivesAllItsRowsOneVersion) {
  auto outcome = commit(commit_of({.writes = {{"a", "1"}, {"b", "2"}, {"c", std::nullopt}}}));
  ASSERT_TRUE(outcome.committed);
  EXPECT_EQ(get("a")->version, outcome.version);
  EXPECT_EQ(get("b")->version, outcome.version);
  EXPECT_FALSE(get("c"));
}

TEST_P(StateStoreContract, WritesWhereEveryCheckHolds) {
  auto version = put("a", "1");
  EXPECT_TRUE(commit(commit_of({.checks = {{"a", version}, {"b", std::nullopt}}, .writes = {{"a", "2"}, {"b", "3"}}})).committed);
  EXPECT_EQ(value_of("a"), "2");
  EXPECT_EQ(value_of("b"), "3");
}

TEST_P(StateStoreContract, AnOldVersionIsAConflictAndNothingIsWritten) {
  auto old = put("a", "1");
  put("a", "2");
  auto outcome = commit(commit_of({.checks = {{"b", std::nullopt}, {"a", old}}, .writes = {{"a", "3"}, {"b", "3"}}}));
  EXPECT_FALSE(outcome.committed);
  EXPECT_EQ(outcome.failed_part, 0U);
  EXPECT_EQ(outcome.failed_key, "a");
  EXPECT_EQ(value_of("a"), "2");
  EXPECT_FALSE(get("b"));
}

TEST_P(StateStoreContract, AVersionOfAKeyThatIsGoneIsAConflict) {
  auto version = put("a", "1");
  remove("a");
  EXPECT_FALSE(commit(commit_of({.checks = {{"a", version}}, .writes = {{"a", "2"}}})).committed);
  put("other", "x");
  EXPECT_FALSE(commit(commit_of({.checks = {{"a", version}}, .writes = {{"a", "2"}}})).committed);
  EXPECT_FALSE(get("a"));
}

TEST_P(StateStoreContract, AKeyThatMustBeAbsentAndIsNotIsAConflict) {
  put("a", "");
  auto outcome = commit(commit_of({.checks = {{"a", std::nullopt}}, .writes = {{"a", "2"}}}));
  EXPECT_FALSE(outcome.committed);
  EXPECT_EQ(outcome.failed_key, "a");
  EXPECT_EQ(value_of("a"), "");
}

TEST_P(StateStoreContract, NoVersionHoldsInAPartitionThatIsNotThere) {
  EXPECT_FALSE(commit(commit_of({.checks = {{"a", 1}}, .writes = {{"a", "1"}}})).committed);
  EXPECT_THAT(partitions(), IsEmpty());
}

TEST_P(StateStoreContract, ChecksAloneMayBeCommitted) {
  auto version = put("a", "1");
  EXPECT_TRUE(commit(commit_of({.checks = {{"a", version}}})).committed);
  EXPECT_FALSE(commit(commit_of({.checks = {{"a", version + 1}}})).committed);
  EXPECT_EQ(get("a")->version, version);
  EXPECT_TRUE(commit({}).committed);
}

TEST_P(StateStoreContract, ARangeThatMustBeEmptyAndIsNotIsAConflict) {
  put_all({"a/1", "b/1"});
  auto outcome = commit(commit_of({.empty_ranges = {prefix_range("c/"), prefix_range("b/")}, .writes = {{"x", "1"}}}));
  EXPECT_FALSE(outcome.committed);
  EXPECT_EQ(outcome.failed_key, "b/");
  EXPECT_FALSE(get("x"));
}

TEST_P(StateStoreContract, EmptyRangesEndBeforeTheirEnd) {
  put_all({"a", "c"});
  EXPECT_TRUE(commit(commit_of({.empty_ranges = {{"a\x01", "c"}}})).committed);
  EXPECT_FALSE(commit(commit_of({.empty_ranges = {{"a", "b"}}})).committed);
  EXPECT_FALSE(commit(commit_of({.empty_ranges = {{"b", ""}}})).committed);
  EXPECT_TRUE(commit(commit_of({.empty_ranges = {{"d", ""}}})).committed);
  EXPECT_FALSE(commit(commit_of({.empty_ranges = {{"", ""}}})).committed);
}

// A bucket can be removed with the commit that finds it empty: ranges are looked at before the writes.
TEST_P(StateStoreContract, ARangeIsCheckedBeforeTheWritesOfItsCommit) {
  EXPECT_TRUE(commit(commit_of({.empty_ranges = {{"", ""}}, .writes = {{"a", "1"}}})).committed);
  EXPECT_FALSE(commit(commit_of({.empty_ranges = {{"", ""}}, .writes = {{"a", std::nullopt}}})).committed);
  EXPECT_EQ(value_of("a"), "1");
}

// ---- Several partitions ----

TEST_P(StateStoreContract, CommitsOverPartitionsAtOnce) {
  auto outcome = commit({{{.partition = "p", .writes = {{"a", "1"}}}, {.partition = "q", .writes = {{"a", "2"}}}}});
  ASSERT_TRUE(outcome.committed);
  EXPECT_EQ(get_of("p", "a")->version, outcome.version);
  EXPECT_EQ(get_of("q", "a")->version, outcome.version);
  EXPECT_EQ(get_of("q", "a")->value, "2");
}

TEST_P(StateStoreContract, AConflictInOnePartitionWritesInNone) {
  put_in("q", "a", "0");
  auto outcome = commit({{{.partition = "p", .writes = {{"a", "1"}}},
                          {.partition = "q", .checks = {{"a", std::nullopt}}, .writes = {{"a", "2"}}},
                          {.partition = "r", .writes = {{"a", "3"}}}}});
  EXPECT_FALSE(outcome.committed);
  EXPECT_EQ(outcome.failed_part, 1U);
  EXPECT_EQ(outcome.failed_key, "a");
  EXPECT_FALSE(get_of("p", "a"));
  EXPECT_EQ(get_of("q", "a")->value, "0");
  EXPECT_FALSE(get_of("r", "a"));
}

TEST_P(StateStoreContract, APartitionExistsWhileItHasAKey) {
  EXPECT_THAT(partitions(), IsEmpty());
  commit(commit_of({.writes = {{"a", std::nullopt}}}));
  EXPECT_THAT(partitions(), IsEmpty());
  put("a", "1");
  put("b", "1");
  remove("a");
  EXPECT_THAT(partitions(), ElementsAre("p"));
  remove("b");
  EXPECT_THAT(partitions(), IsEmpty());
}

TEST_P(StateStoreContract, ListsPartitionsByPrefixInOrder) {
  for (const auto* name : {"s3/b", "s3/a", "sqs/a", "s3", "s3/\xff", "t"}) put_in(name, "k", "v");
  EXPECT_THAT(partitions("s3/"), ElementsAre("s3/a", "s3/b", "s3/\xff"));
  EXPECT_THAT(partitions(""), ElementsAre("s3", "s3/a", "s3/b", "s3/\xff", "sqs/a", "t"));
  EXPECT_THAT(partitions("s4"), IsEmpty());
}

TEST_P(StateStoreContract, DropRemovesAPartitionAndNoOther) {
  for (int i = 0; i < 2000; ++i) put_in("p", std::to_string(i), "v");
  put_in("p2", "a", "1");
  run(store_->drop("p"));
  run(store_->drop("p"));
  EXPECT_THAT(scan(), IsEmpty());
  EXPECT_THAT(partitions(), ElementsAre("p2"));
  EXPECT_EQ(get_of("p2", "a")->value, "1");
}

// A key that comes back after a drop must not pass a check for what it was before.
TEST_P(StateStoreContract, VersionsAreNotUsedAgainAfterADrop) {
  auto before = put("a", "1");
  run(store_->drop("p"));
  put("a", "2");
  EXPECT_FALSE(commit(commit_of({.checks = {{"a", before}}, .writes = {{"a", "3"}}})).committed);
}

}  // namespace
}  // namespace winterbaume::storage_testing
