#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/restored_table.h"
#include "services/dynamodb/archive/source_table.h"
#include "services/dynamodb/archive/table_copy.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_description.h"

namespace winterbaume::dynamodb {
namespace {

// Null: as it is now.
Result<std::optional<TimePoint>> read_restore_time(const ops::RestoreTableToPointInTime::Input& input, const TableRecord& table,
                                                   TimePoint now) {
  const auto window = recovery_window(table, now);
  if (!window) {
    return aws::fail(errors::point_in_time_recovery_unavailable_exception("Point in time recovery is not enabled for table '" +
                                                                          table.name + "'"));
  }
  if (input.use_latest_restorable_time.value_or(false)) return std::nullopt;
  const auto at = *input.restore_date_time;
  // A client that works in seconds means the whole of the second in which continuous backups began.
  const auto earliest = std::chrono::floor<std::chrono::seconds>(window->earliest);
  if (at < earliest || at > window->latest) {
    return aws::fail(errors::invalid_restore_time_exception(
        "RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime"));
  }
  return std::max(at, window->earliest);
}

std::optional<aws::Error> check_restore_parameters(const ops::RestoreTableToPointInTime::Input& input) {
  if (input.source_table_arn.has_value() == input.source_table_name.has_value()) {
    return aws::errors::validation("Exactly one of SourceTableName and SourceTableArn must be specified");
  }
  if (input.use_latest_restorable_time.value_or(false) == input.restore_date_time.has_value()) {
    return aws::errors::validation("Exactly one of RestoreDateTime and UseLatestRestorableTime must be specified");
  }
  return std::nullopt;
}

}  // namespace

Answer<ops::RestoreTableToPointInTime> restore_table_to_point_in_time(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                      ops::RestoreTableToPointInTime::Input input) {
  if (auto wrong = check_restore_parameters(input)) co_return aws::fail(std::move(*wrong));
  auto source =
      co_await get_source_table(context, door, input.source_table_arn ? *input.source_table_arn : *input.source_table_name);
  if (!source) co_return aws::fail(std::move(source.error()));
  const auto at = read_restore_time(input, (*source)->record, context.now);
  if (!at) co_return aws::fail(at.error());
  auto record = make_restored_record(
      context, (*source)->record, std::move(*input.target_table_name), overrides_of(input),
      {.source_table_arn = table_arn((*source)->record), .source_backup_arn = {}, .at = at->value_or(context.now)});
  if (!record) co_return aws::fail(std::move(record.error()));
  auto table = co_await begin_restore(door, std::move(*record));
  if (!table) co_return aws::fail(std::move(table.error()));
  ops::RestoreTableToPointInTime::Output output;
  output.table_description = describe_table_record((*table)->record, {}, context.now);
  if (*at) {
    co_await copy_table_as_of(door, std::move(*source), *table, **at, context.now);
  } else {
    co_await copy_table(door, std::move(*source), *table, make_archive_id(context.now, *context.ids), context.now);
  }
  co_await finish_restore(context, door, std::move(*table));
  co_return output;
}

}  // namespace winterbaume::dynamodb
