#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/policy_document.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::RemovePermission> remove_permission(const aws::RequestContext& context, SqsBackend& backend,
                                                RemovePermissionRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  for (;;) {
    auto queue = co_await backend.describe_queue(*key, context.now);
    if (!queue) co_return aws::fail(std::move(queue.error()));
    if (input.label->empty()) co_return aws::fail(aws::errors::missing_parameter("Label"));
    auto policy = remove_permission_from(queue->settings.policy, *input.label);
    if (!policy) co_return aws::fail(std::move(policy.error()));
    auto replaced = co_await backend.replace_policy(*key, std::move(queue->settings.policy), std::move(*policy), context.now);
    if (!replaced) co_return aws::fail(std::move(replaced.error()));
    if (*replaced) co_return RemovePermissionResponse{};
  }
}

}  // namespace winterbaume::sqs
