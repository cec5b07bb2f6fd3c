// DynamoDbBackend: pages of items, forwards and backwards, of a hash key and of a segment.
#include <fmt/format.h>

#include <set>

#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/items/key_encoding.h"
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

Item hash_of(const std::string& pk) { return item_of("{'pk': {'S': '" + pk + "'}}"); }

std::string encoded(int sk) {
  std::string out;
  append_key(out, row("x", sk).find("sk").value());
  return out;
}

TEST_P(BackendContract, ItemsOfAHashKeyComeByTheirRangeKey) {
  const auto table = make();
  for (const int sk : {10, -3, 2, 0, 100}) put(row("a", sk));
  put(row("b", 1));
  EXPECT_EQ(read({.table = table, .index = {}, .hash = hash_of("a")}), "a/-3 a/0 a/2 a/10 a/100");
  EXPECT_EQ(read({.table = table, .index = {}, .hash = hash_of("a"), .reverse = true}), "a/100 a/10 a/2 a/0 a/-3");
  EXPECT_EQ(read({.table = table, .index = {}, .hash = hash_of("c")}), "");
}

TEST_P(BackendContract, AHashKeyThatBeginsLikeAnotherIsAnother) {
  const auto table = make();
  for (const auto* pk : {"a", "ab", "", "a\\u0000", "a\\u0000\\u0001"}) put(row(pk, 1));
  EXPECT_EQ(read({.table = table, .index = {}, .hash = hash_of("a")}), "a/1");
  EXPECT_EQ(read({.table = table, .index = {}, .hash = hash_of("ab")}), "ab/1");
}

TEST_P(BackendContract, BoundsOfRangeKeysAreKept) {
  const auto table = make();
  for (int sk = 1; sk <= 5; ++sk) put(row("a", sk));
  ItemQuery query{.table = table, .index = {}, .hash = hash_of("a"), .range_begin = encoded(2), .range_end = encoded(4)};
  EXPECT_EQ(read(query), "a/2 a/3");
  query.reverse = true;
  EXPECT_EQ(read(query), "a/3 a/2");
  query.range_end.clear();
  EXPECT_EQ(read(query), "a/5 a/4 a/3 a/2");
  query.range_begin.clear();
  query.range_end = encoded(1);
  EXPECT_EQ(read(query), "");
}

TEST_P(BackendContract, PagesGoOnWhereTheLastOneEnded) {
  const auto table = make();
  for (int sk = 1; sk <= 5; ++sk) put(row("a", sk));
  ItemQuery query{.table = table, .index = {}, .hash = hash_of("a"), .items_max = 2};
  EXPECT_EQ(read(query), "a/1 a/2|a/3 a/4|a/5");
  query.reverse = true;
  EXPECT_EQ(read(query), "a/5 a/4|a/3 a/2|a/1");
  query.items_max = 1;
  EXPECT_EQ(read(query), "a/5|a/4|a/3|a/2|a/1");
}

// A page that ends with the last item may say that there is more: there is nothing, then.
TEST_P(BackendContract, APageMayEndWithTheLastItem) {
  const auto table = make();
  for (int sk = 1; sk <= 2; ++sk) put(row("a", sk));
  auto query = ItemQuery{.table = table, .index = {}, .hash = std::nullopt, .items_max = 2};
  const auto page = run(backend_->read_items(query));
  EXPECT_EQ(shown(page.items), "a/1 a/2");
  query.start_after = ItemPosition{page.items.back()};
  const auto rest = run(backend_->read_items(query));
  EXPECT_TRUE(rest.items.empty());
  EXPECT_FALSE(rest.more);
}

TEST_P(BackendContract, AReadBeginsBehindItsStartWhetherThatIsThereOrNot) {
  const auto table = make();
  for (const int sk : {1, 2, 4}) put(row("a", sk));
  ItemQuery query{.table = table, .index = {}, .hash = hash_of("a"), .start_after = ItemPosition{key("a", 2)}};
  EXPECT_EQ(read(query), "a/4");
  query.start_after = ItemPosition{key("a", 3)};
  EXPECT_EQ(read(query), "a/4");
  query.reverse = true;
  EXPECT_EQ(read(query), "a/2 a/1");
  query.start_after = ItemPosition{key("a", 5)};
  EXPECT_EQ(read(query), "a/4 a/2 a/1");
}

TEST_P(BackendContract, PagesOfAnIndexGoOnAmongEqualKeys) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  for (int sk = 1; sk <= 3; ++sk) put(row("a", sk, ", 'g': {'S': 'x'}, 'h': {'N': '1'}"));
  put(row("b", 9, ", 'g': {'S': 'x'}, 'h': {'N': '0'}"));
  ItemQuery query{.table = table, .index = "global", .hash = item_of("{'g': {'S': 'x'}}"), .items_max = 1};
  EXPECT_EQ(read(query), "b/9|a/3|a/2|a/1");
  query.reverse = true;
  EXPECT_EQ(read(query), "a/1|a/2|a/3|b/9");
}

