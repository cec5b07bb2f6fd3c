#include "services/dynamodb/partiql/execute_partiql.h"

#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/partiql/sources.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::size_t k_no_limit = 1'000'000;

// A page's reads may have been none, where WHERE contradicts itself.
void meter_page(CapacityMeter& meter, const Table& table, const std::string& index, SelectPage& page, bool consistent) {
  if (page.read_bytes.empty()) page.read_bytes.push_back(0);
  for (const auto bytes : page.read_bytes)
    meter.read_page(table, index, bytes, std::exchange(page.fetched_bytes, {}), consistent);
}

asio::awaitable<Result<PartiqlAnswer>> execute_select(const aws::RequestContext& context, DynamoDbDoor& door,
                                                      SelectStatement statement, PartiqlRequest request, CapacityMeter& meter) {
  if (auto wrong = check_select_clauses(statement)) co_return aws::fail(std::move(*wrong));
  auto source = read_source(statement.from);
  if (!source) co_return aws::fail(std::move(source.error()));
  auto table = co_await get_table(context, door, source->table, TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  auto plan = plan_select(statement, *table, source->index, request.consistent, request.parameters);
  if (!plan) co_return aws::fail(std::move(plan.error()));
  const auto fingerprint = statement_fingerprint(context.scope, request.statement, request.parameters);
  ReadCursor from;
  if (request.next_token) {
    auto cursor = read_next_token(*request.next_token, fingerprint);
    if (!cursor) co_return aws::fail(std::move(cursor.error()));
    if (auto wrong = check_cursor(*cursor, *plan)) co_return aws::fail(std::move(*wrong));
    from = std::move(*cursor);
  }
  if (auto refused = check_read_capacity(door, **table, source->index, context.now)) co_return aws::fail(std::move(*refused));
  auto page = co_await read_select_page(door.backend, std::move(*plan), std::move(from), request.limit.value_or(k_no_limit));
  if (door.throttle != nullptr) {
    auto used = CapacityMeter::silent();
    auto sizes = SelectPage{.read_bytes = page.read_bytes, .fetched_bytes = page.fetched_bytes};
    meter_page(used, **table, source->index, sizes, request.consistent);
    charge_capacity(door, used, context.now);
  }
  if (meter.on()) meter_page(meter, **table, source->index, page, request.consistent);
  PartiqlAnswer answer{.items = std::move(page.items)};
  answer.last_key = std::move(page.last_key);
  if (page.next) answer.next_token = make_next_token(fingerprint, *page.next);
  co_return answer;
}

}  // namespace

std::optional<aws::Error> check_parameters(Parameters parameters) {
  for (const auto& parameter : parameters) {
    if (const auto fault = parameter.fault()) return refused(*fault);
  }
  return std::nullopt;
}

Result<Statement> parse_request(const std::string& text, Parameters parameters) {
  if (auto wrong = check_parameters(parameters)) return aws::fail(std::move(*wrong));
  auto statement = parse_statement(text);
  if (statement && statement->parameters != parameters.size()) {
    return aws::fail(refused("Number of parameters in request and statement don't match."));
  }
  return statement;
}

bool is_read(const Statement& statement) { return std::holds_alternative<SelectStatement>(statement.body); }

asio::awaitable<WriteRun> run_write(const aws::RequestContext& context, DynamoDbDoor& door, Statement statement,
                                    std::vector<AttributeValue> parameters, OnFailedCondition on_failed_condition,
                                    CapacityMeter& meter) {
  WriteRun run;
  const auto name = find_write_table(statement);
  if (!name) co_return WriteRun{.error = name.error()};
  auto table = co_await get_table(context, door, *name, TablePurpose::items);
  if (!table) co_return WriteRun{.error = std::move(table.error())};
  auto plan = plan_write(statement, *table, parameters, KeyPolicy::refuse);
  if (!plan) co_return WriteRun{.error = std::move(plan.error())};
  plan->write.on_failed_condition = on_failed_condition;
  if (meter.on()) plan->write.wants_before = plan->write.wants_after = true;
  run.table = std::move(*table);
  auto written = co_await write_item(context, door, plan->write);
  if (written) {
    if (meter.on()) meter.write_item(*run.table, written->before, written->after);
    run.item = returned_item(*plan, std::move(*written));
  } else {
    run.error = write_error(*plan, std::move(written.error()));
  }
  co_return run;
}

asio::awaitable<Result<PartiqlAnswer>> execute_partiql_via_backend(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                   PartiqlRequest request, CapacityMeter& meter) {
  auto statement = parse_request(request.statement, request.parameters);
  if (!statement) co_return aws::fail(std::move(statement.error()));
  if (std::holds_alternative<ExistsStatement>(statement->body)) {
    co_return aws::fail(refused("EXISTS can only be used in ExecuteTransaction write requests."));
  }
  if (auto* select = std::get_if<SelectStatement>(&statement->body)) {
    co_return co_await execute_select(context, door, std::move(*select), std::move(request), meter);
  }
  auto run =
      co_await run_write(context, door, std::move(*statement), std::move(request.parameters), request.on_failed_condition, meter);
  if (run.error) co_return aws::fail(std::move(*run.error));
  PartiqlAnswer answer;
  if (run.item) answer.items.push_back(std::move(*run.item));
  co_return answer;
}

}  // namespace winterbaume::dynamodb::partiql
