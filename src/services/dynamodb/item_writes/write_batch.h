// Writes many items without conditions: BatchWriteItem, imports.
#pragma once

#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

// Before anything is written: each write, and that no two are to one item.
std::optional<aws::Error> check_batch(std::vector<PlannedWrite>& writes);

// Puts and deletes. Nothing is written where one of them is refused: "The provided key element does not match the schema" (of
// puts too, unlike PutItem), errors of check_write(), "Provided list of item keys contains duplicates" (ValidationException
// each); ResourceNotFoundException where a table went away.
asio::awaitable<Result<std::vector<WrittenItem>>> write_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes);

}  // namespace winterbaume::dynamodb
