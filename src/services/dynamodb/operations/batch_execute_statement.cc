#include <algorithm>

#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/partiql/execute_partiql.h"
#include "services/dynamodb/partiql/single_read.h"
#include "services/dynamodb/partiql/sources.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_batch_statement_operation = "BatchExecuteStatement";

using ParsedStatements = std::vector<Result<partiql::Statement>>;

std::vector<AttributeValue> parameters_of(BatchStatementRequest& request) {
  return std::move(request.parameters).value_or(std::vector<AttributeValue>());
}

// BatchStatementErrorCodeEnum: the exceptions' names, in short.
std::string batch_error_code(std::string_view shape) {
  if (shape == "ValidationException") return "ValidationError";
  if (shape == "ThrottlingException") return "ThrottlingError";
  constexpr std::string_view suffix = "Exception";
  return std::string(shape.ends_with(suffix) ? shape.substr(0, shape.size() - suffix.size()) : shape);
}

BatchStatementError batch_error(const aws::Error& error) {
  BatchStatementError out;
  out.code = batch_error_code(error.shape->name);
  out.message = error.message;
  if (error.fields && error.shape->name == "ConditionalCheckFailedException") {
    out.item = static_cast<const ConditionalCheckFailedException*>(error.fields.get())->item;
  }
  return out;
}

BatchStatementResponse failed_statement(const aws::Error& error) {
  BatchStatementResponse response;
  response.error = batch_error(error);
  return response;
}

std::optional<aws::Error> check_kinds(const ParsedStatements& statements) {
  const auto reads = [](const Result<partiql::Statement>& statement) { return statement && partiql::is_read(*statement); };
  const auto writes = [](const Result<partiql::Statement>& statement) { return statement && !partiql::is_read(*statement); };
  if (std::ranges::none_of(statements, reads) || std::ranges::none_of(statements, writes)) return std::nullopt;
  return partiql::refused("BatchExecuteStatement API does not support both read and write operations in the same request.");
}

asio::awaitable<Result<partiql::SingleRead>> plan_batch_read(const aws::RequestContext& context, DynamoDbDoor& door,
                                                             partiql::SelectStatement select,
                                                             std::vector<AttributeValue> parameters) {
  if (auto wrong = partiql::check_select_clauses(select)) co_return aws::fail(std::move(*wrong));
  auto source = partiql::read_source(select.from);
  if (!source) co_return aws::fail(std::move(source.error()));
  auto table = co_await get_table(context, door, source->table, TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto index = partiql::find_source_index(**table, source->index, false);
  if (!index) co_return aws::fail(index.error());
  if (*index != nullptr) co_return aws::fail(partiql::needs_primary_key(k_batch_statement_operation));
  auto read = partiql::plan_single_read(select, std::move(*table), parameters, k_batch_statement_operation);
  if (!read) co_return aws::fail(std::move(read.error()));
  if (auto wrong = check_key(read->table->record, read->key.view())) co_return aws::fail(std::move(*wrong));
  co_return std::move(*read);
}

asio::awaitable<BatchStatementResponse> run_batch_read(const aws::RequestContext& context, DynamoDbDoor& door,
                                                       partiql::SelectStatement select, BatchStatementRequest request,
                                                       CapacityMeter& meter) {
  auto read = co_await plan_batch_read(context, door, std::move(select), parameters_of(request));
  if (!read) co_return failed_statement(read.error());
  BatchStatementResponse response;
  response.table_name = read->table->record.name;
  if (const auto refused = check_read_capacity(door, *read->table, "", context.now)) co_return failed_statement(*refused);
  auto stored = co_await door.backend.get_item(read->table, read->key);
  const auto* item = stored ? &stored->item : nullptr;
  meter.read_item(*read->table, item, request.consistent_read.value_or(false));
  if (door.throttle != nullptr) {
    auto used = CapacityMeter::silent();
    used.read_item(*read->table, item, request.consistent_read.value_or(false));
    charge_capacity(door, used, context.now);
  }
  if (stored) response.item = partiql::select_columns(std::move(stored->item), read->columns);
  co_return response;
}

asio::awaitable<BatchStatementResponse> run_batch_write(const aws::RequestContext& context, DynamoDbDoor& door,
                                                        partiql::Statement statement, BatchStatementRequest request,
                                                        CapacityMeter& meter) {
  const auto on_failure = on_failed_condition(request.return_values_on_condition_check_failure);
  auto run = co_await partiql::run_write(context, door, std::move(statement), parameters_of(request), on_failure, meter);
  BatchStatementResponse response;
  if (run.error) response.error = batch_error(*run.error);
  if (run.table != nullptr) response.table_name = run.table->record.name;
  response.item = std::move(run.item);
  co_return response;
}

}  // namespace

Answer<ops::BatchExecuteStatement> batch_execute_statement(const aws::RequestContext& context, DynamoDbDoor& door,
                                                           ops::BatchExecuteStatement::Input input) {
  ParsedStatements statements;
  for (const auto& request : *input.statements) {
    const auto parameters = request.parameters ? partiql::Parameters(*request.parameters) : partiql::Parameters();
    statements.push_back(partiql::parse_request(*request.statement, parameters));
    if (!statements.back() || !std::holds_alternative<partiql::ExistsStatement>(statements.back()->body)) continue;
    statements.back() = aws::fail(partiql::refused("EXISTS can only be used in ExecuteTransaction write requests."));
  }
  if (auto wrong = check_kinds(statements)) co_return aws::fail(std::move(*wrong));
  ops::BatchExecuteStatement::Output output;
  CapacityMeter meter(input.return_consumed_capacity);
  auto& responses = output.responses.emplace();
  for (std::size_t i = 0; i < statements.size(); ++i) {
    auto& statement = statements[i];
    auto& request = (*input.statements)[i];
    if (!statement) {
      responses.push_back(failed_statement(statement.error()));
    } else if (auto* select = std::get_if<partiql::SelectStatement>(&statement->body)) {
      responses.push_back(co_await run_batch_read(context, door, std::move(*select), std::move(request), meter));
    } else {
      responses.push_back(co_await run_batch_write(context, door, std::move(*statement), std::move(request), meter));
    }
  }
  output.consumed_capacity = meter.of_each();
  co_return output;
}

}  // namespace winterbaume::dynamodb
