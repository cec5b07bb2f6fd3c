#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/expressions/expression_fixture.h"

namespace winterbaume::dynamodb {
namespace {

const aws::Map<std::string> k_names{{"#a", "a"}, {"#s", "size"}};

const aws::Map<AttributeValue>& values() {
  static const aws::Map<AttributeValue> all{
      {":one", value_of(R"({"N":"1"})")},  {":two", value_of(R"({"N":"2"})")},          {":x", value_of(R"({"S":"x"})")},
      {":xy", value_of(R"({"S":"xy"})")},  {":t", value_of(R"({"BOOL":true})")},        {":map", value_of(R"({"M":{}})")},
      {":type", value_of(R"({"S":"N"})")}, {":list", value_of(R"({"L":[{"N":"1"}]})")}, {":bytes", value_of(R"({"B":"eA=="})")}};
  return all;
}

// "true", "false", or the message behind "Invalid ConditionExpression: ".
std::string verdict(std::string_view text) {
  static const auto sample =
      item_of(R"({"a":{"N":"1"},"s":{"S":"xyz"},"l":{"L":[{"N":"1"},{"M":{"k":{"S":"x"}}}]},"ss":{"SS":["x","y"]},)"
              R"("ns":{"NS":["1","3"]},"size":{"N":"2"},"bin":{"B":"eHk="}})");
  Placeholders placeholders(&k_names, &values());
  const auto parsed = parse_condition(ExpressionKind::condition, text, placeholders);
  if (parsed) return holds(**parsed, sample.view()) ? "true" : "false";
  constexpr std::string_view k_begin = "Invalid ConditionExpression: ";
  EXPECT_TRUE(parsed.error().message.starts_with(k_begin)) << parsed.error().message;
  return parsed.error().message.substr(k_begin.size());
}

TEST(ConditionTest, Holds) {
  for (const auto* text : {"a = :one",
                           "#a = :one",
                           "a <> :two",
                           "a < :two",
                           "a <= :one",
                           "a >= :one",
                           "absent <> :one",
                           "a <> absent",
                           "a BETWEEN :one AND :two",
                           "a between :one and :two",
                           "a IN (:two, :one)",
                           "NOT a = :two",
                           "not not a = :one",
                           "a = :one AND (a = :two OR s > :x)",
                           "a = :two OR a = :one AND s > :x",
                           "attribute_exists(l[1].k)",
                           "attribute_not_exists(l[2])",
                           "attribute_type(a, :type)",
                           "begins_with(s, :xy)",
                           "begins_with(bin, :bytes)",
                           "contains(s, :xy)",
                           "contains(ss, :x)",
                           "contains(ns, :one)",
                           "contains(l, :one)",
                           "size(l) = :two",
                           "size(s) > :two",
                           "#s = :two",
                           "l[1].k = :x",
                           "(a = :one)",
                           "size(ss) = size(ns)"}) {
    EXPECT_EQ(verdict(text), "true") << text;
  }
  for (const auto* text : {"a = :two", "a = :x", "a > :x", "absent = absent2", "absent < :one", "a IN (:two)",
                           "attribute_exists(absent)", "begins_with(a, :x)", "contains(a, :one)", "contains(ss, :one)",
                           "size(a) = :one", "s = :bytes", "NOT (a = :one OR a = :two)", "a = :two OR a = :one AND s = :x"}) {
    EXPECT_EQ(verdict(text), "false") << text;
  }
}

TEST(ConditionTest, RefusesInTheWordsOfAws) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"a = = :one", R"(Syntax error; token: "=", near: "= = :one")"},
      {"a =", R"(Syntax error; token: "<EOF>", near: "=")"},
      {"a = :one b", R"(Syntax error; token: "b", near: ":one b")"},
      {"a ! :one", R"(Syntax error; token: "!", near: "a !")"},
      {"", "The expression can not be empty;"},
      {"size = :one", "Attribute name is a reserved keyword; reserved keyword: size"},
      {"#b = :one", "An expression attribute name used in the document path is not defined; attribute name: #b"},
      {"a = :no", "An expression attribute value used in expression is not defined; attribute value: :no"},
      {"((a = :one))", "The expression has redundant parentheses;"},
      {"begins_with(a, :one)",
       "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"},
      {"a < :t", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"},
      {"a BETWEEN :two AND :one",
       R"(The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1})"},
      {"nosuch(a)", "Invalid function name; function: nosuch"},
      {"attribute_exists(a, s)",
       "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2"},
      {"attribute_exists(:one)", "Operator or function requires a document path; operator or function: attribute_exists"},
      {"a = a",
       "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first "
       "operand: [a]"},
      {"attribute_type(a, :x)", "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(verdict(text), wanted) << text;
  EXPECT_EQ(verdict(std::string(500, '(') + "a = :one" + std::string(500, ')')),
            "The expression has too many nested parentheses;");
  std::string many = "a = :one";
  for (int i = 0; i < 200; ++i) many += " OR a = :one";
  EXPECT_TRUE(verdict(many).starts_with("The expression contains too many operators")) << verdict(many);
  EXPECT_TRUE(verdict(std::string(5000, 'a')).starts_with("Expression size has exceeded"));
}

TEST(ConditionTest, PlaceholdersAreUsedOrRefused) {
  Placeholders placeholders(&k_names, &values());
  EXPECT_FALSE(placeholders.check(true));
  EXPECT_TRUE(
      parse_condition(ExpressionKind::filter, "#a = :one AND #s IN (:two, :x, :xy, :t, :map, :type, :list)", placeholders));
  EXPECT_EQ(placeholders.check_all_used()->message,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:bytes}");
  EXPECT_EQ(placeholders.check(false)->message, "ExpressionAttributeNames can only be specified when using expressions");
  const aws::Map<std::string> wrong{{"a", "b"}};
  EXPECT_EQ(Placeholders(&wrong, nullptr).check(true)->message,
            R"(ExpressionAttributeNames contains invalid key: Syntax error; key: "a")");
}

TEST(ConditionTest, NamesItsAttributes) {
  Placeholders placeholders(&k_names, &values());
  const auto parsed = parse_condition(ExpressionKind::filter, "#a = :one AND (size(l) > :two OR NOT l[0] = s)", placeholders);
  EXPECT_EQ(attributes_of(**parsed), (std::vector<std::string>{"a", "l", "s"}));
}

}  // namespace
}  // namespace winterbaume::dynamodb
