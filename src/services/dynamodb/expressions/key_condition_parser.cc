#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/condition.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error refuse(std::string_view why) { return aws::errors::validation(std::string(why)); }
aws::Error invalid_operator(std::string_view name) {
  return refuse(fmt::format("Invalid operator used in KeyConditionExpression: {}", name));
}

std::string_view operator_name(ConditionOperator op) {
  switch (op) {
    case ConditionOperator::any_of:
      return "OR";
    case ConditionOperator::none_of:
      return "NOT";
    case ConditionOperator::not_equal:
      return "<>";
    case ConditionOperator::in:
      return "IN";
    case ConditionOperator::attribute_exists:
      return "attribute_exists";
    case ConditionOperator::attribute_not_exists:
      return "attribute_not_exists";
    case ConditionOperator::attribute_type:
      return "attribute_type";
    case ConditionOperator::contains:
      return "contains";
    default:
      return {};
  }
}

// The attribute may stand second then.
bool is_comparison(RangeOperator op) { return op != RangeOperator::between && op != RangeOperator::begins_with; }

// In the order of the operands, as AWS does.
std::optional<aws::Error> check_operands(RangeOperator op, const std::vector<Operand>& operands) {
  if (!is_comparison(op) && std::holds_alternative<AttributeValue>(operands.front())) {
    return refuse(
        fmt::format("Invalid condition in KeyConditionExpression: {} operator must have the key attribute as its first operand",
                    op == RangeOperator::between ? "BETWEEN" : "begins_with"));
  }
  bool found = false;
  for (const auto& operand : operands) {
    if (std::holds_alternative<SizeOf>(operand)) return refuse("KeyConditionExpressions cannot contain nested operations");
    const auto* path = std::get_if<DocumentPath>(&operand);
    if (path == nullptr) continue;
    if (std::exchange(found, true)) {
      return refuse("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
    }
    if (!path->steps.empty()) return refuse("KeyConditionExpressions cannot have conditions on nested attributes");
  }
  if (!found) return refuse("Invalid condition in KeyConditionExpression: No key attribute specified");
  return std::nullopt;
}

Result<KeyClause> make_clause(const ConditionNode& node) {
  const auto op = range_operator(node.op);
  if (!op) return aws::fail(invalid_operator(operator_name(node.op)));
  if (auto wrong = check_operands(*op, node.operands)) return aws::fail(std::move(*wrong));
  KeyClause clause{.attribute = {}, .op = *op, .value = {}, .upper = std::nullopt};
  if (const auto* path = std::get_if<DocumentPath>(&node.operands[0])) {
    clause.attribute = path->root;
    clause.value = std::get<AttributeValue>(node.operands[1]);
    if (node.operands.size() > 2) clause.upper = std::get<AttributeValue>(node.operands[2]);
    return clause;
  }
  clause.attribute = std::get<DocumentPath>(node.operands[1]).root;
  clause.op = mirrored(*op);
  clause.value = std::get<AttributeValue>(node.operands[0]);
  return clause;
}

std::optional<aws::Error> collect(const ConditionNode& node, std::vector<KeyClause>& clauses) {
  if (node.op == ConditionOperator::all_of) {
    for (const auto& child : node.children) {
      if (auto wrong = collect(*child, clauses)) return wrong;
    }
    return std::nullopt;
  }
  auto clause = make_clause(node);
  if (!clause) return std::move(clause.error());
  if (std::ranges::find(clauses, clause->attribute, &KeyClause::attribute) != clauses.end()) {
    return refuse("KeyConditionExpressions must only contain one condition per key");
  }
  clauses.push_back(std::move(*clause));
  return std::nullopt;
}

}  // namespace

std::optional<RangeOperator> range_operator(ConditionOperator op) {
  switch (op) {
    case ConditionOperator::equal:
      return RangeOperator::equal;
    case ConditionOperator::less:
      return RangeOperator::less;
    case ConditionOperator::less_or_equal:
      return RangeOperator::less_or_equal;
    case ConditionOperator::greater:
      return RangeOperator::greater;
    case ConditionOperator::greater_or_equal:
      return RangeOperator::greater_or_equal;
    case ConditionOperator::between:
      return RangeOperator::between;
    case ConditionOperator::begins_with:
      return RangeOperator::begins_with;
    default:
      return std::nullopt;
  }
}

RangeOperator mirrored(RangeOperator op) {
  switch (op) {
    case RangeOperator::less:
      return RangeOperator::greater;
    case RangeOperator::less_or_equal:
      return RangeOperator::greater_or_equal;
    case RangeOperator::greater:
      return RangeOperator::less;
    case RangeOperator::greater_or_equal:
      return RangeOperator::less_or_equal;
    default:
      return op;
  }
}

Result<std::vector<KeyClause>> key_clauses_of(const ConditionNode& condition) {
  std::vector<KeyClause> clauses;
  if (auto wrong = collect(condition, clauses)) return aws::fail(std::move(*wrong));
  return clauses;
}

Result<std::vector<KeyClause>> parse_key_condition(std::string_view text, Placeholders& placeholders) {
  auto condition = parse_condition(ExpressionKind::key_condition, text, placeholders);
  if (!condition) return aws::fail(std::move(condition.error()));
  return key_clauses_of(**condition);
}

}  // namespace winterbaume::dynamodb
