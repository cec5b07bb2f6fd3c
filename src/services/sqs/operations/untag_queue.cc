#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/queue_tags.h"

namespace winterbaume::sqs {

Answer<ops::UntagQueue> untag_queue(const aws::RequestContext& context, SqsBackend& backend, UntagQueueRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(*key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  auto tag_keys = std::move(input.tag_keys).value_or(std::vector<std::string>());
  if (auto error = check_tag_keys(tag_keys)) co_return aws::fail(std::move(*error));
  auto changed = co_await backend.change_tags(std::move(*key), {}, std::move(tag_keys));
  if (!changed) co_return aws::fail(std::move(changed.error()));
  co_return UntagQueueResponse{};
}

}  // namespace winterbaume::sqs
