#include "services/dynamodb/partiql/transaction.h"

#include <fmt/format.h>

#include <algorithm>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/item_reads/cancellation.h"
#include "services/dynamodb/item_reads/read_transaction.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/partiql/single_read.h"
#include "services/dynamodb/partiql/sources.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::string_view k_operation = "ExecuteTransaction";
constexpr std::size_t k_transaction_read_bytes_max = 4 * 1024 * 1024;

aws::Error in_statement(std::size_t at, aws::Error error) {
  if (error.shape->name != "ValidationException") return error;
  return refused(fmt::format("Validation failed in TransactStatements[{}]: {}", at, error.message));
}

Result<std::vector<Statement>> parse_all(const std::vector<TransactionStatement>& statements) {
  for (const auto& statement : statements) {
    if (auto wrong = check_parameters(statement.parameters)) return aws::fail(std::move(*wrong));
  }
  std::vector<Statement> out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    auto parsed = parse_request(statements[i].statement, statements[i].parameters);
    if (!parsed) return aws::fail(in_statement(i, std::move(parsed.error())));
    out.push_back(std::move(*parsed));
  }
  const auto reads = static_cast<std::size_t>(std::ranges::count_if(out, is_read));
  if (reads != 0 && reads != out.size()) {
    return aws::fail(refused("ExecuteTransaction API does not support both read and write operations in the same request."));
  }
  return out;
}

// A statement's table, where it is there.
struct StatementTable {
  TablePtr table;
  bool has_index = false;
};

Result<ReadSource> table_of(const Statement& statement) {
  if (const auto* select = std::get_if<SelectStatement>(&statement.body)) {
    if (auto wrong = check_select_clauses(*select)) return aws::fail(std::move(*wrong));
    return read_source(select->from);
  }
  auto name = find_write_table(statement);
  if (!name) return aws::fail(std::move(name.error()));
  return ReadSource{.table = std::move(*name), .index = {}};
}

asio::awaitable<Result<std::vector<StatementTable>>> find_tables(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                 const std::vector<Statement>& statements) {
  std::vector<StatementTable> out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    auto source = table_of(statements[i]);
    if (!source) co_return aws::fail(in_statement(i, std::move(source.error())));
    auto table = co_await get_table(context, door, source->table, TablePurpose::items);
    const bool missing = !table && table.error().shape->name == errors::k_ResourceNotFoundException.name;
    if (!table && !missing) co_return aws::fail(in_statement(i, std::move(table.error())));
    out.push_back({.table = missing ? nullptr : std::move(*table), .has_index = !source->index.empty()});
  }
  co_return out;
}

// Cancelled where a table is missing.
std::optional<aws::Error> check_tables(const std::vector<StatementTable>& tables) {
  std::vector<CancellationReason> reasons(tables.size(), no_reason());
  bool missing = false;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].table != nullptr) continue;
    reasons[i].code = "ResourceNotFound";
    reasons[i].message = "Requested resource not found";
    missing = true;
  }
  if (!missing) return std::nullopt;
  return transaction_cancelled(std::move(reasons));
}

// Statements of missing tables are left out: their transaction is cancelled.
Result<std::vector<SingleRead>> plan_reads(const std::vector<Statement>& statements, const std::vector<StatementTable>& tables,
                                           const std::vector<TransactionStatement>& requests) {
  std::vector<SingleRead> out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (tables[i].table == nullptr) continue;
    if (tables[i].has_index) {
      return aws::fail(in_statement(i, refused("Reads on indices are not supported within transactions.")));
    }
    auto read =
        plan_single_read(std::get<SelectStatement>(statements[i].body), tables[i].table, requests[i].parameters, k_operation);
    if (!read) return aws::fail(in_statement(i, std::move(read.error())));
    out.push_back(std::move(*read));
  }
  return out;
}

bool has_returning(const Statement& statement) {
  if (const auto* update = std::get_if<UpdateStatement>(&statement.body)) return update->returning.has_value();
  const auto* remove = std::get_if<DeleteStatement>(&statement.body);
  return remove != nullptr && remove->returning.has_value();
}

