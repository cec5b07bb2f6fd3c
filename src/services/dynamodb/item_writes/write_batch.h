// Writes many items without conditions: BatchWriteItem, imports.
#pragma once

#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

// Puts and deletes. Nothing is written where one of them is refused: errors of check_write(), ValidationException "Provided list
// of item keys contains duplicates", ResourceNotFoundException where a table went away.
asio::awaitable<Result<std::vector<WrittenItem>>> write_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes);

}  // namespace winterbaume::dynamodb
