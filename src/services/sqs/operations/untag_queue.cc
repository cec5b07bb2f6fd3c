#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/queue_tags.h"

namespace winterbaume::sqs {

Answer<ops::UntagQueue> untag_queue(const aws::RequestContext& context, SqsBackend& backend, UntagQueueRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  const auto tag_keys = std::move(input.tag_keys).value_or(std::vector<std::string>());
  for (;;) {
    auto queue = co_await backend.describe_queue(*key, context.now);
    if (!queue) co_return aws::fail(std::move(queue.error()));
    if (auto error = check_tag_keys(tag_keys)) co_return aws::fail(std::move(*error));
    Tags tags = queue->tags;
    for (const auto& tag_key : tag_keys) tags.erase(tag_key);
    auto replaced = co_await backend.replace_tags(*key, std::move(queue->tags), std::move(tags));
    if (!replaced) co_return aws::fail(std::move(replaced.error()));
    if (*replaced) co_return UntagQueueResponse{};
  }
}

}  // namespace winterbaume::sqs
