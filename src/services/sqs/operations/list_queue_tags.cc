#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::ListQueueTags> list_queue_tags(const aws::RequestContext& context, SqsBackend& backend, ListQueueTagsRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(std::move(*key), context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  ListQueueTagsResult result;
  if (queue->tags.empty()) co_return result;
  auto& tags = result.tags.emplace();
  for (auto& [name, value] : queue->tags) tags.add(name, std::move(value));
  co_return result;
}

}  // namespace winterbaume::sqs
