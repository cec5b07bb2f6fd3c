#include "aws/common_errors.h"
#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/expressions/legacy.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_reads/read_page.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/item_reads/selection.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

struct QueryExpressions {
  std::vector<KeyClause> clauses;
  ConditionPtr filter;
  ReadPaths paths;
};

std::optional<aws::Error> check_query_mixing(const ops::Query::Input& input) {
  return check_mixing({{"AttributesToGet", input.attributes_to_get.has_value()},
                       {"QueryFilter", input.query_filter.has_value()},
                       {"ConditionalOperator", input.conditional_operator.has_value()},
                       {"KeyConditions", input.key_conditions && input.key_condition_expression}},
                      {{"ProjectionExpression", input.projection_expression.has_value()},
                       {"FilterExpression", input.filter_expression.has_value()},
                       {"KeyConditionExpression", input.key_condition_expression.has_value()}});
}

Result<ConditionPtr> query_condition(const ops::Query::Input& input, Placeholders& placeholders) {
  if (!input.key_condition_expression) return ConditionPtr();
  return parse_condition(ExpressionKind::key_condition, *input.key_condition_expression, placeholders);
}

Result<std::vector<KeyClause>> query_clauses(const ops::Query::Input& input, const ConditionPtr& condition) {
  if (condition != nullptr) return key_clauses_of(*condition);
  if (input.key_conditions) return plan_key_conditions(*input.key_conditions);
  return aws::fail(
      aws::errors::validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."));
}

Result<ConditionPtr> query_filter(const ops::Query::Input& input, Placeholders& placeholders) {
  if (input.filter_expression) return parse_condition(ExpressionKind::filter, *input.filter_expression, placeholders);
  if (input.query_filter) return plan_filter(*input.query_filter, input.conditional_operator);
  if (input.conditional_operator) {
    return aws::fail(aws::errors::validation("ConditionalOperator cannot be used without Filter or Expected"));
  }
  return ConditionPtr();
}

Result<ReadPaths> query_paths(const ops::Query::Input& input, Placeholders& placeholders) {
  if (input.attributes_to_get) return parse_attributes_to_get(*input.attributes_to_get);
  if (!input.projection_expression) return ReadPaths();
  auto paths = parse_projection(*input.projection_expression, placeholders);
  if (!paths) return aws::fail(std::move(paths.error()));
  return std::move(*paths);
}

Result<QueryExpressions> parse_query(const ops::Query::Input& input) {
  if (auto wrong = check_query_mixing(input)) return aws::fail(std::move(*wrong));
  Placeholders placeholders(pointer_to(input.expression_attribute_names), pointer_to(input.expression_attribute_values));
  const bool any = input.projection_expression || input.filter_expression || input.key_condition_expression;
  if (auto wrong = placeholders.check(any, ValueFault::bare)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_select({.select = pointer_to(input.select),
                                 .attributes_to_get = input.attributes_to_get.has_value(),
                                 .projection_expression = input.projection_expression.has_value(),
                                 .index = input.index_name.has_value(),
                                 .query = true})) {
    return aws::fail(std::move(*wrong));
  }
  // AWS reads all expressions before it looks at what the key condition asks for.
  auto condition = query_condition(input, placeholders);
  if (!condition) return aws::fail(std::move(condition.error()));
  auto filter = query_filter(input, placeholders);
  if (!filter) return aws::fail(std::move(filter.error()));
  auto paths = query_paths(input, placeholders);
  if (!paths) return aws::fail(std::move(paths.error()));
  if (auto wrong = placeholders.check_all_used()) return aws::fail(std::move(*wrong));
  auto clauses = query_clauses(input, *condition);
  if (!clauses) return aws::fail(std::move(clauses.error()));
  return QueryExpressions{.clauses = std::move(*clauses), .filter = std::move(*filter), .paths = std::move(*paths)};
}

// A query's filter is for what its key condition cannot say.
std::optional<aws::Error> check_query_filter(const QueryExpressions& expressions, const KeySchemaRecord& keys, bool expression) {
  if (expressions.filter == nullptr) return std::nullopt;
  for (const auto& name : attributes_of(*expressions.filter)) {
    if (!is_key_attribute(keys, name)) continue;
    return aws::errors::validation(std::string(expression ? "Filter Expression" : "QueryFilter")
                                       .append(" can only contain non-primary key attributes: Primary key attribute: ")
                                       .append(name));
  }
  return std::nullopt;
}

std::optional<aws::Error> check_query_start(const ItemQuery& query, const IndexRecord* index, const Item& start) {
  const auto& table = query.table->record;
  if (auto wrong = check_start_key(table, index, start)) return wrong;
  const auto& keys = index != nullptr ? index->keys : table.keys;
  const auto range = encoded_range(keys, start.view());
  if (range < query.range_begin || (!query.range_end.empty() && range >= query.range_end)) {
    return aws::errors::validation("The provided starting key does not match the range key predicate");
  }
  const bool ranged = !query.range_begin.empty() || !query.range_end.empty();
  for (const auto& attribute : keys.hash) {
    if (start.find(attribute.name).value() == query.hash->find(attribute.name).value()) continue;
    return aws::errors::validation(ranged ? "The query can return at most one row and cannot be restarted"
                                          : "The provided starting key is outside query boundaries based on provided conditions");
  }
  return std::nullopt;
}

Result<PagePlan> plan_query(ops::Query::Input& input, TablePtr table, QueryExpressions expressions) {
  auto index = find_read_index(*table, pointer_to(input.index_name), input.consistent_read.value_or(false));
  if (!index) return aws::fail(std::move(index.error()));
  const auto& keys = *index != nullptr ? (*index)->keys : table->record.keys;
  auto range = plan_key_range(expressions.clauses, keys);
  if (!range) return aws::fail(std::move(range.error()));
  if (auto wrong = check_query_filter(expressions, keys, input.filter_expression.has_value())) {
    return aws::fail(std::move(*wrong));
  }
  PagePlan plan{.query = {.table = std::move(table)}, .filter = std::move(expressions.filter)};
  plan.paths = std::move(expressions.paths);
  auto& query = plan.query;
  query.index = input.index_name.value_or("");
  query.hash = std::move(range->hash);
  query.range_begin = std::move(range->range_begin);
  query.range_end = std::move(range->range_end);
  query.reverse = !input.scan_index_forward.value_or(true);
  if (input.limit) query.items_max = static_cast<std::size_t>(*input.limit);
  if (auto wrong = apply_select(plan, *index, pointer_to(input.select))) return aws::fail(std::move(*wrong));
  if (input.exclusive_start_key) {
    if (auto wrong = check_query_start(query, *index, *input.exclusive_start_key)) return aws::fail(std::move(*wrong));
    query.start_after = ItemPosition{std::move(*input.exclusive_start_key)};
  }
  return plan;
}

}  // namespace

