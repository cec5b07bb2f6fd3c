// The store's backend keeps the contract over a store in memory.
#include "services/dynamodb/store/store_dynamodb_backend.h"

#include <gtest/gtest.h>

#include "services/dynamodb/testing/backend_contract.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb::testing {
namespace {

std::shared_ptr<DynamoDbBackend> make_in_memory(asio::io_context&, std::shared_ptr<Clock> clock) {
  return std::make_shared<StoreDynamoDbBackend>(std::make_shared<MemoryStateStore>(), std::move(clock));
}

INSTANTIATE_TEST_SUITE_P(Memory, BackendContract, ::testing::Values(BackendUnderTest{.name = "Memory", .make = &make_in_memory}),
                         ::testing::PrintToStringParamName());

class TwoBackendsTest : public ::testing::Test, public storage_testing::CoroutineCase {};

// Both trust what they know of tables, since nobody else writes to the store.
TEST_F(TwoBackendsTest, OverOneStoreSeeOneAnothersTables) {
  const auto store = std::make_shared<MemoryStateStore>();
  const auto clock = std::make_shared<ManualClock>();
  StoreDynamoDbBackend first(store, clock), second(store, clock);
  const auto record = table_record();
  const auto made = run(first.create_table(record));
  ASSERT_NE(made, nullptr);
  ASSERT_NE(run(second.find_table(record.scope(), record.name)), nullptr);
  auto changed = made->record;
  changed.deletion_protected = true;
  ASSERT_NE(run(first.update_table(made, changed)), nullptr);
  const auto seen = run(second.find_table(record.scope(), record.name));
  ASSERT_NE(seen, nullptr);
  EXPECT_TRUE(seen->record.deletion_protected);
  ASSERT_TRUE(run(second.delete_table(seen)));
  EXPECT_EQ(run(first.find_table(record.scope(), record.name)), nullptr);
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
