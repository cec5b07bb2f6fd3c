#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::DeleteQueue> delete_queue(const aws::RequestContext& context, SqsBackend& backend, DeleteQueueRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto deleted = co_await backend.delete_queue(std::move(*key), context.now);
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  co_return DeleteQueueResponse{};
}

}  // namespace winterbaume::sqs
