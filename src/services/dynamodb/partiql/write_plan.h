// What a statement that writes does to its one item.
#pragma once

#include <optional>
#include <string>

#include "services/dynamodb/item_writes/planned_write.h"
#include "services/dynamodb/partiql/values.h"

namespace winterbaume::dynamodb::partiql {

// A transaction says of a key that does not fit why it was cancelled, others refuse the statement.
enum class KeyPolicy : std::uint8_t { refuse, leave_to_write };

struct WritePlan {
  PlannedWrite write;
  std::optional<ReturningClause> returning;
  UpdatePtr update;        // of UPDATE
  bool is_insert = false;  // its failed condition is an item that is there
};

// The table that a statement writes to, or that EXISTS looks at, and what is wrong with the statement whatever the table is like:
// "Aliasing is not supported", "RETURNING is not supported in INSERT", "Invalid returning clause: RETURNING ALL NEW *. …", ….
Result<std::string> find_write_table(const Statement& statement);

// Errors: "Where clause does not contain a mandatory equality on all key attributes", "Multiple conditions on same key pk. Only
// single item Update/Insert/Delete are supported", "EXISTS() must contain a single item read with additional condition", those of
// conditions, updates and values.
Result<WritePlan> plan_write(const Statement& statement, TablePtr table, Parameters parameters, KeyPolicy policy);

// What RETURNING asks for, null where there is none.
std::optional<Item> returned_item(const WritePlan& plan, WrittenItem written);

// DuplicateItemException instead of an INSERT's failed condition; other errors stay.
aws::Error write_error(const WritePlan& plan, aws::Error error);

}  // namespace winterbaume::dynamodb::partiql
