#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/partiql/execute_partiql.h"

namespace winterbaume::dynamodb {

Answer<ops::ExecuteStatement> execute_statement(const aws::RequestContext& context, DynamoDbDoor& door,
                                                ops::ExecuteStatement::Input input) {
  partiql::PartiqlRequest request{.statement = std::move(*input.statement),
                                  .parameters = std::move(input.parameters).value_or(std::vector<AttributeValue>()),
                                  .consistent = input.consistent_read.value_or(false),
                                  .limit = std::nullopt,
                                  .next_token = std::move(input.next_token)};
  if (input.limit) request.limit = static_cast<std::size_t>(*input.limit);
  request.on_failed_condition = on_failed_condition(input.return_values_on_condition_check_failure);
  CapacityMeter meter(input.return_consumed_capacity);
  auto answer = co_await partiql::execute_partiql_via_backend(context, door, std::move(request), meter);
  if (!answer) co_return aws::fail(std::move(answer.error()));
  ops::ExecuteStatement::Output output;
  output.items = std::move(answer->items);
  output.next_token = std::move(answer->next_token);
  output.last_evaluated_key = std::move(answer->last_key);
  output.consumed_capacity = meter.of_one();
  co_return output;
}

}  // namespace winterbaume::dynamodb
