// Writes many items, all or nothing: TransactWriteItems, ExecuteTransaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

// A client's token makes a repeat within ten minutes do nothing.
struct TransactionToken {
  std::string token;
  std::string request_hash;  // of what must be the same in a repeat
};

// What the items were and are, as far as each write wants it; empty where it is a repeat. Errors: ValidationException
// "Transaction request cannot include multiple operations on one item"; TransactionCanceledException with a reason for each;
// IdempotentParameterMismatchException; ResourceNotFoundException where a table went away.
asio::awaitable<Result<std::vector<WrittenItem>>> write_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                    std::vector<PlannedWrite> writes,
                                                                    std::optional<TransactionToken> token);

}  // namespace winterbaume::dynamodb
