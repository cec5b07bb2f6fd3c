// What an item must be to be stored.
#pragma once

#include <optional>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

enum class ItemOrigin : std::uint8_t { put, update };

// Of an item without faulty values. Errors (ValidationException): "Item size has exceeded the maximum allowed size" (of updates:
// "Item size to update has exceeded the maximum allowed size"); of puts "One or more parameter values were invalid: Missing the
// key pk in the item", "… Type mismatch for key pk expected: S actual: N", empty and too long keys; of both what
// check_index_keys() says, and values that an update nested too deeply.
std::optional<aws::Error> check_new_item(const TableRecord& table, ItemView item, ItemOrigin origin);

// "One or more parameter values were invalid: Type mismatch for Index Key x Expected: S Actual: N IndexName: i", empty values,
// and what check_vector() says (vectors/vector_entry.h).
std::optional<aws::Error> check_index_keys(const TableRecord& table, ItemView item);

}  // namespace winterbaume::dynamodb
