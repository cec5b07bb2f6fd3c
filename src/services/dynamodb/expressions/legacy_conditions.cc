#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/expressions/legacy.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_all = "";
constexpr std::string_view k_scalars = " S N B ";
constexpr std::string_view k_contained = " S N B BOOL NULL ";
constexpr std::string_view k_texts = " S B ";
constexpr std::size_t k_any_number = 1000;

struct OperatorRule {
  std::string_view name;
  ConditionOperator op;
  std::size_t values_min;
  std::size_t values_max;
  std::string_view types;  // of values, between blanks; empty: all
  std::optional<RangeOperator> range;
};
constexpr std::array<OperatorRule, 13> k_rules{{
    {"EQ", ConditionOperator::equal, 1, 1, k_all, RangeOperator::equal},
    {"NE", ConditionOperator::not_equal, 1, 1, k_all, std::nullopt},
    {"LE", ConditionOperator::less_or_equal, 1, 1, k_scalars, RangeOperator::less_or_equal},
    {"LT", ConditionOperator::less, 1, 1, k_scalars, RangeOperator::less},
    {"GE", ConditionOperator::greater_or_equal, 1, 1, k_scalars, RangeOperator::greater_or_equal},
    {"GT", ConditionOperator::greater, 1, 1, k_scalars, RangeOperator::greater},
    {"NOT_NULL", ConditionOperator::attribute_exists, 0, 0, k_all, std::nullopt},
    {"NULL", ConditionOperator::attribute_not_exists, 0, 0, k_all, std::nullopt},
    {"CONTAINS", ConditionOperator::contains, 1, 1, k_contained, std::nullopt},
    {"NOT_CONTAINS", ConditionOperator::none_of, 1, 1, k_contained, std::nullopt},
    {"BEGINS_WITH", ConditionOperator::begins_with, 1, 1, k_texts, RangeOperator::begins_with},
    {"IN", ConditionOperator::in, 1, k_any_number, k_scalars, std::nullopt},
    {"BETWEEN", ConditionOperator::between, 2, 2, k_scalars, RangeOperator::between},
}};

aws::Error refuse(std::string why) {
  return aws::errors::validation("One or more parameter values were invalid: " + std::move(why));
}

// The model's enum let it pass.
const OperatorRule& rule_of(std::string_view name) { return *std::ranges::find(k_rules, name, &OperatorRule::name); }

bool allows(std::string_view types, std::string_view type) { return types.empty() || types.contains(fmt::format(" {} ", type)); }

bool falling(ValueView low, ValueView high) {
  if (low.type() == ValueType::n) return low.ordered_number() > high.ordered_number();
  return low.text() > high.text();
}

