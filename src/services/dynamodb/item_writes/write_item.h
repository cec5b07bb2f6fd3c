// Writes one item: reads it where that is needed, decides, commits; again where another writer was faster.
#pragma once

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

// Errors: those of check_write() (which it calls) and outcome_of(); ResourceNotFoundException where the table went away.
asio::awaitable<Result<WrittenItem>> write_item(const aws::RequestContext& context, DynamoDbDoor& door, PlannedWrite write);

// The table as it is now, after a commit that said it changed: null where it is gone, or another is there by its name.
asio::awaitable<TablePtr> refreshed_table(DynamoDbDoor& door, TablePtr table);
aws::Error table_gone();

}  // namespace winterbaume::dynamodb
