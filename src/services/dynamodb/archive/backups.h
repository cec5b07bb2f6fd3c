// Backups of tables: made, found, taken away. A backup's description is a document, its items are a table of a scope of their own
// ("us-east-1/backups": no request's region has a '/'), so that they lie in whatever store the tables lie in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

BOOST_DEFINE_ENUM_CLASS(BackupStatus, creating, available)
BOOST_DEFINE_ENUM_CLASS(BackupType, user, system)

struct BackupRecord {
  std::string id;  // archive_ids.h; the document's key
  std::string name;
  BackupStatus status = BackupStatus::creating;
  BackupType type = BackupType::user;
  TimePoint created;
  std::optional<TimePoint> expires;
  TableRecord table;  // as it was
  std::int64_t items = 0;
  std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(BackupRecord, (), (id, name, status, type, created, expires, table, items, bytes))

std::string backup_arn(const BackupRecord& backup);

// A system backup of a deleted table is kept as long as its continuous backups were (API Reference, "BackupDetails").
inline constexpr auto k_system_backup_kept = std::chrono::days(35);

// Copies the table. Null where it went away meanwhile.
asio::awaitable<std::optional<BackupRecord>> make_backup(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table,
                                                         std::string name, BackupType type);

// Of a table with continuous backups that is being deleted: its record says that already, so that nobody writes to it any more.
asio::awaitable<void> back_up_deleted_table(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table);

// BackupNotFoundException where there is none by that ARN, in the caller's account and region.
asio::awaitable<Result<BackupRecord>> get_backup(const aws::RequestContext& context, DynamoDbDoor& door, std::string arn);
// Where its items lie; null where they are gone.
asio::awaitable<TablePtr> find_backup_items(DynamoDbDoor& door, const BackupRecord& backup);
asio::awaitable<void> remove_backup(DynamoDbDoor& door, BackupRecord backup);

// System backups that are over, and backups that never came to their end.
asio::awaitable<void> remove_old_backups(DynamoDbDoor& door, Scope scope, TimePoint now);

BackupDetails describe_backup_details(const BackupRecord& backup);
BackupDescription describe_backup_record(const BackupRecord& backup);
BackupSummary summarize_backup(const BackupRecord& backup);

// A table for items alone, with the keys of `table`: of a scope that no request has.
TableRecord make_shelf(const TableRecord& table, std::string name);

}  // namespace winterbaume::dynamodb
