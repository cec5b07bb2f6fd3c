#include "services/dynamodb/dynamodb_door.h"

#include <fmt/format.h>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/tables/table_reference.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error not_found(TablePurpose purpose, std::string_view name_or_arn) {
  if (purpose == TablePurpose::items) return errors::resource_not_found_exception("Requested resource not found");
  const auto name = name_or_arn.substr(name_or_arn.rfind('/') + 1);
  return errors::resource_not_found_exception(fmt::format("Requested resource not found: Table: {} not found", name));
}

// Items of a table that is still being made, or going, are not to be had.
bool serves_items(const Table& table, TimePoint now) {
  const auto status = status_at(table.record, now);
  return status != TableStatus::creating && status != TableStatus::deleting;
}

}  // namespace

asio::awaitable<Result<TablePtr>> get_table(const aws::RequestContext& context, const DynamoDbDoor& door, std::string name_or_arn,
                                            TablePurpose purpose) {
  auto reference = parse_table_reference(context.scope, name_or_arn);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  auto table = co_await door.backend.find_table(std::move(reference->scope), std::move(reference->table));
  if (table == nullptr) co_return aws::fail(not_found(purpose, name_or_arn));
  if (purpose == TablePurpose::items && !serves_items(*table, context.now)) co_return aws::fail(not_found(purpose, name_or_arn));
  co_return table;
}

}  // namespace winterbaume::dynamodb