Result<std::vector<WritePlan>> plan_writes(const std::vector<Statement>& statements, const std::vector<StatementTable>& tables,
                                           const std::vector<TransactionStatement>& requests) {
  std::vector<WritePlan> out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (tables[i].table == nullptr) continue;
    if (has_returning(statements[i])) {
      return aws::fail(in_statement(i, refused("RETURNING clause is not supported in ExecuteTransaction.")));
    }
    auto plan = plan_write(statements[i], tables[i].table, requests[i].parameters, KeyPolicy::leave_to_write);
    if (!plan) return aws::fail(in_statement(i, std::move(plan.error())));
    plan->write.on_failed_condition = requests[i].on_failed_condition;
    out.push_back(std::move(*plan));
  }
  return out;
}

asio::awaitable<Result<TransactionAnswer>> run_reads(const aws::RequestContext& context, DynamoDbDoor& door,
                                                     std::vector<SingleRead> plans, CapacityMeter& meter) {
  std::vector<PlannedRead> reads;
  for (auto& plan : plans) reads.push_back({.table = plan.table, .key = std::move(plan.key)});
  auto items = co_await read_transaction(context, door, std::move(reads));
  if (!items) co_return aws::fail(std::move(items.error()));
  TransactionAnswer answer{.reads = true, .items = std::move(*items)};
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    auto& item = answer.items[i];
    meter.read_item(*plans[i].table, item ? &*item : nullptr, true);
    if (!item) continue;
    bytes += item_size(item->view());
    item = select_columns(std::move(*item), plans[i].columns);
  }
  if (bytes > k_transaction_read_bytes_max) {
    co_return aws::fail(refused("Aggregate size of all items in the transaction request cannot exceed 4194304 bytes"));
  }
  co_return answer;
}

// An INSERT's failed condition is a duplicate.
aws::Error with_duplicates(const std::vector<bool>& inserts, aws::Error error) {
  if (error.shape->name != errors::k_TransactionCanceledException.name || !error.fields) return error;
  auto reasons = static_cast<const TransactionCanceledException*>(error.fields.get())->cancellation_reasons;
  if (!reasons) return error;
  for (std::size_t i = 0; i < inserts.size() && i < reasons->size(); ++i) {
    auto& reason = (*reasons)[i];
    if (!inserts[i] || reason.code != "ConditionalCheckFailed") continue;
    reason.code = "DuplicateItem";
    reason.message = "Duplicate primary key exists in table";
    reason.item.reset();
  }
  return transaction_cancelled(std::move(*reasons));
}

asio::awaitable<Result<TransactionAnswer>> run_writes(const aws::RequestContext& context, DynamoDbDoor& door,
                                                      std::vector<WritePlan> plans, std::optional<TransactionToken> token,
                                                      CapacityMeter& meter) {
  std::vector<PlannedWrite> writes;
  std::vector<TablePtr> tables;
  std::vector<bool> inserts;
  for (auto& plan : plans) {
    inserts.push_back(plan.is_insert);
    tables.push_back(plan.write.table);
    if (meter.on()) plan.write.wants_before = plan.write.wants_after = true;
    writes.push_back(std::move(plan.write));
  }
  auto written = co_await write_transaction(context, door, std::move(writes), std::move(token));
  if (!written) co_return aws::fail(with_duplicates(inserts, std::move(written.error())));
  // A repeat of a token wrote nothing, and read what it names.
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (written->empty()) {
      meter.read_item(*tables[i], nullptr, true);
    } else {
      meter.write_item(*tables[i], (*written)[i].before, (*written)[i].after);
    }
  }
  co_return TransactionAnswer();
}

}  // namespace

asio::awaitable<Result<TransactionAnswer>> execute_partiql_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                       std::vector<TransactionStatement> requests,
                                                                       std::optional<TransactionToken> token,
                                                                       CapacityMeter& meter) {
  const auto statements = parse_all(requests);
  if (!statements) co_return aws::fail(statements.error());
  const auto tables = co_await find_tables(context, door, *statements);
  if (!tables) co_return aws::fail(tables.error());
  if (is_read(statements->front())) {
    auto reads = plan_reads(*statements, *tables, requests);
    if (!reads) co_return aws::fail(std::move(reads.error()));
    if (auto wrong = check_tables(*tables)) co_return aws::fail(std::move(*wrong));
    co_return co_await run_reads(context, door, std::move(*reads), meter);
  }
  auto writes = plan_writes(*statements, *tables, requests);
  if (!writes) co_return aws::fail(std::move(writes.error()));
  if (auto wrong = check_tables(*tables)) co_return aws::fail(std::move(*wrong));
  co_return co_await run_writes(context, door, std::move(*writes), std::move(token), meter);
}

}  // namespace winterbaume::dynamodb::partiql
