#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_attributes.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::SetQueueAttributes> set_queue_attributes(const aws::RequestContext& context, SqsBackend& backend,
                                                     SetQueueAttributesRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(*key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  auto given = parse_changed_attributes(queue->settings, input.attributes.value_or(AttributeMap()));
  if (!given) co_return aws::fail(std::move(given.error()));
  auto changed = co_await backend.set_attributes(std::move(*key), std::move(*given), context.now);
  if (!changed) co_return aws::fail(std::move(changed.error()));
  co_return SetQueueAttributesResponse{};
}

}  // namespace winterbaume::sqs
