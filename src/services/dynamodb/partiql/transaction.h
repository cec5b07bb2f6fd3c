// The statements of ExecuteTransaction: all of them read one item each, or all write or check one.
#pragma once

#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/write_transaction.h"
#include "services/dynamodb/partiql/execute_partiql.h"

namespace winterbaume::dynamodb::partiql {

struct TransactionStatement {
  std::string statement;
  std::vector<AttributeValue> parameters;
  OnFailedCondition on_failed_condition = OnFailedCondition::none;
};

struct TransactionAnswer {
  bool reads = false;
  std::vector<std::optional<Item>> items;  // of reads, in their order; null: there is none
};

// Errors: ValidationException "Validation failed in TransactStatements[0]: …", "ExecuteTransaction API does not support both read
// and write operations in the same request."; TransactionCanceledException with a reason for each statement; those of
// write_transaction() and read_transaction().
asio::awaitable<Result<TransactionAnswer>> execute_partiql_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                       std::vector<TransactionStatement> statements,
                                                                       std::optional<TransactionToken> token,
                                                                       CapacityMeter& meter);

}  // namespace winterbaume::dynamodb::partiql
