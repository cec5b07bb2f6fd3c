// The store's backend keeps the contract over a store in memory.
#include "services/dynamodb/store/store_dynamodb_backend.h"

#include "services/dynamodb/testing/backend_contract.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb::testing {
namespace {

std::shared_ptr<DynamoDbBackend> make_in_memory(asio::io_context&, std::shared_ptr<Clock> clock) {
  return std::make_shared<StoreDynamoDbBackend>(std::make_shared<MemoryStateStore>(), std::move(clock));
}

INSTANTIATE_TEST_SUITE_P(Memory, BackendContract, ::testing::Values(BackendUnderTest{.name = "Memory", .make = &make_in_memory}),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace winterbaume::dynamodb::testing