std::optional<aws::Error> check_values(const OperatorRule& rule, const std::vector<AttributeValue>& values) {
  for (const auto& value : values) {
    if (const auto fault = value.fault()) return aws::errors::validation(std::string(*fault));
  }
  if (values.size() < rule.values_min || values.size() > rule.values_max) {
    return refuse(fmt::format("Invalid number of argument(s) for the {} ComparisonOperator", rule.name));
  }
  for (const auto& value : values) {
    const auto type = value_type_name(value.view().type());
    if (!allows(rule.types, type)) {
      return refuse(fmt::format("ComparisonOperator {} is not valid for {} AttributeValue type", rule.name, type));
    }
    if (value.view().type() != values.front().view().type()) {
      return refuse("AttributeValues inside AttributeValueList must be of same type");
    }
  }
  if (rule.op == ConditionOperator::between && falling(values[0].view(), values[1].view())) {
    return aws::errors::validation(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
  }
  return std::nullopt;
}

ConditionPtr node_of(ConditionOperator op, const std::string& attribute, std::vector<AttributeValue> values) {
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->operands.emplace_back(DocumentPath{attribute, {}});
  for (auto& value : values) node->operands.emplace_back(std::move(value));
  return node;
}

ConditionPtr joined(ConditionOperator op, std::vector<ConditionPtr> children) {
  if (children.size() == 1 && op != ConditionOperator::none_of) return std::move(children.front());
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->children = std::move(children);
  return node;
}

ConditionPtr condition_of(const OperatorRule& rule, const std::string& attribute, std::vector<AttributeValue> values) {
  if (rule.op != ConditionOperator::none_of) return node_of(rule.op, attribute, std::move(values));
  // NOT_CONTAINS holds of no attribute that is missing (measured on AWS by the tests of Alternator).
  std::vector<ConditionPtr> contained{node_of(ConditionOperator::contains, attribute, std::move(values))};
  return joined(ConditionOperator::all_of, {node_of(ConditionOperator::attribute_exists, attribute, {}),
                                            joined(ConditionOperator::none_of, std::move(contained))});
}

// The conditions of one parameter together; none where it is empty.
Result<ConditionPtr> together(std::vector<ConditionPtr> conditions, const std::optional<std::string>& conditional_operator) {
  if (conditional_operator && conditions.empty()) {
    return aws::fail(aws::errors::validation("ConditionalOperator cannot be used without Filter or Expected"));
  }
  if (conditional_operator && conditions.size() == 1) {
    return aws::fail(
        aws::errors::validation("ConditionalOperator can only be used when Filter or Expected has two or more elements"));
  }
  if (conditions.empty()) return ConditionPtr();
  const bool any = conditional_operator && *conditional_operator == "OR";
  return joined(any ? ConditionOperator::any_of : ConditionOperator::all_of, std::move(conditions));
}

std::optional<aws::Error> check_with_operator(const std::string& attribute, const ExpectedAttributeValue& expected) {
  if (expected.exists) return refuse("Exists and ComparisonOperator cannot be used together for Attribute: " + attribute);
  const auto& rule = rule_of(*expected.comparison_operator);
  if (rule.values_min > 0 && !expected.attribute_value_list && !expected.value) {
    return refuse(fmt::format("Value or AttributeValueList must be used with ComparisonOperator: {} for Attribute: {}", rule.name,
                              attribute));
  }
  return std::nullopt;
}

Result<ConditionPtr> expect_value(const std::string& attribute, const ExpectedAttributeValue& expected) {
  if (expected.attribute_value_list) {
    return aws::fail(refuse("AttributeValueList can only be used with a ComparisonOperator for Attribute: " + attribute));
  }
  const bool exists = expected.exists.value_or(true);
  if (exists && !expected.value) {
    return aws::fail(refuse(
        fmt::format("Value must be provided when Exists is {} for Attribute: {}", expected.exists ? "true" : "null", attribute)));
  }
  if (!exists && expected.value) {
    return aws::fail(refuse("Value cannot be used when Exists is false for Attribute: " + attribute));
  }
  if (!exists) return node_of(ConditionOperator::attribute_not_exists, attribute, {});
  if (const auto fault = expected.value->fault()) return aws::fail(aws::errors::validation(std::string(*fault)));
  return node_of(ConditionOperator::equal, attribute, {*expected.value});
}

Result<ConditionPtr> expect(const std::string& attribute, const ExpectedAttributeValue& expected) {
  if (expected.value && expected.attribute_value_list) {
    return aws::fail(refuse("Value and AttributeValueList cannot be used together for Attribute: " + attribute));
  }
  if (!expected.comparison_operator) return expect_value(attribute, expected);
  if (auto wrong = check_with_operator(attribute, expected)) return aws::fail(std::move(*wrong));
  const auto& rule = rule_of(*expected.comparison_operator);
  auto values = expected.attribute_value_list.value_or(std::vector<AttributeValue>());
  if (expected.value) values = {*expected.value};
  if (auto wrong = check_values(rule, values)) return aws::fail(std::move(*wrong));
  return condition_of(rule, attribute, std::move(values));
}

}  // namespace

Result<ConditionPtr> plan_expected(const aws::Map<ExpectedAttributeValue>& expected,
                                   const std::optional<std::string>& conditional_operator) {
  std::vector<ConditionPtr> conditions;
  for (const auto& [attribute, one] : expected) {
    auto condition = expect(attribute, one);
    if (!condition) return condition;
    conditions.push_back(std::move(*condition));
  }
  return together(std::move(conditions), conditional_operator);
}

Result<ConditionPtr> plan_filter(const aws::Map<Condition>& filter, const std::optional<std::string>& conditional_operator) {
  std::vector<ConditionPtr> conditions;
  for (const auto& [attribute, one] : filter) {
    const auto& rule = rule_of(*one.comparison_operator);
    auto values = one.attribute_value_list.value_or(std::vector<AttributeValue>());
    if (auto wrong = check_values(rule, values)) return aws::fail(std::move(*wrong));
    conditions.push_back(condition_of(rule, attribute, std::move(values)));
  }
  return together(std::move(conditions), conditional_operator);
}

Result<std::vector<KeyClause>> plan_key_conditions(const aws::Map<Condition>& conditions) {
  if (conditions.empty()) return aws::fail(aws::errors::validation("Conditions can be of length 1 or 2 only"));
  std::vector<KeyClause> clauses;
  for (const auto& [attribute, one] : conditions) {
    const auto& rule = rule_of(*one.comparison_operator);
    auto values = one.attribute_value_list.value_or(std::vector<AttributeValue>());
    if (auto wrong = check_values(rule, values)) return aws::fail(std::move(*wrong));
    KeyClause clause{.attribute = attribute, .op = rule.range.value_or(RangeOperator::not_indexable), .value = {}, .upper = {}};
    if (rule.range) clause.value = std::move(values.front());
    if (rule.range && values.size() > 1) clause.upper = std::move(values.back());
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

}  // namespace winterbaume::dynamodb
