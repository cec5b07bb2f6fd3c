#include "services/dynamodb/expressions/expression_fixture.h"
#include "services/dynamodb/items/key_encoding.h"

namespace winterbaume::dynamodb {
namespace {

const KeySchemaRecord k_strings{.hash = {{"p", ScalarType::s}}, .range = {{"c", ScalarType::s}}};
const KeySchemaRecord k_numbers{.hash = {{"p", ScalarType::s}}, .range = {{"c", ScalarType::n}}};
const KeySchemaRecord k_hash_only{.hash = {{"p", ScalarType::s}}, .range = {}};
const KeySchemaRecord k_many{.hash = {{"p", ScalarType::s}, {"q", ScalarType::n}},
                             .range = {{"a", ScalarType::s}, {"b", ScalarType::s}, {"c", ScalarType::n}}};

const aws::Map<AttributeValue>& values() {
  static const aws::Map<AttributeValue> all{
      {":p", value_of(R"({"S":"p"})")},    {":b", value_of(R"({"S":"b"})")}, {":d", value_of(R"({"S":"d"})")},
      {":empty", value_of(R"({"S":""})")}, {":one", number_of("1")},         {":nine", number_of("9")},
      {":t", value_of(R"({"BOOL":true})")}};
  return all;
}

Result<KeyRangePlan> planned(std::string_view text, const KeySchemaRecord& keys) {
  Placeholders placeholders(nullptr, &values());
  const auto clauses = parse_key_condition(text, placeholders);
  if (!clauses) return aws::fail(clauses.error());
  return plan_key_range(*clauses, keys);
}

std::string refusal(std::string_view text, const KeySchemaRecord& keys = k_strings) {
  const auto plan = planned(text, keys);
  return plan ? "none" : plan.error().message;
}

bool within(const KeyRangePlan& plan, std::string_view key) {
  return key >= plan.range_begin && (plan.range_end.empty() || key < plan.range_end);
}

// Which of these keys the condition reads, one after the other.
std::string read_of(std::string_view text, const std::vector<std::string>& keys) {
  const auto plan = planned(text, k_strings);
  if (!plan) return plan.error().message;
  std::string out;
  for (const auto& key : keys) {
    std::string encoded;
    append_key(encoded, AttributeValue::of_string(key).view());
    if (within(*plan, encoded)) out.append(out.empty() ? "" : " ").append(key);
  }
  return out;
}

TEST(KeyRangeTest, BoundsStrings) {
  const std::vector<std::string> keys{"a", "b", "ba", "b\xFF", "c", "d", "da"};
  EXPECT_EQ(read_of("p = :p", keys), "a b ba b\xFF c d da");
  EXPECT_EQ(read_of("p = :p AND c = :b", keys), "b");
  EXPECT_EQ(read_of("c = :b AND :p = p", keys), "b");
  EXPECT_EQ(read_of("p = :p AND c < :b", keys), "a");
  EXPECT_EQ(read_of("p = :p AND c <= :b", keys), "a b");
  EXPECT_EQ(read_of("p = :p AND c > :b", keys), "ba b\xFF c d da");
  EXPECT_EQ(read_of("p = :p AND :b < c", keys), "ba b\xFF c d da");
  EXPECT_EQ(read_of("p = :p AND c >= :b", keys), "b ba b\xFF c d da");
  EXPECT_EQ(read_of("p = :p AND c BETWEEN :b AND :d", keys), "b ba b\xFF c d");
  EXPECT_EQ(read_of("p = :p AND begins_with(c, :b)", keys), "b ba b\xFF");
  EXPECT_EQ(read_of("(begins_with(c, :empty)) AND (p = :p)", keys), "a b ba b\xFF c d da");
}

TEST(KeyRangeTest, BoundsNumbers) {
  const auto read = [](std::string_view text) {
    const auto plan = planned(text, k_numbers);
    EXPECT_TRUE(plan) << text;
    std::string out;
    for (const auto* number : {"-1E100", "-1", "0", "0.5", "1", "1.000001", "8.9", "9", "10"}) {
      std::string encoded;
      append_key(encoded, number_of(number).view());
      if (plan && within(*plan, encoded)) out.append(out.empty() ? "" : " ").append(number);
    }
    return out;
  };
  EXPECT_EQ(read("p = :p AND c < :one"), "-1E100 -1 0 0.5");
  EXPECT_EQ(read("p = :p AND c > :one"), "1.000001 8.9 9 10");
  EXPECT_EQ(read("p = :p AND c BETWEEN :one AND :nine"), "1 1.000001 8.9 9");
  EXPECT_EQ(json_of(planned("p = :p", k_numbers)->hash), R"({"p":{"S":"p"}})");
}

TEST(KeyRangeTest, BoundsKeysOfManyAttributes) {
  const auto read = [](std::string_view text) {
    const auto plan = planned("p = :p AND q = :one" + std::string(text), k_many);
    if (!plan) return plan.error().message;
    std::string out;
    for (const auto* a : {"b", "d"}) {
      for (const auto* b : {"b", "bb"}) {
        for (const auto* c : {"1", "9"}) {
          std::string encoded;
          append_key(encoded, AttributeValue::of_string(a).view());
          append_key(encoded, AttributeValue::of_string(b).view());
          append_key(encoded, number_of(c).view());
          if (within(*plan, encoded)) out.append(out.empty() ? "" : " ").append(a).append("/").append(b).append("/").append(c);
        }
      }
    }
    return out;
  };
  EXPECT_EQ(read(""), "b/b/1 b/b/9 b/bb/1 b/bb/9 d/b/1 d/b/9 d/bb/1 d/bb/9");
  EXPECT_EQ(read(" AND a = :b"), "b/b/1 b/b/9 b/bb/1 b/bb/9");
  EXPECT_EQ(read(" AND a > :b"), "d/b/1 d/b/9 d/bb/1 d/bb/9");
  EXPECT_EQ(read(" AND a = :b AND b > :b"), "b/bb/1 b/bb/9");
  EXPECT_EQ(read(" AND a = :d AND b = :b AND c < :nine"), "d/b/1");
  EXPECT_EQ(read(" AND a > :b AND b = :b"),
            "RANGE key attributes a must have equality conditions specified in the query because a condition is present on key "
            "attribute b");
  EXPECT_EQ(
      read(" AND c = :one"),
      "RANGE key attributes a, b must have equality conditions specified in the query because a condition is present on key "
      "attribute c");
  EXPECT_EQ(refusal("p = :p", k_many), "Query condition missed key schema element: q");
  EXPECT_EQ(refusal("p = :p AND q > :one", k_many), "Query key condition not supported");
}

TEST(KeyRangeTest, RefusesWhatDoesNotFitTheKeys) {
  EXPECT_EQ(refusal("c = :b"), "Query condition missed key schema element: p");
  EXPECT_EQ(refusal("p < :p"), "Query key condition not supported");
  EXPECT_EQ(refusal("p = :p AND z = :b"), "Query condition missed key schema element: c");
  EXPECT_EQ(refusal("p = :p AND z = :b", k_hash_only), "Query key condition not supported");
  EXPECT_EQ(refusal("y = :p AND z = :b", k_hash_only), "Query key condition not supported");
  EXPECT_EQ(refusal("p = :p AND c = :b AND z = :b"), "Conditions can be of length 1 or 2 only");
  const auto* mismatch = "One or more parameter values were invalid: Condition parameter type does not match schema type";
  EXPECT_EQ(refusal("p = :one"), mismatch);
  EXPECT_EQ(refusal("p = :p AND c = :one"), mismatch);
  EXPECT_EQ(refusal("p = :p AND c = :t"), mismatch);
  EXPECT_EQ(refusal("p = :p AND begins_with(c, :b)", k_numbers), mismatch);
  EXPECT_EQ(refusal("p = :empty"),
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string "
            "value. Key: p");
}

// Hash before range; of each: is there a condition, can an index do it, has it the type, is it an equality (dynalite's tests).
TEST(KeyRangeTest, LooksAtKeyConditionsInTheOrderOfAws) {
  const auto refusal_of = [](std::vector<KeyClause> clauses) {
    const auto plan = plan_key_range(clauses, k_strings);
    return plan ? std::string("none") : plan.error().message;
  };
  const KeyClause hash{.attribute = "p", .op = RangeOperator::equal, .value = AttributeValue::of_string("p"), .upper = {}};
  const auto of = [](std::string attribute, RangeOperator op, std::string_view number) {
    return KeyClause{
        .attribute = std::move(attribute), .op = op, .value = AttributeValue::of_number(*Number::parse(number)), .upper = {}};
  };
  const std::string not_indexable = "Attempted conditional constraint is not an indexable operation";
  EXPECT_EQ(refusal_of({of("z", RangeOperator::not_indexable, "1")}), "Query condition missed key schema element: p");
  EXPECT_EQ(refusal_of({hash, of("z", RangeOperator::not_indexable, "1")}), "Query condition missed key schema element: c");
  EXPECT_EQ(refusal_of({of("p", RangeOperator::not_indexable, "1")}), not_indexable);
  EXPECT_EQ(refusal_of({hash, of("c", RangeOperator::not_indexable, "1")}), not_indexable);
  EXPECT_EQ(refusal_of({of("p", RangeOperator::less, "1"), of("c", RangeOperator::not_indexable, "1")}),
            "One or more parameter values were invalid: Condition parameter type does not match schema type");
}

TEST(KeyRangeTest, RefusesConditionsInTheWordsOfAws) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "Invalid KeyConditionExpression: The expression can not be empty;"},
      {"p = :p AND c != :b", R"(Invalid KeyConditionExpression: Syntax error; token: "!", near: "c !=")"},
      {"p = :p OR c = :b", "Invalid operator used in KeyConditionExpression: OR"},
      {"NOT c = :b AND p = :p", "Invalid operator used in KeyConditionExpression: NOT"},
      {"p = :p AND c <> :b", "Invalid operator used in KeyConditionExpression: <>"},
      {"p = :p AND c IN (:b)", "Invalid operator used in KeyConditionExpression: IN"},
      {"p = :p AND attribute_exists(c)", "Invalid operator used in KeyConditionExpression: attribute_exists"},
      {"contains(a.d, b)", "Invalid operator used in KeyConditionExpression: contains"},
      {"p = :p AND dog(c, :b)", "Invalid KeyConditionExpression: Invalid function name; function: dog"},
      {"p = :p AND begins_with(c, :one)",
       "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, "
       "operand type: N"},
      {"p = :p AND c BETWEEN :d AND :b",
       "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
       "lower bound operand: AttributeValue: {S:d}, upper bound operand: AttributeValue: {S:b}"},
      {"p BETWEEN :one AND :b",
       "Invalid KeyConditionExpression: The BETWEEN operator requires same data type for lower and upper bounds; "
       "lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:b}"},
      {":p BETWEEN size(p) AND size(c) AND p = :b",
       "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand"},
      {"begins_with(:b, p) AND c = :b",
       "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand"},
      {"size(b) > a AND a.b > b", "KeyConditionExpressions cannot contain nested operations"},
      {"a > size(b.d)", "KeyConditionExpressions cannot contain nested operations"},
      {"b > a.b", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
      {"a BETWEEN b AND size(a)", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
      {"begins_with(a, b)", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
      {"a.d > c", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"b[0] > :b", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {":b > :p AND p < :b", "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"p = :p AND p = :p", "KeyConditionExpressions must only contain one condition per key"},
      {"c > :b AND c < :d AND p = :p", "KeyConditionExpressions must only contain one condition per key"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(refusal(text), wanted) << text;
}

}  // namespace
}  // namespace winterbaume::dynamodb
