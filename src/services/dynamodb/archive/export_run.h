// Does what ExportTableToPointInTime was asked for.
#pragma once

#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

// What of an item is exported: parsed from an ExportFilter. Errors: ValidationException, as Query and Scan have them.
struct ExportChoice {
  ConditionPtr filter;                   // null: every item
  std::vector<DocumentPath> projection;  // empty: whole items
  std::optional<KeyRangePlan> keys;
};
Result<ExportChoice> parse_export_choice(const ExportFilter& filter, const KeySchemaRecord& keys);

// Runs an export to its end, of which the record tells: completed, or failed with a code.
asio::awaitable<void> run_export(DynamoDbDoor& door, ExportRecord& record, TimePoint now);

}  // namespace winterbaume::dynamodb
