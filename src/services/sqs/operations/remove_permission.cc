#include "aws/common_errors.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/policy_document.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::RemovePermission> remove_permission(const aws::RequestContext& context, SqsBackend& backend,
                                                RemovePermissionRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto queue = co_await backend.describe_queue(*key, context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  if (input.label->empty()) co_return aws::fail(aws::errors::missing_parameter("Label"));
  auto policy = remove_permission_from(queue->settings.policy, *input.label);
  if (!policy) co_return aws::fail(std::move(policy.error()));
  auto changed = co_await backend.set_attributes(std::move(*key), {.policy = std::move(*policy)}, context.now);
  if (!changed) co_return aws::fail(std::move(changed.error()));
  co_return RemovePermissionResponse{};
}

}  // namespace winterbaume::sqs
