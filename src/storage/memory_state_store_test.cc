#include "storage/memory_state_store.h"

#include "storage/testing/state_store_contract.h"

namespace winterbaume::storage_testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, StateStoreContract,
                         ::testing::Values(StateStoreUnderTest{
                             .name = "Memory", .make = [](asio::io_context&) { return std::make_unique<MemoryStateStore>(); }}),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace winterbaume::storage_testing
