// Reads many items as they are at one moment: TransactGetItems, ExecuteTransaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_reads/request_parameters.h"

namespace winterbaume::dynamodb {

struct PlannedRead {
  TablePtr table;
  Item key;  // as the client sent it
};

// Whole items in the order of the reads; null: there is none. Errors: TransactionCanceledException with a reason for each (keys
// that don't fit their tables, conflicts); ValidationException "Transaction request cannot include multiple operations on one
// item"; ResourceNotFoundException where a table went away.
asio::awaitable<Result<std::vector<std::optional<Item>>>> read_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                           std::vector<PlannedRead> reads);

}  // namespace winterbaume::dynamodb
