// UpdateGlobalTableSettings, DescribeGlobalTableSettings: version 2017.11.29.
#include <fmt/format.h>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/legacy_group.h"
#include "services/dynamodb/global/legacy_settings.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

asio::awaitable<Result<std::vector<TablePtr>>> get_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                std::string name) {
  auto members = co_await global::find_legacy_group(context, door, name);
  if (members.empty()) {
    co_return aws::fail(
        errors::global_table_not_found_exception(fmt::format("Global table with name: '{}' does not exist.", name)));
  }
  co_return members;
}

}  // namespace

Answer<ops::UpdateGlobalTableSettings> update_global_table_settings(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                    ops::UpdateGlobalTableSettings::Input input) {
  auto members = co_await get_legacy_group(context, door, *input.global_table_name);
  if (!members) co_return aws::fail(std::move(members.error()));
  if (auto wrong = global::check_legacy_settings(context, input, *members)) co_return aws::fail(std::move(*wrong));
  const auto changed = co_await global::change_members(
      door, std::move(*members), [&](TableRecord& record) { global::apply_legacy_settings(input, record, context.now); });
  ops::UpdateGlobalTableSettings::Output output{.global_table_name = input.global_table_name};
  output.replica_settings = global::describe_legacy_settings(changed, context.now);
  co_return output;
}

Answer<ops::DescribeGlobalTableSettings> describe_global_table_settings(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                        ops::DescribeGlobalTableSettings::Input input) {
  auto members = co_await get_legacy_group(context, door, *input.global_table_name);
  if (!members) co_return aws::fail(std::move(members.error()));
  ops::DescribeGlobalTableSettings::Output output{.global_table_name = input.global_table_name};
  output.replica_settings = global::describe_legacy_settings(*members, context.now);
  co_return output;
}

}  // namespace winterbaume::dynamodb
