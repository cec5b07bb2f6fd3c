// UpdateTimeToLive, DescribeTimeToLive.
#include "aws/common_errors.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/global/shared_settings.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<aws::Error> check_time_to_live(const TimeToLiveRecord& settings, const TimeToLiveSpecification& asked) {
  if (*asked.enabled && settings.enabled) {
    return aws::errors::validation(settings.attribute == *asked.attribute_name
                                       ? "TimeToLive is already enabled"
                                       : "TimeToLive is active on a different AttributeName: current AttributeName is " +
                                             settings.attribute);
  }
  if (*asked.enabled) return std::nullopt;
  if (!settings.enabled) return aws::errors::validation("TimeToLive is already disabled");
  if (settings.attribute == *asked.attribute_name) return std::nullopt;
  return aws::errors::validation("TimeToLive is active on a different AttributeName: current AttributeName is " +
                                 settings.attribute);
}

}  // namespace

Answer<ops::UpdateTimeToLive> update_time_to_live(const aws::RequestContext& context, DynamoDbDoor& door,
                                                  ops::UpdateTimeToLive::Input input) {
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    const auto& asked = *input.time_to_live_specification;
    if (auto wrong = check_time_to_live(record.time_to_live, asked)) co_return aws::fail(std::move(*wrong));
    record.time_to_live.enabled = *asked.enabled;
    record.time_to_live.attribute = *asked.attribute_name;
    record.time_to_live.changed = context.now;
    auto changed = co_await door.backend.update_table(*table, std::move(record));
    if (changed == nullptr) continue;
    co_await global::share_time_to_live(door, std::move(changed));
    if (door.background != nullptr) door.background->wake();
    ops::UpdateTimeToLive::Output output;
    output.time_to_live_specification = asked;
    co_return output;
  }
}

Answer<ops::DescribeTimeToLive> describe_time_to_live(const aws::RequestContext& context, DynamoDbDoor& door,
                                                      ops::DescribeTimeToLive::Input input) {
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::description);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto& settings = (*table)->record.time_to_live;
  TimeToLiveDescription description;
  description.time_to_live_status = settings.enabled ? "ENABLED" : "DISABLED";
  if (settings.enabled) description.attribute_name = settings.attribute;
  ops::DescribeTimeToLive::Output output;
  output.time_to_live_description = std::move(description);
  co_return output;
}

}  // namespace winterbaume::dynamodb
