#include "services/dynamodb/expressions/legacy.h"

#include "services/dynamodb/expressions/expression_fixture.h"

namespace winterbaume::dynamodb {
namespace {

const AttributeValue k_one = number_of("1");
const AttributeValue k_two = number_of("2");
const AttributeValue k_x = AttributeValue::of_string("x");

const Item& sample() {
  static const auto item = item_of(
      R"({"a":{"N":"1"},"l":{"L":[{"N":"1"}]},"n":{"NULL":true},"s":{"S":"xyz"},"ss":{"SS":["x","y"]},"t":{"BOOL":true}})");
  return item;
}

Condition condition(std::string op, std::vector<AttributeValue> values) {
  return {.attribute_value_list = std::move(values), .comparison_operator = std::move(op)};
}

std::string verdict(const Result<ConditionPtr>& planned) {
  if (!planned) return planned.error().message;
  return *planned == nullptr ? "nothing" : holds(**planned, sample().view()) ? "true" : "false";
}

std::string filtered(std::string attribute, std::string op, std::vector<AttributeValue> values) {
  return verdict(plan_filter({{std::move(attribute), condition(std::move(op), std::move(values))}}, std::nullopt));
}

TEST(LegacyTest, FiltersByEveryOperator) {
  EXPECT_EQ(filtered("a", "EQ", {k_one}), "true");
  EXPECT_EQ(filtered("a", "NE", {k_one}), "false");
  EXPECT_EQ(filtered("absent", "NE", {k_one}), "true");
  EXPECT_EQ(filtered("a", "LE", {k_one}), "true");
  EXPECT_EQ(filtered("a", "LT", {k_one}), "false");
  EXPECT_EQ(filtered("a", "GE", {k_two}), "false");
  EXPECT_EQ(filtered("a", "GT", {k_x}), "false");
  EXPECT_EQ(filtered("a", "NOT_NULL", {}), "true");
  EXPECT_EQ(filtered("n", "NOT_NULL", {}), "true");
  EXPECT_EQ(filtered("absent", "NULL", {}), "true");
  EXPECT_EQ(filtered("s", "CONTAINS", {k_x}), "true");
  EXPECT_EQ(filtered("ss", "CONTAINS", {k_x}), "true");
  EXPECT_EQ(filtered("l", "CONTAINS", {k_one}), "true");
  EXPECT_EQ(filtered("l", "NOT_CONTAINS", {k_two}), "true");
  EXPECT_EQ(filtered("absent", "NOT_CONTAINS", {k_two}), "false");
  EXPECT_EQ(filtered("s", "BEGINS_WITH", {k_x}), "true");
  EXPECT_EQ(filtered("a", "IN", {k_two, k_one}), "true");
  EXPECT_EQ(filtered("a", "BETWEEN", {k_one, k_two}), "true");
  EXPECT_EQ(filtered("l", "CONTAINS", {AttributeValue::of_boolean(true)}), "false");
}

TEST(LegacyTest, RefusesFiltersInTheWordsOfAws) {
  const std::string invalid = "One or more parameter values were invalid: ";
  const auto arguments = [&](std::string_view op) {
    return invalid + "Invalid number of argument(s) for the " + std::string(op) + " ComparisonOperator";
  };
  for (const auto* op : {"EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "IN", "BETWEEN"}) {
    EXPECT_EQ(filtered("a", op, {}), arguments(op));
  }
  for (const auto* op : {"EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "NULL", "NOT_NULL"}) {
    EXPECT_EQ(filtered("a", op, {k_x, k_x}), arguments(op));
  }
  const auto list = value_of(R"({"L":[]})");
  for (const auto* op : {"LE", "LT", "GE", "GT", "IN", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH"}) {
    EXPECT_EQ(filtered("a", op, {list}), invalid + "ComparisonOperator " + op + " is not valid for L AttributeValue type");
  }
  EXPECT_EQ(filtered("a", "BEGINS_WITH", {k_one}),
            invalid + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
  EXPECT_EQ(filtered("a", "LT", {AttributeValue::of_null()}),
            invalid + "ComparisonOperator LT is not valid for NULL AttributeValue type");
  EXPECT_EQ(filtered("a", "IN", {k_x, k_one}), invalid + "AttributeValues inside AttributeValueList must be of same type");
  EXPECT_EQ(filtered("a", "BETWEEN", {k_two, k_one}),
            "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
  EXPECT_EQ(filtered("a", "EQ", {value_of(R"({"SS":[]})")}), invalid + "An string set  may not be empty");
}

TEST(LegacyTest, JoinsConditions) {
  const aws::Map<Condition> two{{"a", condition("EQ", {k_one})}, {"s", condition("EQ", {k_x})}};
  EXPECT_EQ(verdict(plan_filter(two, std::nullopt)), "false");
  EXPECT_EQ(verdict(plan_filter(two, "AND")), "false");
  EXPECT_EQ(verdict(plan_filter(two, "OR")), "true");
  EXPECT_EQ(verdict(plan_filter({}, std::nullopt)), "nothing");
  EXPECT_EQ(verdict(plan_filter({}, "OR")), "ConditionalOperator cannot be used without Filter or Expected");
  EXPECT_EQ(verdict(plan_filter({{"a", condition("EQ", {k_one})}}, "OR")),
            "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

std::string expected(ExpectedAttributeValue one, std::string attribute = "a") {
  return verdict(plan_expected({{std::move(attribute), std::move(one)}}, std::nullopt));
}

TEST(LegacyTest, Expects) {
  EXPECT_EQ(expected({.value = k_one}), "true");
  EXPECT_EQ(expected({.value = k_two, .exists = true}), "false");
  EXPECT_EQ(expected({.exists = false}), "false");
  EXPECT_EQ(expected({.exists = false}, "absent"), "true");
  EXPECT_EQ(expected({.value = k_two, .comparison_operator = "LT"}), "true");
  EXPECT_EQ(expected({.comparison_operator = "BETWEEN", .attribute_value_list = {{k_one, k_two}}}), "true");
  EXPECT_EQ(expected({.comparison_operator = "NULL"}), "false");
  EXPECT_EQ(expected({.comparison_operator = "NOT_CONTAINS", .attribute_value_list = {{k_x}}}, "ss"), "false");
}

TEST(LegacyTest, RefusesExpectationsInTheWordsOfAws) {
  const std::string invalid = "One or more parameter values were invalid: ";
  EXPECT_EQ(expected({.exists = true}), invalid + "Value must be provided when Exists is true for Attribute: a");
  EXPECT_EQ(expected({}), invalid + "Value must be provided when Exists is null for Attribute: a");
  EXPECT_EQ(expected({.value = k_one, .exists = false}), invalid + "Value cannot be used when Exists is false for Attribute: a");
  EXPECT_EQ(expected({.value = k_one, .comparison_operator = "EQ", .attribute_value_list = {{k_one}}}),
            invalid + "Value and AttributeValueList cannot be used together for Attribute: a");
  EXPECT_EQ(expected({.attribute_value_list = {{k_one}}}),
            invalid + "AttributeValueList can only be used with a ComparisonOperator for Attribute: a");
  EXPECT_EQ(expected({.exists = true, .comparison_operator = "EQ", .attribute_value_list = {{k_one}}}),
            invalid + "Exists and ComparisonOperator cannot be used together for Attribute: a");
  EXPECT_EQ(expected({.comparison_operator = "EQ"}),
            invalid + "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a");
}

TEST(LegacyTest, PlansKeyConditions) {
  const auto clauses = plan_key_conditions({{"p", condition("EQ", {k_x})}, {"c", condition("BETWEEN", {k_one, k_two})}});
  ASSERT_TRUE(clauses);
  ASSERT_EQ(clauses->size(), 2U);
  EXPECT_EQ((*clauses)[0].op, RangeOperator::equal);
  EXPECT_EQ((*clauses)[1].op, RangeOperator::between);
  EXPECT_EQ((*clauses)[1].upper, k_two);
  const auto others = plan_key_conditions({{"p", condition("NE", {k_x})}});
  ASSERT_TRUE(others);
  EXPECT_EQ(others->front().op, RangeOperator::not_indexable);
  EXPECT_EQ(plan_key_conditions({}).error().message, "Conditions can be of length 1 or 2 only");
}

// The attribute as the update leaves it, "absent", or the message.
std::string after(AttributeValueUpdate update, std::string attribute) {
  const auto plan = plan_attribute_updates({{attribute, std::move(update)}});
  if (!plan) return plan.error().message;
  const auto item = apply(**plan, sample().view());
  if (!item) return item.error().message;
  const auto value = item->find(attribute);
  return value ? json_of(*value) : "absent";
}

TEST(LegacyTest, UpdatesAttributes) {
  EXPECT_EQ(after({.value = k_two}, "a"), R"({"N":"2"})");
  EXPECT_EQ(after({.value = k_x, .action = "PUT"}, "a"), R"({"S":"x"})");
  EXPECT_EQ(after({.action = "DELETE"}, "a"), "absent");
  EXPECT_EQ(after({.action = "DELETE"}, "absent"), "absent");
  EXPECT_EQ(after({.value = k_two, .action = "ADD"}, "a"), R"({"N":"3"})");
  EXPECT_EQ(after({.value = k_two, .action = "ADD"}, "absent"), R"({"N":"2"})");
  EXPECT_EQ(after({.value = value_of(R"({"SS":["z"]})"), .action = "ADD"}, "ss"), R"({"SS":["x","y","z"]})");
  EXPECT_EQ(after({.value = value_of(R"({"SS":["x"]})"), .action = "DELETE"}, "ss"), R"({"SS":["y"]})");
  EXPECT_EQ(after({.value = value_of(R"({"L":[{"S":"z"}]})"), .action = "ADD"}, "l"), R"({"L":[{"N":"1"},{"S":"z"}]})");
  EXPECT_EQ(after({.value = value_of(R"({"L":[{"S":"z"}]})"), .action = "ADD"}, "absent"), R"({"L":[{"S":"z"}]})");
}

TEST(LegacyTest, RefusesUpdatesInTheWordsOfAws) {
  const std::string invalid = "One or more parameter values were invalid: ";
  EXPECT_EQ(after({}, "a"), invalid + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(after({.action = "ADD"}, "a"), invalid + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(after({.value = k_x, .action = "ADD"}, "a"), invalid + "ADD action is not supported for the type S");
  EXPECT_EQ(after({.value = k_x, .action = "DELETE"}, "a"), invalid + "DELETE action with value is not supported for the type S");
  EXPECT_EQ(after({.value = k_one, .action = "ADD"}, "s"), "Type mismatch for attribute to update");
  EXPECT_EQ(after({.value = value_of(R"({"NS":["1"]})"), .action = "DELETE"}, "ss"), "Type mismatch for attribute to update");
}

}  // namespace
}  // namespace winterbaume::dynamodb
