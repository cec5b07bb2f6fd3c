// PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy.
#include <fmt/format.h>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/policy_document.h"
#include "services/dynamodb/settings/resource_policies.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<aws::Error> check_policy_changeable(const TableRecord& table) {
  if (table.status != TableStatus::deleting) return std::nullopt;
  return errors::resource_in_use_exception(
      fmt::format("Attempt to change a resource which is still in use: Table is being deleted: {}", table.name));
}

}  // namespace

Answer<ops::PutResourcePolicy> put_resource_policy(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   ops::PutResourcePolicy::Input input) {
  auto resource = read_policy_resource(context, *input.resource_arn);
  if (!resource) co_return aws::fail(std::move(resource.error()));
  const bool confirmed = input.confirm_remove_self_resource_access.value_or(false);
  auto text = read_attachable_policy(context, *resource, *input.policy, confirmed);
  if (!text) co_return aws::fail(std::move(text.error()));
  while (true) {
    auto table = co_await get_policy_table(context, door, *resource);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    const auto before = policy_of(record, resource->stream);
    if (auto wrong = check_revision(before, input.expected_revision_id, *resource)) co_return aws::fail(std::move(*wrong));
    // An equal policy changes nothing, not even the revision (measured).
    if (before.text == *text) co_return ops::PutResourcePolicy::Output{.revision_id = before.revision};
    if (auto wrong = check_policy_changeable(record)) co_return aws::fail(std::move(*wrong));
    const auto revision = next_revision(before, context.now);
    set_policy(record, resource->stream, {.text = *text, .revision = revision});
    if (co_await door.backend.update_table(*table, std::move(record)) == nullptr) continue;
    co_return ops::PutResourcePolicy::Output{.revision_id = revision};
  }
}

Answer<ops::GetResourcePolicy> get_resource_policy(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   ops::GetResourcePolicy::Input input) {
  auto resource = read_policy_resource(context, *input.resource_arn);
  if (!resource) co_return aws::fail(std::move(resource.error()));
  auto table = co_await get_policy_table(context, door, *resource);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto policy = policy_of((*table)->record, resource->stream);
  if (policy.text.empty()) {
    co_return aws::fail(errors::policy_not_found_exception(
        fmt::format("Resource-based policy not found for the provided ResourceArn: {}", resource->arn)));
  }
  ops::GetResourcePolicy::Output output;
  output.policy = shown_text(policy.text);
  output.revision_id = policy.revision;
  co_return output;
}

// The answer has the revision of what was removed; where there was nothing any more, that of the removal (measured).
Answer<ops::DeleteResourcePolicy> delete_resource_policy(const aws::RequestContext& context, DynamoDbDoor& door,
                                                         ops::DeleteResourcePolicy::Input input) {
  auto resource = read_policy_resource(context, *input.resource_arn);
  if (!resource) co_return aws::fail(std::move(resource.error()));
  while (true) {
    auto table = co_await get_policy_table(context, door, *resource);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    const auto before = policy_of(record, resource->stream);
    if (auto wrong = check_revision(before, input.expected_revision_id, *resource)) co_return aws::fail(std::move(*wrong));
    ops::DeleteResourcePolicy::Output output;
    if (!before.revision.empty()) output.revision_id = before.revision;
    if (before.text.empty()) co_return output;
    if (auto wrong = check_policy_changeable(record)) co_return aws::fail(std::move(*wrong));
    set_policy(record, resource->stream, {.text = {}, .revision = next_revision(before, context.now)});
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

}  // namespace winterbaume::dynamodb
