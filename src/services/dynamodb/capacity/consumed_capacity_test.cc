#include "services/dynamodb/capacity/consumed_capacity.h"

#include <gtest/gtest.h>

namespace winterbaume::dynamodb {
namespace {

Item item_of(std::string_view json) {
  simdjson::dom::parser parser;
  Item item;
  std::string problem;
  const simdjson::padded_string text(json);
  EXPECT_TRUE(item.read_json(parser.parse(text).value(), problem)) << problem;
  return item;
}

Table table_with_index(ProjectionType projection) {
  Table table;
  table.record.name = "t";
  table.record.keys.hash = {{"p", ScalarType::s}};
  IndexRecord index;
  index.name = "g";
  index.global = true;
  index.keys.hash = {{"x", ScalarType::s}};
  index.projection = projection;
  table.record.indexes.push_back(index);
  return table;
}

TEST(ConsumedCapacity, CountsWholeUnits) {
  EXPECT_EQ(read_units(0, true), 1.0);
  EXPECT_EQ(read_units(4096, true), 1.0);
  EXPECT_EQ(read_units(4097, true), 2.0);
  EXPECT_EQ(read_units(4097, false), 1.0);
  EXPECT_EQ(write_units(0), 1.0);
  EXPECT_EQ(write_units(1025), 2.0);
}

TEST(ConsumedCapacity, IsSilentWhereNobodyAsks) {
  CapacityMeter meter(std::string("NONE"));
  meter.write_item(Table(), nullptr, nullptr);
  EXPECT_FALSE(meter.of_one());
  EXPECT_FALSE(CapacityMeter(std::nullopt).of_each());
}

TEST(ConsumedCapacity, AnEntryThatMovesIsWrittenTwice) {
  const auto table = table_with_index(ProjectionType::all);
  const auto before = item_of(R"({"p":{"S":"a"},"x":{"S":"1"}})");
  const auto after = item_of(R"({"p":{"S":"a"},"x":{"S":"2"}})");
  CapacityMeter meter(std::string("INDEXES"));
  meter.write_item(table, &before, &after);
  const auto consumed = meter.of_one();
  ASSERT_TRUE(consumed);
  EXPECT_EQ(consumed->capacity_units, 3.0);
  EXPECT_EQ(consumed->table->capacity_units, 1.0);
  EXPECT_EQ(consumed->global_secondary_indexes->find("g")->capacity_units, 2.0);
  EXPECT_FALSE(consumed->write_capacity_units);
}

TEST(ConsumedCapacity, AnEntryThatStaysCostsNothing) {
  const auto table = table_with_index(ProjectionType::keys_only);
  const auto before = item_of(R"({"p":{"S":"a"},"x":{"S":"1"}})");
  const auto after = item_of(R"({"p":{"S":"a"},"x":{"S":"1"},"y":{"S":"new"}})");
  CapacityMeter meter(std::string("INDEXES"));
  meter.write_item(table, &before, &after);
  EXPECT_EQ(meter.of_one()->capacity_units, 1.0);
  EXPECT_FALSE(meter.of_one()->global_secondary_indexes);
}

TEST(ConsumedCapacity, TransactionsCostTwiceAndTellReadsFromWrites) {
  const auto table = table_with_index(ProjectionType::all);
  const auto item = item_of(R"({"p":{"S":"a"}})");
  CapacityMeter reads(std::string("TOTAL"), true);
  reads.read_item(table, &item, false);
  EXPECT_EQ(reads.of_each()->front().read_capacity_units, 2.0);
  CapacityMeter writes(std::string("TOTAL"), true);
  writes.write_item(table, nullptr, &item);
  EXPECT_EQ(writes.of_each()->front().write_capacity_units, 2.0);
  EXPECT_FALSE(writes.of_each()->front().table);
}

}  // namespace
}  // namespace winterbaume::dynamodb
