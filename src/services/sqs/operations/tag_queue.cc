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
  auto added = take_tags(input.tags, key->name);
  if (!added) co_return aws::fail(std::move(added.error()));
  for (;;) {
    if (auto error = check_tag_count(queue->tags, *added, key->name)) co_return aws::fail(std::move(*error));
    Tags tags = *added;
    tags.insert(queue->tags.begin(), queue->tags.end());  // a tag that is added wins over the one that was there
    auto replaced = co_await backend.replace_tags(*key, std::move(queue->tags), std::move(tags));
    if (!replaced) co_return aws::fail(std::move(replaced.error()));
    if (*replaced) co_return TagQueueResponse{};
    queue = co_await backend.describe_queue(*key, context.now);
    if (!queue) co_return aws::fail(std::move(queue.error()));
  }
}

}  // namespace winterbaume::sqs
