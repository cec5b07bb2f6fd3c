#include "services/dynamodb/capacity/throttle.h"

#include <gtest/gtest.h>

#include "services/dynamodb/capacity/write_admission.h"

namespace winterbaume::dynamodb {
namespace {

constexpr TimePoint k_begin{std::chrono::hours(1)};

Item item_of(std::string_view json) {
  simdjson::dom::parser parser;
  Item item;
  std::string problem;
  const simdjson::padded_string text(json);
  EXPECT_TRUE(item.read_json(parser.parse(text).value(), problem)) << problem;
  return item;
}

// A unit or two a second; a global index of x and a local one of y.
Table provisioned_table() {
  Table table;
  table.record.account_id = "123456789012";
  table.record.region = "us-east-1";
  table.record.name = "t";
  table.record.id = "id";
  table.record.keys.hash = {{"p", ScalarType::s}};
  table.record.throughput = {.read_units = 1, .write_units = 2};
  IndexRecord index;
  index.name = "g";
  index.global = true;
  index.keys.hash = {{"x", ScalarType::s}};
  index.throughput = {.read_units = 1, .write_units = 1};
  table.record.indexes.push_back(index);
  index.name = "l";
  index.global = false;
  index.keys.hash = {{"y", ScalarType::s}};
  table.record.indexes.push_back(index);
  return table;
}

// As an operation does it; whether it was let through.
bool read(Throttle& throttle, const Table& table, const std::string& index, std::size_t bytes, TimePoint now) {
  auto meter = CapacityMeter::silent();
  meter.read_page(table, index, bytes, {}, true);
  if (throttle.find_shortage(table, meter, now)) return false;
  throttle.charge(meter, now);
  return true;
}

std::optional<Shortage> write(Throttle& throttle, const Table& table, std::string_view json, TimePoint now) {
  WriteAdmission admission(&throttle, now);
  if (auto shortage = admission.find_shortage(table)) return shortage;
  if (auto shortage = admission.find_shortage(table, std::nullopt, item_of(json))) return shortage;
  admission.charge();
  return std::nullopt;
}

TEST(Throttle, HoldsReadsToWhatIsProvisioned) {
  Throttle throttle;
  const auto table = provisioned_table();
  EXPECT_TRUE(read(throttle, table, "", 300 * 4096, k_begin));
  EXPECT_FALSE(read(throttle, table, "", 1, k_begin));
  EXPECT_TRUE(read(throttle, table, "g", 300 * 4096, k_begin));
  EXPECT_FALSE(read(throttle, table, "g", 1, k_begin));
  EXPECT_TRUE(read(throttle, table, "", 1, k_begin + std::chrono::seconds(1)));
}

TEST(Throttle, ALocalIndexTakesFromItsTable) {
  Throttle throttle;
  const auto table = provisioned_table();
  EXPECT_TRUE(read(throttle, table, "l", 300 * 4096, k_begin));
  EXPECT_FALSE(read(throttle, table, "", 1, k_begin));
}

TEST(Throttle, AnIndexHoldsItsTableBack) {
  Throttle throttle;
  const auto table = provisioned_table();
  for (int i = 0; i < 300; ++i) EXPECT_FALSE(write(throttle, table, R"({"p":{"S":"a"},"x":{"S":"b"}})", k_begin));
  const auto shortage = write(throttle, table, R"({"p":{"S":"a"},"x":{"S":"b"}})", k_begin);
  ASSERT_TRUE(shortage);
  EXPECT_TRUE(shortage->index);
  EXPECT_EQ(shortage->resource_arn, "arn:aws:dynamodb:us-east-1:123456789012:table/t/index/g");
  EXPECT_EQ(throttled_reason(*shortage).code, "ProvisionedThroughputExceeded");
  EXPECT_FALSE(write(throttle, table, R"({"p":{"S":"a"}})", k_begin)) << "an item that is not in the index";
}

TEST(Throttle, ATableWithoutCapacityIsTheFirstToSaySo) {
  Throttle throttle;
  const auto table = provisioned_table();
  for (int i = 0; i < 600; ++i) EXPECT_FALSE(write(throttle, table, R"({"p":{"S":"a"}})", k_begin));
  const auto shortage = write(throttle, table, R"({"p":{"S":"a"},"x":{"S":"b"}})", k_begin);
  ASSERT_TRUE(shortage);
  EXPECT_FALSE(shortage->index);
  EXPECT_EQ(throttled(*shortage).shape->name, "ProvisionedThroughputExceededException");
  EXPECT_FALSE(write(throttle, table, R"({"p":{"S":"a"}})", k_begin + std::chrono::milliseconds(500)));
}

TEST(Throttle, OnDemandIsHeldToItsOwnMaximum) {
  Throttle throttle;
  auto table = provisioned_table();
  table.record.billing = BillingMode::pay_per_request;
  table.record.on_demand.read_units = 1;
  EXPECT_TRUE(read(throttle, table, "", 300 * 4096, k_begin));
  EXPECT_FALSE(read(throttle, table, "", 1, k_begin));
  EXPECT_TRUE(read(throttle, table, "g", 300 * 4096, k_begin));
  EXPECT_TRUE(read(throttle, table, "g", 1, k_begin)) << "an index without a maximum";
  auto meter = CapacityMeter::silent();
  meter.read_page(table, "", 1, {}, true);
  const auto shortage = throttle.find_shortage(table, meter, k_begin);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(throttled(*shortage).shape->name, "ThrottlingException");
  EXPECT_EQ(throttled_reason(*shortage).code, "ThrottlingError");
}

TEST(Throttle, MoreThroughputHelpsAtOnce) {
  Throttle throttle;
  auto table = provisioned_table();
  EXPECT_TRUE(read(throttle, table, "", 305 * 4096, k_begin));
  table.record.throughput.read_units = 100;
  EXPECT_FALSE(read(throttle, table, "", 1, k_begin));
  EXPECT_TRUE(read(throttle, table, "", 1, k_begin + std::chrono::milliseconds(100)));
}

TEST(Throttle, AFailedConditionCostsWhatTheItemDoes) {
  Throttle throttle;
  const auto table = provisioned_table();
  WriteAdmission admission(&throttle, k_begin);
  EXPECT_FALSE(admission.find_shortage(table));
  const StoredItem large{.item = item_of("{\"p\":{\"S\":\"" + std::string(600 * 1024, 'x') + "\"}}"), .version = 1};
  admission.charge_refused(table, large);
  EXPECT_TRUE(write(throttle, table, R"({"p":{"S":"a"}})", k_begin));
}

}  // namespace
}  // namespace winterbaume::dynamodb
