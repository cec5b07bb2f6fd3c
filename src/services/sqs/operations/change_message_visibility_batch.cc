#include <fmt/format.h>

#include "aws/common_errors.h"
#include "services/sqs/batches.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

aws::Result<VisibilityChange> take_change(ChangeMessageVisibilityBatchRequestEntry& entry, std::size_t number) {
  if (!entry.receipt_handle || entry.receipt_handle->empty()) return aws::fail(aws::errors::missing_parameter("ReceiptHandle"));
  if (!entry.visibility_timeout) {
    return aws::fail(
        aws::errors::missing_parameter(fmt::format("ChangeMessageVisibilityBatchRequestEntry.{}.VisibilityTimeout", number)));
  }
  if (!k_visibility_timeout_seconds.holds(*entry.visibility_timeout)) {
    return aws::fail(aws::errors::invalid_parameter_value(
        fmt::format("Value {} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between "
                    "0 and 43200.",
                    *entry.visibility_timeout)));
  }
  return VisibilityChange{std::move(*entry.receipt_handle), seconds(*entry.visibility_timeout)};
}

}  // namespace

Answer<ops::ChangeMessageVisibilityBatch> change_message_visibility_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                                          ChangeMessageVisibilityBatchRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (auto error = check_batch(input.entries, "ChangeMessageVisibilityBatchRequestEntry")) co_return aws::fail(std::move(*error));

  ChangeMessageVisibilityBatchResult result;
  std::vector<VisibilityChange> changes;
  std::vector<std::optional<std::string>> ids;  // of the changes, in their order
  for (std::size_t i = 0; i < input.entries->size(); ++i) {
    auto& entry = (*input.entries)[i];
    auto change = take_change(entry, i + 1);
    if (!change) {
      add_failure(result.failed, std::move(entry.id), std::move(change.error()));
      continue;
    }
    changes.push_back(std::move(*change));
    ids.push_back(std::move(entry.id));
  }
  auto outcomes = co_await backend.change_visibility(std::move(*key), std::move(changes), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  for (std::size_t i = 0; i < outcomes->size(); ++i) {
    if (auto& changed = (*outcomes)[i]; !changed) {
      add_failure(result.failed, std::move(ids[i]), std::move(changed.error()));
      continue;
    }
    if (!result.successful) result.successful.emplace();
    result.successful->push_back({.id = std::move(ids[i])});
  }
  co_return result;
}

}  // namespace winterbaume::sqs
