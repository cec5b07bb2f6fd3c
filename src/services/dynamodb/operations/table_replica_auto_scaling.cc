// UpdateTableReplicaAutoScaling, DescribeTableReplicaAutoScaling.
#include <fmt/format.h>

#include <algorithm>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/replica_scaling.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error no_global_table(const std::string& name) {
  return errors::resource_not_found_exception(fmt::format("Global table with name: '{}' does not exist.", name));
}

// The replicas of a table's group, the one that the request went to first.
asio::awaitable<Result<std::vector<TablePtr>>> get_scaled_members(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                  std::string name_or_arn) {
  auto reference = parse_table_reference(context.scope, name_or_arn);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  auto table = co_await door.backend.find_table(reference->scope, reference->table);
  if (table == nullptr || table->record.replicas.empty()) co_return aws::fail(no_global_table(reference->table));
  auto members = co_await global::find_members(door, table);
  const auto own = std::ranges::find(members, table->record.region, [](const TablePtr& member) { return member->record.region; });
  if (own == members.end()) co_return aws::fail(no_global_table(reference->table));
  std::iter_swap(members.begin(), own);
  co_return members;
}

}  // namespace

Answer<ops::UpdateTableReplicaAutoScaling> update_table_replica_auto_scaling(const aws::RequestContext& context,
                                                                             DynamoDbDoor& door,
                                                                             ops::UpdateTableReplicaAutoScaling::Input input) {
  auto members = co_await get_scaled_members(context, door, *input.table_name);
  if (!members) co_return aws::fail(std::move(members.error()));
  if (auto wrong = check_replica_scaling(context, input, *members)) co_return aws::fail(std::move(*wrong));
  const auto name = members->front()->record.name;
  auto changed = co_await global::change_members(door, std::move(*members),
                                                 [&input](TableRecord& record) { apply_replica_scaling(input, record); });
  if (changed.empty()) co_return aws::fail(no_global_table(name));
  ops::UpdateTableReplicaAutoScaling::Output output;
  output.table_auto_scaling_description = describe_replica_scaling(changed.front()->record, changed, context.now);
  co_return output;
}

Answer<ops::DescribeTableReplicaAutoScaling> describe_table_replica_auto_scaling(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::DescribeTableReplicaAutoScaling::Input input) {
  auto members = co_await get_scaled_members(context, door, *input.table_name);
  if (!members) co_return aws::fail(std::move(members.error()));
  ops::DescribeTableReplicaAutoScaling::Output output;
  output.table_auto_scaling_description = describe_replica_scaling(members->front()->record, *members, context.now);
  co_return output;
}

}  // namespace winterbaume::dynamodb
