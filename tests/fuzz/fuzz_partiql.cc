// PartiQL statements: whatever text comes is refused or planned, within its bounds; what is planned decides about an item.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "services/dynamodb/item_writes/planned_write.h"
#include "services/dynamodb/partiql/execute_partiql.h"
#include "services/dynamodb/partiql/single_read.h"
#include "services/dynamodb/partiql/sources.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace {

using namespace winterbaume;
using namespace winterbaume::dynamodb;

constexpr std::size_t k_statement_bytes_max = 8192;
constexpr std::size_t k_reads_max = 50;

TablePtr make_table() {
  auto table = std::make_shared<Table>();
  table->record = {.account_id = "123456789012", .region = "us-east-1", .name = "items", .id = "1"};
  table->record.keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"sk", ScalarType::n}}};
  table->record.indexes.push_back({.name = "local",
                                   .number = 1,
                                   .keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"c", ScalarType::s}}},
                                   .projection = ProjectionType::keys_only});
  table->record.indexes.push_back(
      {.name = "global", .number = 2, .global = true, .keys = {.hash = {{"g", ScalarType::n}}, .range = {}}});
  return table;
}

Item make_stored_item() {
  const auto key = AttributeValue::of_string("a");
  const auto one = AttributeValue::of_number(Number::from_integer(1));
  const std::array<ValueView, 2> elements{key.view(), one.view()};
  const auto list = AttributeValue::of_list(elements);
  const auto set = AttributeValue::of_set(ValueTag::ss, {"x", "y"});
  const auto map = AttributeValue::of_map(Item({{"l", list.view()}, {"s", set.view()}}).view());
  return Item({{"pk", key.view()}, {"sk", one.view()}, {"v", one.view()}, {"m", map.view()}, {"s", set.view()}});
}

void try_select(const partiql::SelectStatement& select, const TablePtr& table, const Item& item,
                const std::vector<AttributeValue>& parameters) {
  if (partiql::check_select_clauses(select)) return;
  const auto source = partiql::read_source(select.from);
  if (!source) return;
  (void)partiql::plan_single_read(select, table, parameters, "ExecuteTransaction");
  const auto plan = partiql::plan_select(select, table, source->index, false, parameters);
  if (!plan) return;
  if (plan->reads.reads.size() > k_reads_max) std::abort();
  for (const auto& read : plan->reads.reads) {
    if (!read.range_end.empty() && read.range_begin >= read.range_end) std::abort();
    if (read.filter != nullptr) (void)holds(*read.filter, item.view());
  }
  if (plan->reads.scan_filter != nullptr) (void)holds(*plan->reads.scan_filter, item.view());
  (void)partiql::select_columns(item, plan->columns);
}

void try_write(const partiql::Statement& statement, const TablePtr& table, const Item& item,
               const std::vector<AttributeValue>& parameters) {
  if (!partiql::find_write_table(statement)) return;
  for (const auto policy : {partiql::KeyPolicy::refuse, partiql::KeyPolicy::leave_to_write}) {
    auto plan = partiql::plan_write(statement, table, parameters, policy);
    if (!plan || check_write(plan->write)) continue;
    (void)outcome_of(plan->write, std::nullopt);
    (void)outcome_of(plan->write, StoredItem{.item = item, .version = 1});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto k_table = make_table();
  static const auto k_item = make_stored_item();
  const std::string text(reinterpret_cast<const char*>(data), std::min(size, k_statement_bytes_max));
  const auto statement = partiql::parse_statement(text);
  if (!statement) return 0;
  std::vector<AttributeValue> parameters(statement->parameters, AttributeValue::of_string("a"));
  for (std::size_t i = 1; i < parameters.size(); i += 2) parameters[i] = AttributeValue::of_number(Number::from_integer(1));
  if (const auto* select = std::get_if<partiql::SelectStatement>(&statement->body)) {
    try_select(*select, k_table, k_item, parameters);
  } else {
    try_write(*statement, k_table, k_item, parameters);
  }
  return 0;
}
