#include "aws/common_errors.h"
#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/expressions/legacy.h"
#include "services/dynamodb/item_reads/read_page.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/item_reads/selection.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

struct ScanExpressions {
  ConditionPtr filter;
  ReadPaths paths;
};

std::optional<aws::Error> check_segments(const ops::Scan::Input& input) {
  if (input.segment && !input.total_segments) {
    return aws::errors::validation(
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present");
  }
  if (!input.total_segments) return std::nullopt;
  if (!input.segment) {
    return aws::errors::validation(
        "The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
  }
  if (*input.segment < *input.total_segments) return std::nullopt;
  return aws::errors::validation("The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: " +
                                 std::to_string(*input.segment) +
                                 " is not less than TotalSegments: " + std::to_string(*input.total_segments));
}

std::optional<aws::Error> check_scan_mixing(const ops::Scan::Input& input) {
  return check_mixing({{"AttributesToGet", input.attributes_to_get.has_value()},
                       {"ScanFilter", input.scan_filter.has_value()},
                       {"ConditionalOperator", input.conditional_operator.has_value()}},
                      {{"ProjectionExpression", input.projection_expression.has_value()},
                       {"FilterExpression", input.filter_expression.has_value()}});
}

std::optional<aws::Error> check_scan_select(const ops::Scan::Input& input) {
  return check_select({.select = pointer_to(input.select),
                       .attributes_to_get = input.attributes_to_get.has_value(),
                       .projection_expression = input.projection_expression.has_value(),
                       .index = input.index_name.has_value()});
}

// The parameters that were there before expressions.
Result<ScanExpressions> parse_older_parameters(const ops::Scan::Input& input) {
  ScanExpressions out;
  if (input.attributes_to_get) {
    auto paths = parse_attributes_to_get(*input.attributes_to_get);
    if (!paths) return aws::fail(std::move(paths.error()));
    out.paths = std::move(*paths);
  }
  if (input.scan_filter) {
    auto filter = plan_filter(*input.scan_filter, input.conditional_operator);
    if (!filter) return aws::fail(std::move(filter.error()));
    out.filter = std::move(*filter);
  } else if (input.conditional_operator) {
    return aws::fail(aws::errors::validation("ConditionalOperator cannot be used without Filter or Expected"));
  }
  return out;
}

std::optional<aws::Error> parse_scan_expressions(const ops::Scan::Input& input, Placeholders& placeholders,
                                                 ScanExpressions& out) {
  if (input.filter_expression) {
    auto filter = parse_condition(ExpressionKind::filter, *input.filter_expression, placeholders);
    if (!filter) return std::move(filter.error());
    out.filter = std::move(*filter);
  }
  if (input.projection_expression) {
    auto paths = parse_projection(*input.projection_expression, placeholders);
    if (!paths) return std::move(paths.error());
    out.paths = std::move(*paths);
  }
  return placeholders.check_all_used();
}

// AWS looks at the older parameters before segments, and at expressions behind them (dynalite's tests).
Result<ScanExpressions> parse_scan(const ops::Scan::Input& input) {
  if (auto wrong = check_scan_mixing(input)) return aws::fail(std::move(*wrong));
  Placeholders placeholders(pointer_to(input.expression_attribute_names), pointer_to(input.expression_attribute_values));
  const bool any = input.projection_expression || input.filter_expression;
  if (!any) {
    if (auto wrong = placeholders.check(false)) return aws::fail(std::move(*wrong));
  }
  auto out = parse_older_parameters(input);
  if (!out) return out;
  if (auto wrong = check_segments(input)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_scan_select(input)) return aws::fail(std::move(*wrong));
  if (!any) return out;
  if (auto wrong = placeholders.check(true)) return aws::fail(std::move(*wrong));
  if (auto wrong = parse_scan_expressions(input, placeholders, *out)) return aws::fail(std::move(*wrong));
  return out;
}

std::optional<aws::Error> check_scan_start(const DynamoDbBackend& backend, const ItemQuery& query) {
  if (query.segments == 1 || backend.starts_in_segment(query)) return std::nullopt;
  return aws::errors::validation(
      "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. "
      "TotalSegments: " +
      std::to_string(query.segments) + " Segment: " + std::to_string(query.segment));
}

Result<PagePlan> plan_scan(const DynamoDbBackend& backend, ops::Scan::Input& input, TablePtr table, ScanExpressions expressions) {
  auto index = find_read_index(*table, pointer_to(input.index_name), input.consistent_read.value_or(false));
  if (!index) return aws::fail(std::move(index.error()));
  PagePlan plan{.query = {.table = std::move(table)}, .filter = std::move(expressions.filter)};
  plan.paths = std::move(expressions.paths);
  auto& query = plan.query;
  query.index = input.index_name.value_or("");
  if (input.total_segments) {
    query.segment = static_cast<std::uint32_t>(*input.segment);
    query.segments = static_cast<std::uint32_t>(*input.total_segments);
  }
  if (input.limit) query.items_max = static_cast<std::size_t>(*input.limit);
  if (auto wrong = apply_select(plan, *index, pointer_to(input.select))) return aws::fail(std::move(*wrong));
  if (input.exclusive_start_key) {
    if (auto wrong = check_start_key(query.table->record, *index, *input.exclusive_start_key)) {
      return aws::fail(std::move(*wrong));
    }
    query.start_after = ItemPosition{std::move(*input.exclusive_start_key)};
    if (auto wrong = check_scan_start(backend, query)) return aws::fail(std::move(*wrong));
  }
  return plan;
}

}  // namespace

Answer<ops::Scan> scan(const aws::RequestContext& context, DynamoDbDoor& door, ops::Scan::Input input) {
  auto expressions = parse_scan(input);
  if (!expressions) co_return aws::fail(std::move(expressions.error()));
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  auto plan = plan_scan(door.backend, input, std::move(*table), std::move(*expressions));
  if (!plan) co_return aws::fail(std::move(plan.error()));
  if (auto refused = check_read_capacity(door, *plan->query.table, plan->query.index, context.now)) {
    co_return aws::fail(std::move(*refused));
  }
  const bool count_only = plan->count_only;
  CapacityMeter meter(input.return_consumed_capacity, false, door.throttle != nullptr);
  const auto read = meter.on() ? plan->query.table : nullptr;
  plan->query.sized = meter.on();
  auto page = co_await read_page(door.backend, std::move(*plan));
  ops::Scan::Output output;
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
