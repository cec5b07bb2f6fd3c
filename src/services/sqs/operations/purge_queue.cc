#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::PurgeQueue> purge_queue(const aws::RequestContext& context, SqsBackend& backend, PurgeQueueRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto purged = co_await backend.purge(std::move(*key), context.now);
  if (!purged) co_return aws::fail(std::move(purged.error()));
  co_return PurgeQueueResponse{};
}

}  // namespace winterbaume::sqs
