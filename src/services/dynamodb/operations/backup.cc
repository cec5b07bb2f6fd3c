// CreateBackup, DescribeBackup, DeleteBackup, ListBackups.
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/archive/source_table.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_reference.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

// API Reference, "ListBackups": 100 at most.
constexpr std::size_t k_backups_listed_max = 100;

bool is_backup_of_type(const BackupRecord& backup, std::string_view wanted) {
  if (wanted == "ALL") return true;
  return wanted == (backup.type == BackupType::user ? "USER" : "SYSTEM");
}

bool is_backup_asked_for(const BackupRecord& backup, const ops::ListBackups::Input& input, const std::string& table,
                         TimePoint now) {
  if (backup.expires && *backup.expires <= now) return false;
  if (!table.empty() && backup.table.name != table) return false;
  if (input.time_range_lower_bound && backup.created < *input.time_range_lower_bound) return false;
  if (input.time_range_upper_bound && backup.created >= *input.time_range_upper_bound) return false;
  return is_backup_of_type(backup, input.backup_type ? std::string_view(*input.backup_type) : "USER");
}

}  // namespace

Answer<ops::CreateBackup> create_backup(const aws::RequestContext& context, DynamoDbDoor& door, ops::CreateBackup::Input input) {
  auto table = co_await get_source_table(context, door, *input.table_name);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto name = (*table)->record.name;
  auto backup = co_await make_backup(context, door, std::move(*table), std::move(*input.backup_name), BackupType::user);
  if (!backup) co_return aws::fail(errors::table_not_found_exception("Table not found: " + name));
  // The answer is of before the copy was made.
  backup->status = BackupStatus::creating;
  ops::CreateBackup::Output output;
  output.backup_details = describe_backup_details(*backup);
  co_return output;
}

Answer<ops::DescribeBackup> describe_backup(const aws::RequestContext& context, DynamoDbDoor& door,
                                            ops::DescribeBackup::Input input) {
  auto backup = co_await get_backup(context, door, std::move(*input.backup_arn));
  if (!backup) co_return aws::fail(std::move(backup.error()));
  ops::DescribeBackup::Output output;
  output.backup_description = describe_backup_record(*backup);
  co_return output;
}

Answer<ops::DeleteBackup> delete_backup(const aws::RequestContext& context, DynamoDbDoor& door, ops::DeleteBackup::Input input) {
  auto backup = co_await get_backup(context, door, std::move(*input.backup_arn));
  if (!backup) co_return aws::fail(std::move(backup.error()));
  if (backup->status == BackupStatus::creating) {
    co_return aws::fail(errors::backup_in_use_exception("Backup is being created: " + backup_arn(*backup)));
  }
  ops::DeleteBackup::Output output;
  output.backup_description = describe_backup_record(*backup);
  output.backup_description->backup_details->backup_status = "DELETED";
  co_await remove_backup(door, std::move(*backup));
  co_return output;
}

Answer<ops::ListBackups> list_backups(const aws::RequestContext& context, DynamoDbDoor& door, ops::ListBackups::Input input) {
  std::string table;
  if (input.table_name) {
    auto reference = parse_table_reference(context.scope, *input.table_name);
    if (!reference) co_return aws::fail(std::move(reference.error()));
    table = std::move(reference->table);
  }
  const auto max = static_cast<std::size_t>(input.limit.value_or(k_backups_listed_max));
  std::string after;
  if (input.exclusive_start_backup_arn) {
    after = archive_id_of(*input.exclusive_start_backup_arn, "backup").value_or(std::string());
  }
  ops::ListBackups::Output output;
  output.backup_summaries.emplace();
  while (true) {
    auto documents = co_await door.backend.list_documents(context.scope, DocumentKind::backup, after, k_backups_listed_max);
    for (const auto& document : documents) {
      const auto backup = read_record<BackupRecord>(document.json);
      if (!is_backup_asked_for(backup, input, table, context.now)) continue;
      if (output.backup_summaries->size() == max) {
        output.last_evaluated_backup_arn = output.backup_summaries->back().backup_arn;
        co_return output;
      }
      output.backup_summaries->push_back(summarize_backup(backup));
    }
    if (documents.size() < k_backups_listed_max) co_return output;
    after = std::move(documents.back().key);
  }
}

}  // namespace winterbaume::dynamodb
