// UpdateContinuousBackups, DescribeContinuousBackups.
#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_recovery_days_max = 35;
// How far behind the present a table can be restored to (Developer Guide, "Point-in-time recovery": five minutes; here at once).
constexpr auto k_restorable_lag = Millis(0);

ContinuousBackupsDescription describe(const TableRecord& table, TimePoint now) {
  const auto& backups = table.continuous_backups;
  ContinuousBackupsDescription out;
  out.continuous_backups_status = "ENABLED";
  auto& recovery = out.point_in_time_recovery_description.emplace();
  recovery.point_in_time_recovery_status = backups.enabled ? "ENABLED" : "DISABLED";
  if (!backups.enabled) return out;
  recovery.recovery_period_in_days = static_cast<std::int32_t>(backups.recovery_days);
  recovery.earliest_restorable_date_time =
      std::max(backups.since.value_or(table.created), now - std::chrono::hours(24) * backups.recovery_days);
  recovery.latest_restorable_date_time = now - k_restorable_lag;
  return out;
}

asio::awaitable<Result<TablePtr>> get_backed_up_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                      std::string name_or_arn) {
  auto reference = parse_table_reference(context.scope, name_or_arn);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  auto table = co_await door.backend.find_table(reference->scope, reference->table);
  if (table == nullptr) {
    co_return aws::fail(errors::table_not_found_exception(fmt::format("Table not found: {}", reference->table)));
  }
  co_return table;
}

}  // namespace

Answer<ops::UpdateContinuousBackups> update_continuous_backups(const aws::RequestContext& context, DynamoDbDoor& door,
                                                               ops::UpdateContinuousBackups::Input input) {
  const auto& asked = *input.point_in_time_recovery_specification;
  while (true) {
    auto table = co_await get_backed_up_table(context, door, *input.table_name);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    auto& backups = record.continuous_backups;
    const bool enabled = *asked.point_in_time_recovery_enabled;
    if (enabled && !backups.enabled) backups.since = context.now;
    backups.enabled = enabled;
    backups.recovery_days =
        enabled ? asked.recovery_period_in_days.value_or(static_cast<std::int32_t>(k_recovery_days_max)) : k_recovery_days_max;
    const auto changed = co_await door.backend.update_table(*table, std::move(record));
    if (changed == nullptr) continue;
    ops::UpdateContinuousBackups::Output output;
    output.continuous_backups_description = describe(changed->record, context.now);
    co_return output;
  }
}

Answer<ops::DescribeContinuousBackups> describe_continuous_backups(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                   ops::DescribeContinuousBackups::Input input) {
  auto table = co_await get_backed_up_table(context, door, std::move(*input.table_name));
  if (!table) co_return aws::fail(std::move(table.error()));
  ops::DescribeContinuousBackups::Output output;
  output.continuous_backups_description = describe((*table)->record, context.now);
  co_return output;
}

}  // namespace winterbaume::dynamodb
