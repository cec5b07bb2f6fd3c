#include <fmt/format.h>

#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {

Answer<ops::ChangeMessageVisibility> change_message_visibility(const aws::RequestContext& context, SqsBackend& backend,
                                                               ChangeMessageVisibilityRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (input.receipt_handle->empty()) co_return aws::fail(aws::errors::missing_parameter("ReceiptHandle"));
  if (!k_visibility_timeout_seconds.holds(*input.visibility_timeout)) {
    co_return aws::fail(aws::errors::invalid_parameter_value(fmt::format(
        "Value {} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.", *input.visibility_timeout)));
  }

  std::vector<VisibilityChange> changes;
  changes.push_back({std::move(*input.receipt_handle), seconds(*input.visibility_timeout)});
  auto outcomes = co_await backend.change_visibility(std::move(*key), std::move(changes), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  if (auto& changed = outcomes->front(); !changed) co_return aws::fail(std::move(changed.error()));
  co_return ChangeMessageVisibilityResponse{};
}

}  // namespace winterbaume::sqs
