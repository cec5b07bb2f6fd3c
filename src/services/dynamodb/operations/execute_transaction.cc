#include "core/bytes.h"
#include "core/digest.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/partiql/transaction.h"

namespace winterbaume::dynamodb {
namespace {

void add_sized_text(DigestStream& digest, std::string_view text) {
  digest.update(std::to_string(text.size()).append(":"));
  digest.update(text);
}

// A repeat with the same token has the same statements with the same parameters.
std::optional<TransactionToken> statements_token(const ops::ExecuteTransaction::Input& input) {
  if (!input.client_request_token || input.client_request_token->empty()) return std::nullopt;
  DigestStream digest(DigestAlgorithm::sha256);
  add_sized_text(digest, "statements");
  for (const auto& statement : *input.transact_statements) {
    add_sized_text(digest, *statement.statement);
    add_sized_text(digest, statement.return_values_on_condition_check_failure.value_or(""));
    add_sized_text(digest, std::to_string(statement.parameters ? statement.parameters->size() : 0));
    if (!statement.parameters) continue;
    for (const auto& parameter : *statement.parameters) add_sized_text(digest, parameter.bytes());
  }
  return TransactionToken{.token = *input.client_request_token, .request_hash = to_hex(digest.finish())};
}

}  // namespace

Answer<ops::ExecuteTransaction> execute_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                    ops::ExecuteTransaction::Input input) {
  auto token = statements_token(input);
  std::vector<partiql::TransactionStatement> statements;
  for (auto& statement : *input.transact_statements) {
    statements.push_back({.statement = std::move(*statement.statement),
                          .parameters = std::move(statement.parameters).value_or(std::vector<AttributeValue>()),
                          .on_failed_condition = on_failed_condition(statement.return_values_on_condition_check_failure)});
  }
  CapacityMeter meter(input.return_consumed_capacity, true);
  auto answer = co_await partiql::execute_partiql_transaction(context, door, std::move(statements), std::move(token), meter);
  if (!answer) co_return aws::fail(std::move(answer.error()));
  ops::ExecuteTransaction::Output output;
  auto& responses = output.responses.emplace();
  for (auto& item : answer->items) responses.emplace_back().item = std::move(item);
  output.consumed_capacity = meter.of_each();
  co_return output;
}

}  // namespace winterbaume::dynamodb
