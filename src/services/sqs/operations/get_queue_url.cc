#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::GetQueueUrl> get_queue_url(const aws::RequestContext& context, SqsBackend& backend, GetQueueUrlRequest input) {
  if (input.queue_name->empty()) {
    co_return aws::fail(
        aws::errors::invalid_parameter_value("Value for parameter QueueName is invalid. Reason: Must specify a queue name."));
  }
  QueueKey key{context.scope, std::move(*input.queue_name)};
  if (input.queue_owner_aws_account_id) key.scope.account_id = std::move(*input.queue_owner_aws_account_id);
  auto queue = co_await backend.describe_queue(key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  co_return GetQueueUrlResult{.queue_url = make_queue_url(context, key.scope.account_id, key.name)};
}

}  // namespace winterbaume::sqs
