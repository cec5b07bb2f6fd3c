#include "services/dynamodb/archive/backups.h"

#include "core/assert.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/table_copy.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr auto k_unfinished_kept = std::chrono::hours(2);
constexpr std::size_t k_listed_at_once = 100;

// Whatever is there.
asio::awaitable<void> store_backup(DynamoDbDoor& door, const BackupRecord& backup) {
  while (true) {
    auto known = co_await door.backend.find_document(backup.table.scope(), DocumentKind::backup, backup.id);
    Document document{.key = backup.id, .json = write_record(backup), .version = known ? known->version : 0};
    if (co_await door.backend.put_document(backup.table.scope(), DocumentKind::backup, std::move(document))) co_return;
  }
}

aws::Error not_found(std::string_view arn) { return errors::backup_not_found_exception("Backup not found: " + std::string(arn)); }

bool is_over(const BackupRecord& backup, TimePoint now) {
  if (backup.expires && *backup.expires <= now) return true;
  return backup.status == BackupStatus::creating && backup.created + k_unfinished_kept < now;
}

}  // namespace

std::string backup_arn(const BackupRecord& backup) { return archive_arn(backup.table, "backup", backup.id); }

TableRecord make_shelf(const TableRecord& table, std::string name) {
  TableRecord shelf;
  shelf.account_id = table.account_id;
  shelf.region = table.region + "/backups";
  shelf.id = name;
  shelf.name = std::move(name);
  shelf.created = table.created;
  shelf.keys = table.keys;
  shelf.billing = BillingMode::pay_per_request;
  return shelf;
}

asio::awaitable<std::optional<BackupRecord>> make_backup(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table,
                                                         std::string name, BackupType type) {
  BackupRecord backup{.id = make_archive_id(context.now, *context.ids), .name = std::move(name)};
  backup.type = type;
  backup.created = context.now;
  if (type == BackupType::system) backup.expires = context.now + k_system_backup_kept;
  backup.table = table->record;
  backup.table.settings.erase(std::string(k_copies_setting));
  co_await store_backup(door, backup);
  auto shelf = co_await door.backend.create_table(make_shelf(table->record, backup.id));
  WB_ASSERT(shelf != nullptr);
  if (!co_await copy_table(door, std::move(table), shelf, backup.id, context.now)) {
    co_await remove_backup(door, std::move(backup));
    co_return std::nullopt;
  }
  const auto count = co_await door.backend.count(std::move(shelf));
  backup.items = count.table.items;
  backup.bytes = count.table.bytes;
  backup.status = BackupStatus::available;
  co_await store_backup(door, backup);
  co_return backup;
}

asio::awaitable<void> back_up_deleted_table(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table) {
  auto name = table->record.name + "$DeletedTableBackup";
  co_await make_backup(context, door, std::move(table), std::move(name), BackupType::system);
}

asio::awaitable<Result<BackupRecord>> get_backup(const aws::RequestContext& context, DynamoDbDoor& door, std::string arn) {
  auto id = archive_id_of(arn, "backup");
  if (!id) co_return aws::fail(not_found(arn));
  auto document = co_await door.backend.find_document(context.scope, DocumentKind::backup, std::move(*id));
  if (!document) co_return aws::fail(not_found(arn));
  auto backup = read_record<BackupRecord>(document->json);
  if (backup_arn(backup) != arn || is_over(backup, context.now)) co_return aws::fail(not_found(arn));
  co_return backup;
}

asio::awaitable<TablePtr> find_backup_items(DynamoDbDoor& door, const BackupRecord& backup) {
  const auto shelf = make_shelf(backup.table, backup.id);
  return door.backend.find_table(shelf.scope(), shelf.name);
}

asio::awaitable<void> remove_backup(DynamoDbDoor& door, BackupRecord backup) {
  auto document = co_await door.backend.find_document(backup.table.scope(), DocumentKind::backup, backup.id);
  if (document) {
    document->json.clear();
    co_await door.backend.put_document(backup.table.scope(), DocumentKind::backup, std::move(*document));
  }
  if (auto items = co_await find_backup_items(door, backup)) co_await door.backend.delete_table(std::move(items));
}

asio::awaitable<void> remove_old_backups(DynamoDbDoor& door, Scope scope, TimePoint now) {
  std::string after;
  while (true) {
    const auto documents = co_await door.backend.list_documents(scope, DocumentKind::backup, after, k_listed_at_once);
    for (const auto& document : documents) {
      auto backup = read_record<BackupRecord>(document.json);
      if (is_over(backup, now)) co_await remove_backup(door, std::move(backup));
    }
    if (documents.size() < k_listed_at_once) co_return;
    after = documents.back().key;
  }
}

}  // namespace winterbaume::dynamodb
