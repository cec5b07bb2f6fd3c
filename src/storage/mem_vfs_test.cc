#include "storage/mem_vfs.h"

#include "storage/testing/vfs_contract.h"

namespace winterbaume::storage_testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, VfsContract,
                         ::testing::Values(VfsUnderTest{.name = "Memory",
                                                        .make = [](asio::io_context&) { return std::make_shared<MemVfs>(); }}),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace winterbaume::storage_testing
