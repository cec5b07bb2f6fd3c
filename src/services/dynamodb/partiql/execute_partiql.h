// PartiQL above the storage door: a statement is parsed, planned by the keys that it names, and run through the same reads and
// writes as the item operations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"
#include "services/dynamodb/partiql/next_token.h"
#include "services/dynamodb/partiql/write_plan.h"

namespace winterbaume::dynamodb::partiql {

struct PartiqlRequest {
  std::string statement;
  std::vector<AttributeValue> parameters;
  bool consistent = false;
  std::optional<std::size_t> limit;  // of items that a SELECT reads; >= 1
  std::optional<std::string> next_token;
  OnFailedCondition on_failed_condition = OnFailedCondition::none;
};

struct PartiqlAnswer {
  std::vector<Item> items;
  std::optional<std::string> next_token;
  std::optional<Item> last_key;
};

// A statement by itself, as ExecuteStatement runs it. `meter` is told what it consumes. Errors: ValidationException of what
// parse_statement(), plan_select() and plan_write() refuse, "Number of parameters in request and statement don't match.", "EXISTS
// can only be used in ExecuteTransaction write requests."; ResourceNotFoundException; ConditionalCheckFailedException;
// DuplicateItemException.
asio::awaitable<Result<PartiqlAnswer>> execute_partiql_via_backend(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                   PartiqlRequest request, CapacityMeter& meter);

// What became of a statement that writes.
struct WriteRun {
  std::optional<aws::Error> error;
  TablePtr table;            // null: refused before the table was asked
  std::optional<Item> item;  // of RETURNING
};
// Of a statement that is no SELECT and no EXISTS.
asio::awaitable<WriteRun> run_write(const aws::RequestContext& context, DynamoDbDoor& door, Statement statement,
                                    std::vector<AttributeValue> parameters, OnFailedCondition on_failed_condition,
                                    CapacityMeter& meter);

// What a request's statement is, with parameters that are values and as many as it asks for.
Result<Statement> parse_request(const std::string& statement, Parameters parameters);
// Faulty parameters, of which AWS speaks before it reads the statement.
std::optional<aws::Error> check_parameters(Parameters parameters);
// SELECT; EXISTS is part of what writes.
bool is_read(const Statement& statement);

}  // namespace winterbaume::dynamodb::partiql
