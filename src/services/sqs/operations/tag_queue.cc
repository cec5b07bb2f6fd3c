#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/queue_tags.h"

namespace winterbaume::sqs {

Answer<ops::TagQueue> tag_queue(const aws::RequestContext& context, SqsBackend& backend, TagQueueRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(*key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  if (!input.tags || input.tags->empty()) co_return aws::fail(aws::errors::missing_parameter("Tags"));
  auto tags = take_tags(input.tags, key->name);
  if (!tags) co_return aws::fail(std::move(tags.error()));
  if (auto error = check_tag_count(queue->tags, *tags, key->name)) co_return aws::fail(std::move(*error));
  auto changed = co_await backend.change_tags(std::move(*key), std::move(*tags), {});
  if (!changed) co_return aws::fail(std::move(changed.error()));
  co_return TagQueueResponse{};
}

}  // namespace winterbaume::sqs
