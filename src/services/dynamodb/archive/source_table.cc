#include "services/dynamodb/archive/source_table.h"

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/tables/table_reference.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {

asio::awaitable<Result<TablePtr>> get_source_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   std::string name_or_arn) {
  auto reference = parse_table_reference(context.scope, name_or_arn);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  const auto name = reference->table;
  TablePtr table;
  if (reference->scope == context.scope) table = co_await door.backend.find_table(context.scope, name);
  if (table == nullptr) co_return aws::fail(errors::table_not_found_exception("Table not found: " + name));
  const auto status = status_at(table->record, context.now);
  if (status == TableStatus::creating || status == TableStatus::deleting) {
    const auto* const what = status == TableStatus::creating ? "Table is being created: " : "Table is being deleted: ";
    co_return aws::fail(errors::table_in_use_exception(what + name));
  }
  co_return table;
}

std::optional<RecoveryWindow> recovery_window(const TableRecord& table, TimePoint now) {
  const auto& backups = table.continuous_backups;
  if (!backups.enabled) return std::nullopt;
  const auto oldest = now - std::chrono::days(backups.recovery_days);
  return RecoveryWindow{std::max(backups.since.value_or(table.created), oldest), now};
}

}  // namespace winterbaume::dynamodb
