#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::DeleteMessage> delete_message(const aws::RequestContext& context, SqsBackend& backend, DeleteMessageRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (input.receipt_handle->empty()) co_return aws::fail(aws::errors::missing_parameter("ReceiptHandle"));

  std::vector<std::string> handles;
  handles.push_back(std::move(*input.receipt_handle));
  auto outcomes = co_await backend.delete_messages(std::move(*key), std::move(handles), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  if (auto& deleted = outcomes->front(); !deleted) co_return aws::fail(std::move(deleted.error()));
  co_return DeleteMessageResponse{};
}

}  // namespace winterbaume::sqs
