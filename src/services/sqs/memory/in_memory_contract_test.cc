#include "services/sqs/memory/in_memory_sqs_backend.h"
#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

std::unique_ptr<SqsBackend> make_in_memory(asio::io_context&, std::shared_ptr<Clock> clock) {
  return std::make_unique<InMemorySqsBackend>(std::move(clock), std::make_shared<SequentialIds>());
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(InMemory, BackendContract,
                         ::testing::Values(BackendUnderTest{.name = "InMemory", .make = &make_in_memory}),
                         [](const auto& info) { return info.param.name; });

}  // namespace winterbaume::sqs::testing
