// StateStore: scans.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "storage/testing/state_store_contract.h"

namespace winterbaume::storage_testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StateStoreContract, ScansInOrderOfUnsignedBytes) {
  put_all({"b", "\x80", "a", "", "\xff", "B", "a\x01", "aa", std::string("a\0", 2), "\x7f"});
  EXPECT_THAT(keys(), ElementsAre("", "B", "a", std::string("a\0", 2), "a\x01", "aa", "b", "\x7f", "\x80", "\xff"));
}

TEST_P(StateStoreContract, RowsHaveTheirValuesAndVersions) {
  auto first = put("a", "1");
  auto second = put("b", "");
  auto rows = scan();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].value, "1");
  EXPECT_EQ(rows[0].version, first);
  EXPECT_EQ(rows[1].value, "");
  EXPECT_EQ(rows[1].version, second);
}

TEST_P(StateStoreContract, ARangeHasItsBeginAndNotItsEnd) {
  put_all({"a", "b", "c", "d"});
  EXPECT_THAT(keys({"b", "d"}), ElementsAre("b", "c"));
  EXPECT_THAT(keys({"b", ""}), ElementsAre("b", "c", "d"));
  EXPECT_THAT(keys({"", "b"}), ElementsAre("a"));
  EXPECT_THAT(keys({"aa", "cc"}), ElementsAre("b", "c"));
  EXPECT_THAT(keys({"e", ""}), IsEmpty());
}

TEST_P(StateStoreContract, AnEmptyOrInvertedRangeHasNothing) {
  put_all({"a", "b", "c"});
  for (bool reverse : {false, true}) {
    EXPECT_THAT(keys({"b", "b"}, {.reverse = reverse}), IsEmpty());
    EXPECT_THAT(keys({"c", "a"}, {.reverse = reverse}), IsEmpty());
  }
}

TEST_P(StateStoreContract, AMissingPartitionHasNothing) {
  put_in("q", "a", "1");
  EXPECT_THAT(keys(), IsEmpty());
  EXPECT_THAT(keys({}, {.reverse = true}), IsEmpty());
}

TEST_P(StateStoreContract, PrefixRangesHoldTheirPrefixOnly) {
  put_all({"a", "a/", "a/1", "a/\xff", "a0", "\xff", "\xff\xff", "\xff\xffz"});
  EXPECT_THAT(keys(prefix_range("a/")), ElementsAre("a/", "a/1", "a/\xff"));
  EXPECT_THAT(keys(prefix_range("\xff\xff")), ElementsAre("\xff\xff", "\xff\xffz"));
}

TEST_P(StateStoreContract, BackwardsFromTheEndOfTheRange) {
  put_all({"a", "b", "c", "d", "e"});
  EXPECT_THAT(keys({}, {.reverse = true}), ElementsAre("e", "d", "c", "b", "a"));
  EXPECT_THAT(keys({"b", "e"}, {.reverse = true}), ElementsAre("d", "c", "b"));
  EXPECT_THAT(keys({"b", "e"}, {.limit = 2, .reverse = true}), ElementsAre("d", "c"));
  EXPECT_THAT(keys({"b", "dd"}, {.limit = 1, .reverse = true}), ElementsAre("d"));
}

TEST_P(StateStoreContract, GivesAtMostSoManyRows) {
  put_all({"a", "b", "c"});
  EXPECT_THAT(keys({}, {.limit = 2}), ElementsAre("a", "b"));
  EXPECT_THAT(keys({}, {.limit = 3}), ElementsAre("a", "b", "c"));
}

TEST_P(StateStoreContract, GivesAtMostSoManyBytesButOneRow) {
  put_all({"aaaa", "bbbb", "cccc"});  // 8 bytes a row
  EXPECT_THAT(keys({}, {.bytes_max = 16}), ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(keys({}, {.bytes_max = 23}), ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(keys({}, {.bytes_max = 1}), ElementsAre("aaaa"));
  EXPECT_THAT(keys({}, {.bytes_max = 16, .reverse = true}), ElementsAre("cccc", "bbbb"));
}

TEST_P(StateStoreContract, CutsLongValues) {
  put("a", "0123456789");
  put("b", "01");
  auto rows = scan({}, {.value_bytes_max = 4});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].value, "0123");
  EXPECT_EQ(rows[1].value, "01");
  EXPECT_EQ(scan({}, {.value_bytes_max = 0})[0].value, "");
  EXPECT_EQ(value_of("a"), "0123456789");
}

// What is cut away is not counted.
TEST_P(StateStoreContract, TheBytesOfAPageAreThoseItGives) {
  put("a", std::string(1000, 'x'));
  put("b", std::string(1000, 'x'));
  EXPECT_EQ(scan({}, {.bytes_max = 10, .value_bytes_max = 4}).size(), 2U);
}

// Many keys in a random order, walked in pages of every kind of bound, forwards and backwards.
TEST_P(StateStoreContract, PagesJoinToTheWhole) {
  std::mt19937 random(7);
  std::vector<std::string> all;
  for (int i = 0; i < 700; ++i) all.push_back(std::to_string(random() % 1'000'000) + std::string(i % 5, '\xff'));
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  auto shuffled = all;
  std::ranges::shuffle(shuffled, random);
  put_all(shuffled);
  for (std::size_t limit : {1, 7, 100, 5000}) {
    std::vector<std::string> forwards;
    for (KeyRange range;;) {
      auto page = keys(range, {.limit = limit});
      if (page.empty()) break;
      forwards.insert(forwards.end(), page.begin(), page.end());
      range.begin = page.back() + '\0';
    }
    EXPECT_EQ(forwards, all) << limit;
  }
  std::vector<std::string> backwards;
  for (KeyRange range;;) {
    auto page = keys(range, {.limit = 33, .reverse = true});
    backwards.insert(backwards.begin(), page.rbegin(), page.rend());
    if (page.size() < 33) break;
    range.end = page.back();
  }
  EXPECT_EQ(backwards, all);
}

// Random writes and removals against a plain map.
TEST_P(StateStoreContract, AgreesWithAMap) {
  std::mt19937 random(11);
  std::map<std::string, std::string> model;
  for (int round = 0; round < 60; ++round) {
    std::map<std::string, std::optional<std::string>> writes;
    for (int i = 0; i < 40; ++i) {
      auto key = std::to_string(random() % 500);
      writes[key] = random() % 3 == 0 ? std::nullopt : std::optional(std::to_string(random()));
    }
    PartitionCommit part;
    for (const auto& [key, value] : writes) {
      part.writes.push_back({key, value});
      if (value) {
        model[key] = *value;
      } else {
        model.erase(key);
      }
    }
    ASSERT_TRUE(commit(commit_of(std::move(part))).committed);
    auto rows = scan();
    ASSERT_EQ(rows.size(), model.size());
    ASSERT_TRUE(std::ranges::equal(rows, model, [](const Row& row, const auto& expected) {
      return row.key == expected.first && row.value == expected.second;
    }));
  }
}

}  // namespace
}  // namespace winterbaume::storage_testing
