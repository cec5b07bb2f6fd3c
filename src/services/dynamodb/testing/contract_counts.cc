// DynamoDbBackend: how many items there are.
#include <fmt/format.h>

#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

Item indexed(const std::string& pk, int sk) {
  return row(pk, sk, fmt::format(", 'g': {{'S': 'g{}'}}, 'h': {{'N': '{}'}}", sk, sk));
}

TEST_P(BackendContract, ItemsAndTheirBytesAreCounted) {
  auto record = table_record();
  record.indexes = {global_index(1, ProjectionType::keys_only)};
  const auto table = make(record);
  auto count = run(backend_->count(table));
  EXPECT_EQ(count.table.items, 0);
  EXPECT_EQ(count.table.bytes, 0);
  ASSERT_TRUE(count.indexes.contains("global"));
  const auto one = indexed("a", 1);
  const auto two = row("a", 2, ", 'v': {'S': 'more'}");
  put(one);
  put(two);
  count = run(backend_->count(table));
  EXPECT_EQ(count.table.items, 2);
  EXPECT_EQ(count.table.bytes, static_cast<std::int64_t>(item_size(one.view()) + item_size(two.view())));
  EXPECT_EQ(count.indexes.at("global").items, 1);
  EXPECT_EQ(count.indexes.at("global").bytes, static_cast<std::int64_t>(item_size(one.view())));
}

TEST_P(BackendContract, ACountFollowsWrites) {
  auto record = table_record();
  record.indexes = {global_index(1, ProjectionType::keys_only)};
  const auto table = make(record);
  for (int i = 1; i <= 20; ++i) {
    put(indexed(fmt::format("p{}", i), i));
    EXPECT_EQ(run(backend_->count(table)).table.items, i);
  }
  put(row("p7", 7));
  remove("p8", 8);
  const auto count = run(backend_->count(table));
  EXPECT_EQ(count.table.items, 19);
  EXPECT_EQ(count.indexes.at("global").items, 18);
}

// More than is counted at once: the count comes to be right though the table is written to.
TEST_P(BackendContract, ACountOfALargeTableComesToBeRight) {
  auto record = table_record();
  record.indexes = {global_index(1, ProjectionType::keys_only)};
  const auto table = make(record);
  constexpr int k_items = 30'000;
  for (int i = 0; i < k_items; i += 1000) {
    std::vector<ItemWrite> writes;
    for (int j = i; j < i + 1000; ++j) {
      const auto pk = fmt::format("p{}", j);
      writes.push_back(write_of(table, key(pk, j), {}, indexed(pk, j)));
    }
    ASSERT_EQ(commit(std::move(writes)), CommitVerdict::done);
    if (i == 10'000) EXPECT_EQ(run(backend_->count(table)).table.items, 11'000);
  }
  for (int j = 0; j < 10; ++j) remove(fmt::format("p{}", j), j);
  TableCount count;
  for (int i = 0; i < 100; ++i) {
    count = run(backend_->count(table));
    if (count.table.items == k_items - 10 && count.indexes.at("global").items == k_items - 10) break;
    advance(std::chrono::seconds(10));
  }
  EXPECT_EQ(count.table.items, k_items - 10);
  EXPECT_EQ(count.indexes.at("global").items, k_items - 10);
}

TEST_P(BackendContract, AnIndexThatIsFilledIsCounted) {
  make();
  for (int i = 1; i <= 5; ++i) put(indexed("a", i));
  EXPECT_EQ(run(backend_->count(find())).table.items, 5);
  auto table = change([](TableRecord& record) {
    record.indexes = {global_index(3)};
    record.indexes[0].backfilling = true;
  });
  EXPECT_EQ(run(backend_->count(table)).indexes.at("global").items, 0);
  run(fill_index(*backend_, scope_, "items", "global", 10));
  EXPECT_EQ(run(backend_->count(find())).indexes.at("global").items, 5);
}

TEST_P(BackendContract, ATableMadeAgainIsCountedAnew) {
  const auto table = make();
  put(row("a", 1));
  EXPECT_EQ(run(backend_->count(table)).table.items, 1);
  ASSERT_TRUE(run(backend_->delete_table(table)));
  auto record = table_record();
  record.id = "another";
  EXPECT_EQ(run(backend_->count(make(record))).table.items, 0);
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
