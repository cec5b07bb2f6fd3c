// DynamoDbBackend: entries of items that were there before their index.
#include <fmt/format.h>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

Item indexed(int sk, const std::string& v = "x") {
  return row("a", sk, fmt::format(", 'g': {{'S': 'x'}}, 'h': {{'N': '{}'}}, 'v': {{'S': '{}'}}", sk, v));
}

void begin_index(TableRecord& record) {
  record.indexes = {global_index(record.next_index_number++)};
  record.indexes.back().backfilling = true;
}

TEST_P(BackendContract, AnIndexIsFilledInSteps) {
  make();
  for (int sk = 1; sk <= 5; ++sk) put(indexed(sk));
  put(row("b", 1));
  auto table = change(&begin_index);
  EXPECT_EQ(scan(table, "global"), "");
  table = run(backend_->backfill(table, "global", 2));
  ASSERT_NE(table, nullptr);
  EXPECT_TRUE(table->find_index("global")->backfilling);
  EXPECT_LE(contents(table, "global").size(), 2U);
  run(fill_index(*backend_, scope_, "items", "global", 2));
  EXPECT_FALSE(find()->find_index("global")->backfilling);
  EXPECT_EQ(scan(find(), "global"), "a/1=x a/2=x a/3=x a/4=x a/5=x");
}

TEST_P(BackendContract, WritesDuringAFillAreSeen) {
  make();
  for (int sk = 1; sk <= 6; ++sk) put(indexed(sk));
  auto table = change(&begin_index);
  table = run(backend_->backfill(table, "global", 3));
  ASSERT_NE(table, nullptr);
  put(indexed(1, "new"));
  put(indexed(6, "new"));
  remove("a", 2);
  remove("a", 5);
  put(indexed(7));
  run(fill_index(*backend_, scope_, "items", "global", 3));
  EXPECT_EQ(scan(find(), "global"), "a/1=new a/3=x a/4=x a/6=new a/7=x");
}

TEST_P(BackendContract, AFillStopsWhereTheTableChanged) {
  make();
  put(indexed(1));
  const auto table = change(&begin_index);
  change([](TableRecord& record) { record.tags["team"] = "blue"; });
  EXPECT_EQ(run(backend_->backfill(table, "global", 10)), nullptr);
  run(fill_index(*backend_, scope_, "items", "global", 10));
  EXPECT_EQ(scan(find(), "global"), "a/1=x");
  EXPECT_EQ(find()->record.tags.at("team"), "blue");
}

TEST_P(BackendContract, WhatNeedsNoFillStaysAsItIs) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  EXPECT_EQ(run(backend_->backfill(table, "global", 10))->version, table->version);
  EXPECT_EQ(run(backend_->backfill(table, "other", 10))->version, table->version);
  EXPECT_EQ(run(backend_->backfill(table, "", 10))->version, table->version);
}

TEST_P(BackendContract, AnIndexThatGoesDuringItsFillLeavesNothing) {
  make();
  for (int sk = 1; sk <= 4; ++sk) put(indexed(sk));
  const auto table = change(&begin_index);
  ASSERT_NE(run(backend_->backfill(table, "global", 2)), nullptr);
  change([](TableRecord& record) { record.indexes.clear(); });
  change(&begin_index);
  EXPECT_EQ(scan(find(), "global"), "");
  run(fill_index(*backend_, scope_, "items", "global", 2));
  EXPECT_EQ(scan(find(), "global"), "a/1=x a/2=x a/3=x a/4=x");
}

TEST_P(BackendContract, AFillHasNoRecordsInStreams) {
  auto record = table_record();
  record.streams = {stream_info("s1", now())};
  make(record);
  put(indexed(1));
  change(&begin_index);
  run(fill_index(*backend_, scope_, "items", "global", 2));
  EXPECT_EQ(scan(find(), "global"), "a/1=x");
  EXPECT_EQ(shown_records(find(), "s1"), "+a/1=x");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
