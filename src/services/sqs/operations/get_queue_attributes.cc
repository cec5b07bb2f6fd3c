#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_attributes.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::GetQueueAttributes> get_queue_attributes(const aws::RequestContext& context, SqsBackend& backend,
                                                     GetQueueAttributesRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(*key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  GetQueueAttributesResult result;
  if (!input.attribute_names) co_return result;
  auto attributes = report_attributes(*key, *queue, *input.attribute_names);
  if (!attributes) co_return aws::fail(std::move(attributes.error()));
  if (!attributes->empty()) result.attributes = std::move(*attributes);
  co_return result;
}

}  // namespace winterbaume::sqs