TEST_P(BackendContract, APageEndsWithTheItemThatReachesItsBytes) {
  const auto table = make();
  const std::string kilobyte(1000, 'x');
  for (int sk = 1; sk <= 9; ++sk) put(valued("a", sk, kilobyte));
  const auto size = item_size(valued("a", 1, kilobyte).view());
  ItemQuery query{.table = table, .index = {}, .hash = hash_of("a"), .bytes_max = 3 * size};
  auto page = run(backend_->read_items(query));
  EXPECT_EQ(page.items.size(), 3U);
  EXPECT_EQ(page.bytes, 3 * size);
  EXPECT_TRUE(page.more);
  query.bytes_max = 3 * size + 1;
  EXPECT_EQ(run(backend_->read_items(query)).items.size(), 4U);
  query.bytes_max = 1;
  EXPECT_EQ(run(backend_->read_items(query)).items.size(), 1U);
  query.bytes_max = 9 * size + 1;
  page = run(backend_->read_items(query));
  EXPECT_EQ(page.items.size(), 9U);
  EXPECT_FALSE(page.more);
}

TEST_P(BackendContract, ItemsOfTheLargestSizeAreRead) {
  const auto table = make();
  const std::string large(390 * 1024, 'x');
  for (int sk = 1; sk <= 4; ++sk) put(valued("a", sk, large));
  const auto page = run(backend_->read_items({.table = table, .index = {}, .hash = hash_of("a")}));
  EXPECT_EQ(page.items.size(), 3U);
  EXPECT_TRUE(page.more);
  EXPECT_EQ(contents(table).size(), 4U);
}

// What one segment of so many has, in pages of seven.
std::vector<std::string> segment_of(BackendContract& suite, TablePtr table, const std::string& index, std::uint32_t segment,
                                    std::uint32_t segments) {
  ItemQuery query{.table = std::move(table), .index = index, .hash = std::nullopt, .segment = segment, .segments = segments};
  query.items_max = 7;
  std::vector<std::string> out;
  while (true) {
    const auto page = suite.run(suite.backend_->read_items(query));
    for (const auto& item : page.items) out.push_back(shown(item));
    if (!page.more || page.items.empty()) return out;
    query.start_after = ItemPosition{page.items.back()};
  }
}

TEST_P(BackendContract, EachItemIsInOneSegment) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  std::vector<ItemWrite> writes;
  for (int i = 0; i < 200; ++i) {
    const auto pk = fmt::format("p{}", i);
    writes.push_back(write_of(table, key(pk, i), {}, row(pk, i, fmt::format(", 'g': {{'S': 'g{}'}}, 'h': {{'N': '1'}}", i))));
  }
  ASSERT_EQ(commit(std::move(writes)), CommitVerdict::done);
  for (const std::string index : {"", "global"}) {
    for (const std::uint32_t segments : {1U, 3U, 16U, 1000U}) {
      std::vector<std::string> seen;
      std::size_t used = 0;
      for (std::uint32_t segment = 0; segment < segments; ++segment) {
        const auto here = segment_of(*this, table, index, segment, segments);
        seen.insert(seen.end(), here.begin(), here.end());
        used += here.empty() ? 0 : 1;
      }
      EXPECT_EQ(seen.size(), 200U);
      EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 200U);
      EXPECT_GE(used, std::min<std::size_t>(segments, 16)) << "items are spread";
    }
  }
}

TEST_P(BackendContract, AStartLiesInOneSegment) {
  const auto table = make();
  for (int i = 0; i < 20; ++i) {
    int found = 0;
    for (std::uint32_t segment = 0; segment < 5; ++segment) {
      ItemQuery query{.table = table, .index = {}, .hash = std::nullopt, .segment = segment, .segments = 5};
      query.start_after = ItemPosition{key(fmt::format("p{}", i), 1)};
      found += backend_->starts_in_segment(query) ? 1 : 0;
    }
    EXPECT_EQ(found, 1);
  }
}

TEST_P(BackendContract, ALargeTableIsScannedWhole) {
  const auto table = make();
  for (int i = 0; i < 10; ++i) {
    std::vector<ItemWrite> writes;
    for (int j = 0; j < 1000; ++j) {
      const auto pk = fmt::format("p{}", i * 1000 + j);
      writes.push_back(write_of(table, key(pk, j), {}, valued(pk, j, std::string(100, 'v'))));
    }
    ASSERT_EQ(commit(std::move(writes)), CommitVerdict::done);
  }
  EXPECT_EQ(contents(table).size(), 10'000U);
  ItemQuery whole{.table = table, .index = {}, .hash = std::nullopt};
  whole.bytes_max = 100 << 20;
  const auto page = run(backend_->read_items(whole));
  EXPECT_EQ(page.items.size(), 10'000U);
  EXPECT_FALSE(page.more);
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
