// DynamoDbBackend: indexes follow their tables.
#include <fmt/format.h>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

Item indexed(int sk, const std::string& g, int h, const std::string& v = "x") {
  return row("a", sk, fmt::format(", 'g': {{'S': '{}'}}, 'h': {{'N': '{}'}}, 'v': {{'S': '{}'}}", g, h, v));
}

TEST_P(BackendContract, AnIndexHasTheItemsThatHaveItsKey) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  put(indexed(1, "x", 2));
  put(indexed(2, "x", 1));
  put(row("a", 3, ", 'g': {'S': 'x'}"));
  put(row("a", 4, ", 'g': {'N': '1'}, 'h': {'N': '1'}"));
  put(row("a", 5, ", 'h': {'N': '1'}"));
  EXPECT_EQ(scan(table, "global"), "a/2=x a/1=x");
  EXPECT_EQ(scan(table), "a/1=x a/2=x a/3 a/4 a/5");
}

TEST_P(BackendContract, AnEntryFollowsItsItem) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  put(indexed(1, "x", 1, "one"));
  EXPECT_EQ(scan(table, "global"), "a/1=one");
  put(indexed(1, "x", 1, "two"));
  EXPECT_EQ(scan(table, "global"), "a/1=two");
  put(indexed(1, "y", 3, "three"));
  EXPECT_EQ(scan(table, "global"), "a/1=three");
  EXPECT_EQ(read({.table = table, .index = "global", .hash = item_of("{'g': {'S': 'x'}}")}), "");
  EXPECT_EQ(read({.table = table, .index = "global", .hash = item_of("{'g': {'S': 'y'}}")}), "a/1=three");
  put(row("a", 1));
  EXPECT_EQ(scan(table, "global"), "");
  put(indexed(1, "x", 1, "four"));
  remove("a", 1);
  EXPECT_EQ(scan(table, "global"), "");
}

// They come by the hash of their items' keys, as AWS has them.
TEST_P(BackendContract, ManyItemsMayHaveOneIndexKey) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  for (const int sk : {3, 1, 2}) put(indexed(sk, "x", 7));
  EXPECT_EQ(scan(table, "global"), "a/3=x a/2=x a/1=x");
  remove("a", 2);
  EXPECT_EQ(scan(table, "global"), "a/3=x a/1=x");
}

TEST_P(BackendContract, AnEntryHasWhatIsProjected) {
  auto record = table_record();
  auto keys_only = global_index(1, ProjectionType::keys_only);
  auto include = global_index(2, ProjectionType::include);
  include.name = "include";
  include.non_key_attributes = {"v"};
  record.indexes = {keys_only, include};
  const auto table = make(record);
  put(row("a", 1, ", 'g': {'S': 'x'}, 'h': {'N': '1'}, 'v': {'S': 'v'}, 'w': {'S': 'w'}"));
  const auto entry = [&](const std::string& index) { return contents(table, index).at(0); };
  EXPECT_EQ(entry("global"), R"({"g":{"S":"x"},"h":{"N":"1"},"pk":{"S":"a"},"sk":{"N":"1"}})");
  EXPECT_EQ(entry("include"), R"({"g":{"S":"x"},"h":{"N":"1"},"pk":{"S":"a"},"sk":{"N":"1"},"v":{"S":"v"}})");
}

TEST_P(BackendContract, ALocalIndexOrdersTheItemsOfAHashKey) {
  auto record = table_record();
  record.indexes = {local_index()};
  const auto table = make(record);
  put(row("a", 1, ", 'c': {'S': 'z'}"));
  put(row("a", 2, ", 'c': {'S': 'y'}"));
  put(row("a", 3));
  put(row("b", 4, ", 'c': {'S': 'x'}"));
  EXPECT_EQ(read({.table = table, .index = "local", .hash = item_of("{'pk': {'S': 'a'}}")}), "a/2 a/1");
}

TEST_P(BackendContract, AKeyOfManyAttributesNeedsThemAll) {
  auto record = table_record();
  auto index = global_index();
  index.keys.hash = {{"g", ScalarType::s}, {"i", ScalarType::s}};
  index.keys.range = {{"h", ScalarType::n}, {"j", ScalarType::s}};
  record.indexes = {index};
  const auto table = make(record);
  const auto item = [](int sk, const std::string& i, const std::string& j) {
    return row("a", sk, ", 'g': {'S': 'x'}, 'h': {'N': '1'}, 'i': {'S': '" + i + "'}, 'j': {'S': '" + j + "'}");
  };
  put(item(1, "p", "b"));
  put(item(2, "p", "a"));
  put(item(3, "q", "a"));
  put(row("a", 4, ", 'g': {'S': 'x'}, 'h': {'N': '1'}, 'i': {'S': 'p'}"));
  EXPECT_EQ(read({.table = table, .index = "global", .hash = item_of("{'g': {'S': 'x'}, 'i': {'S': 'p'}}")}), "a/2 a/1");
}

TEST_P(BackendContract, AnIndexThatGoesLeavesNothing) {
  auto record = table_record();
  record.indexes = {global_index(1)};
  make(record);
  put(indexed(1, "x", 1));
  const auto without = change([](TableRecord& table) { table.indexes.clear(); });
  put(indexed(2, "x", 1));
  EXPECT_EQ(scan(without), "a/1=x a/2=x");
  const auto again = change([](TableRecord& table) { table.indexes = {global_index(2)}; });
  EXPECT_EQ(scan(again, "global"), "");
  EXPECT_EQ(run(backend_->count(again)).indexes.at("global").items, 0);
}

TEST_P(BackendContract, AnIndexThatIsBeingDeletedIsLeftAlone) {
  auto record = table_record();
  record.indexes = {global_index()};
  make(record);
  put(indexed(1, "x", 1));
  const auto table = change([](TableRecord& changed) { changed.indexes[0].status = IndexStatus::deleting; });
  put(indexed(2, "x", 2));
  EXPECT_EQ(scan(table, "global"), "a/1=x");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
