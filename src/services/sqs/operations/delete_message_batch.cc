#include "aws/common_errors.h"
#include "services/sqs/batches.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::DeleteMessageBatch> delete_message_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                     DeleteMessageBatchRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (auto error = check_batch(input.entries, "DeleteMessageBatchRequestEntry")) co_return aws::fail(std::move(*error));

  DeleteMessageBatchResult result;
  std::vector<std::string> handles;
  std::vector<std::optional<std::string>> ids;  // of the handles, in their order
  for (auto& entry : *input.entries) {
    if (!entry.receipt_handle || entry.receipt_handle->empty()) {
      add_failure(result.failed, std::move(entry.id), aws::errors::missing_parameter("ReceiptHandle"));
      continue;
    }
    handles.push_back(std::move(*entry.receipt_handle));
    ids.push_back(std::move(entry.id));
  }
  auto outcomes = co_await backend.delete_messages(std::move(*key), std::move(handles), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  for (std::size_t i = 0; i < outcomes->size(); ++i) {
    if (auto& deleted = (*outcomes)[i]; !deleted) {
      add_failure(result.failed, std::move(ids[i]), std::move(deleted.error()));
      continue;
    }
    if (!result.successful) result.successful.emplace();
    result.successful->push_back({.id = std::move(ids[i])});
  }
  co_return result;
}

}  // namespace winterbaume::sqs
