#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_attributes.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/queue_tags.h"

namespace winterbaume::sqs {

Answer<ops::CreateQueue> create_queue(const aws::RequestContext& context, SqsBackend& backend, CreateQueueRequest input) {
  auto attributes = parse_new_queue_attributes(*input.queue_name, input.attributes.value_or(AttributeMap()));
  if (!attributes) co_return aws::fail(std::move(attributes.error()));
  auto tags = take_tags(input.tags, *input.queue_name);
  if (!tags) co_return aws::fail(std::move(tags.error()));

  QueueKey key{context.scope, std::move(*input.queue_name)};
  CreateQueueResult result{.queue_url = make_queue_url(context, key.scope.account_id, key.name)};
  auto created = co_await backend.create_queue(std::move(key), std::move(*attributes), std::move(*tags), context.now);
  if (!created) co_return aws::fail(std::move(created.error()));
  co_return result;
}

}  // namespace winterbaume::sqs
