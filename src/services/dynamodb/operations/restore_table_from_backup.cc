#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/archive/restored_table.h"
#include "services/dynamodb/archive/table_copy.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_description.h"

namespace winterbaume::dynamodb {

Answer<ops::RestoreTableFromBackup> restore_table_from_backup(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              ops::RestoreTableFromBackup::Input input) {
  auto backup = co_await get_backup(context, door, *input.backup_arn);
  if (!backup) co_return aws::fail(std::move(backup.error()));
  auto items = co_await find_backup_items(door, *backup);
  if (backup->status == BackupStatus::creating || items == nullptr) {
    co_return aws::fail(errors::backup_in_use_exception("Backup is being created: " + *input.backup_arn));
  }
  auto record = make_restored_record(
      context, backup->table, std::move(*input.target_table_name), overrides_of(input),
      {.source_table_arn = table_arn(backup->table), .source_backup_arn = std::move(*input.backup_arn), .at = backup->created});
  if (!record) co_return aws::fail(std::move(record.error()));
  auto table = co_await begin_restore(door, std::move(*record));
  if (!table) co_return aws::fail(std::move(table.error()));
  ops::RestoreTableFromBackup::Output output;
  output.table_description = describe_table_record((*table)->record, {}, context.now);
  co_await copy_items(door, std::move(items), *table, context.now);
  co_await finish_restore(context, door, std::move(*table));
  co_return output;
}

}  // namespace winterbaume::dynamodb
