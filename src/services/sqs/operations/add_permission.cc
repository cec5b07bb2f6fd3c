#include "services/sqs/operations/operations.h"
#include "services/sqs/policy_document.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::AddPermission> add_permission(const aws::RequestContext& context, SqsBackend& backend, AddPermissionRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  using Strings = std::vector<std::string>;
  Permission permission{std::move(*input.label), std::move(input.aws_account_ids).value_or(Strings()),
                        std::move(input.actions).value_or(Strings())};
  for (;;) {
    auto queue = co_await backend.describe_queue(*key, context.now);
    if (!queue) co_return aws::fail(std::move(queue.error()));
    if (auto error = check_permission(permission)) co_return aws::fail(std::move(*error));
    auto policy = add_permission_to(queue->settings.policy, *key, permission);
    if (!policy) co_return aws::fail(std::move(policy.error()));
    auto replaced = co_await backend.replace_policy(*key, std::move(queue->settings.policy), std::move(*policy), context.now);
    if (!replaced) co_return aws::fail(std::move(replaced.error()));
    if (*replaced) co_return AddPermissionResponse{};
  }
}

}  // namespace winterbaume::sqs
