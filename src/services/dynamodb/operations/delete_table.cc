#include <fmt/format.h>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/global/replica_updates.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_description.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

// A table whose last backup does not come to its end goes all the same.
constexpr auto k_backup_time_max = std::chrono::hours(1);

std::optional<aws::Error> check_deletable(const TableRecord& table, TimePoint now) {
  const auto status = status_at(table, now);
  if (status == TableStatus::deleting || status == TableStatus::creating || status == TableStatus::updating) {
    return errors::resource_in_use_exception(
        fmt::format("Attempt to change a resource which is still in use: Table is being {}: {}",
                    status == TableStatus::deleting   ? "deleted"
                    : status == TableStatus::creating ? "created"
                                                      : "updated",
                    table.name));
  }
  if (!table.deletion_protected) return global::check_replica_deletable(table, now);
  return aws::errors::validation(fmt::format(
      "1 validation error detected: Table '{}' can't be deleted while DeletionProtectionEnabled is set to True", table.name));
}

TableRecord going_record(TableRecord table, TimePoint until) {
  table.status = TableStatus::deleting;
  table.changing_until = until;
  return table;
}

}  // namespace

Answer<ops::DeleteTable> delete_table(const aws::RequestContext& context, DynamoDbDoor& door, ops::DeleteTable::Input input) {
  ops::DeleteTable::Output output;
  for (;;) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    if (auto wrong = check_deletable((*table)->record, context.now)) co_return aws::fail(std::move(*wrong));
    output.table_description = describe_deleted_table((*table)->record, co_await door.backend.count(*table));
    if ((*table)->record.continuous_backups.enabled) {
      // Nobody writes to a table that is going: its backup is of what it held last.
      auto marked = co_await door.backend.update_table(*table, going_record((*table)->record, context.now + k_backup_time_max));
      if (marked == nullptr) continue;
      co_await back_up_deleted_table(context, door, marked);
      *table = std::move(marked);
    }
    if (door.transitions.table_delay == Millis(0)) {
      if (co_await door.backend.delete_table(*table)) co_return output;
      continue;  // it was changed meanwhile
    }
    auto record = going_record((*table)->record, context.now + door.transitions.table_delay);
    if (co_await door.backend.update_table(*table, std::move(record)) == nullptr) continue;
    if (door.background != nullptr) door.background->wake();
    co_return output;
  }
}

}  // namespace winterbaume::dynamodb