Answer<ops::Query> query(const aws::RequestContext& context, DynamoDbDoor& door, ops::Query::Input input) {
  auto expressions = parse_query(input);
  if (!expressions) co_return aws::fail(std::move(expressions.error()));
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  auto plan = plan_query(input, std::move(*table), std::move(*expressions));
  if (!plan) co_return aws::fail(std::move(plan.error()));
  if (auto refused = check_read_capacity(door, *plan->query.table, plan->query.index, context.now)) {
    co_return aws::fail(std::move(*refused));
  }
  const bool count_only = plan->count_only;
  CapacityMeter meter(input.return_consumed_capacity, false, door.throttle != nullptr);
  const auto read = meter.on() ? plan->query.table : nullptr;
  plan->query.sized = meter.on();
  auto page = co_await read_page(door.backend, std::move(*plan));
  ops::Query::Output output;
  if (meter.on()) {
    meter.read_page(*read, input.index_name.value_or(""), page.bytes, page.fetched, input.consistent_read.value_or(false));
    output.consumed_capacity = meter.of_one();
    charge_capacity(door, meter, context.now);
  }
  if (!count_only) output.items = std::move(page.items);
  output.count = static_cast<std::int32_t>(page.count);
  output.scanned_count = static_cast<std::int32_t>(page.scanned);
  output.last_evaluated_key = std::move(page.last_key);
  co_return output;
}

}  // namespace winterbaume::dynamodb
