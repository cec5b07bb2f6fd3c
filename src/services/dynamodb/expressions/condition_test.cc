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
      {"a ! :one", R"(Syntax error; token: "!", near: "a ! :one")"},
      {"a-b", R"(Syntax error; token: "-", near: "a-b")"},
      {"!!", R"(Syntax error; token: "!", near: "!!")"},
      {"a = \u00fc", "Syntax error; token: \"\u00fc\", near: \"= \u00fc\""},
      {"a = #", R"(Syntax error; token: "#", near: "= #")"},
      {"a:one-", R"(Syntax error; token: ":one", near: "a:one-")"},
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
  EXPECT_EQ(verdict(std::string(500, '(') + "a = :one" + std::string(500, ')')), "The expression has redundant parentheses;");
  EXPECT_EQ(verdict("a < " + std::string(2000, '(')), "The expression has redundant parentheses;");
  std::string calls = "b";
  for (int i = 0; i < 1300; ++i) calls = "f(" + calls + ")";
  EXPECT_EQ(verdict("a < " + calls), "Invalid function name; function: f");
  std::string many = "a = :one";
  for (int i = 0; i < 200; ++i) many += " OR a = :one";
  EXPECT_TRUE(verdict(many).starts_with("The expression contains too many operators")) << verdict(many);
  EXPECT_TRUE(verdict(std::string(5000, 'a')).starts_with("Expression size has exceeded"));
}

TEST(ConditionTest, TakesOperandsInParentheses) {
  for (const auto* text :
       {"(a) = :one", "a = (:one)", "(a)between(:one)and(:two)", "(l[1]).k = :x", "((l[1]).k) = (:x)", "(l)[0] = :one",
        "(size((l))) = :two", "a IN ((:two), (:one))", "((a = :one) AND (a = :one))", "((a = :one) AND a = :one)",
        "NOT (NOT (a = :one))", "attribute_type(:one, :type)", "size(:xy) = :two", "(attribute_exists(a))"}) {
    EXPECT_EQ(verdict(text), "true") << text;
  }
}

// Measured on AWS by the tests of dynalite.
TEST(ConditionTest, TellsOfOneProblemOfMany) {
  const std::string syntax = "Syntax error; token: ";
  for (const auto* text : {"things are not gonna be ok",
                           "a > 4",
                           "attribute_exists(Pictures-RearView)",
                           "attribute_exists(\"Pictures.RearView\")",
                           "attribute_exists(Pictures..RearView)",
                           "attribute_exists(Pi#ctures.RearView)",
                           "attribute_exists(asdf[a])",
                           "a in b, c",
                           "a > between",
                           "a in b",
                           "a in (b,c,)",
                           "(a)between(b.(c.d))and(c)",
                           "(a)between(b.c.d)and((c)",
                           "#$.b > a",
                           "a > :things.stuff",
                           "b[:a] > a",
                           "b[#_] > a",
                           "(a)between(b.c[4.5].#d)and(:a)",
                           "size(a).b > a",
                           "(size(a)).b > a",
                           "size(a)[0] > a",
                           "(size(a))[0] > a",
                           "a",
                           "(a)",
                           "a = :one AND b",
                           "(a = :one) = :one"}) {
    EXPECT_TRUE(verdict(text).starts_with(syntax)) << text << ": " << verdict(text);
  }
  const std::string parentheses = "The expression has redundant parentheses;";
  const std::string unknown = "Invalid function name; function: ";
  const std::string misused = "The function is not allowed to be used this way in an expression; function: ";
  const std::string reserved = "Attribute name is a reserved keyword; reserved keyword: ";
  const std::string no_name = "An expression attribute name used in the document path is not defined; attribute name: ";
  const std::string no_value = "An expression attribute value used in expression is not defined; attribute value: ";
  const std::string count = "Incorrect number of operands for operator or function; operator or function: ";
  const std::string type = "Incorrect operand type for operator or function; operator or function: ";
  const std::string path = "Operator or function requires a document path; operator or function: ";
  const std::string same =
      "The first operand must be distinct from the remaining operands for this operator or function; operator: ";
  const std::vector<std::pair<std::string_view, std::string>> cases{
      {"a=a and a > ((views))", parentheses},
      {"(a)between(((b.c)).d)and(c)", parentheses},
      {"a > whatever((:things), ((a)))", parentheses},
      {"a=a AND ((a=a AND a=a)) AND a=a", parentheses},
      {"a=a OR ((a=a OR (a=a OR a=a)))", parentheses},
      {"a=a and whatever((:things)) > a", unknown + "whatever"},
      {"attRIbute_exIsts((views), #a)", unknown + "attRIbute_exIsts"},
      {"a=a and attribute_exists((views), (#a)) > b", misused + "attribute_exists"},
      {"contains(:things, c) > b", misused + "contains"},
      {"size(contains(a, b)) > a", misused + "contains"},
      {"size(things)", misused + "size"},
      {"NOT size(things)", misused + "size"},
      {"a between b and attribute_exists(things)", misused + "attribute_exists"},
      {"a in (b, attribute_exists(things))", misused + "attribute_exists"},
      {"attribute_exists(views, #a)", reserved + "views"},
      {":a < abOrT", reserved + "abOrT"},
      {"attribute_exists(#Pictures.RearView, :a) and a=a", no_name + "#Pictures"},
      {"begins_with(Pictures.#RearView)", no_name + "#RearView"},
      {"(#P between :lo and :hi) and (#PC in (:cat1, :cat2))", no_name + "#P"},
      {"(a)between(b.c[45].#d)and(:a)", no_name + "#d"},
      {"begins_with(:hello, #x, #b)", no_value + ":hello"},
      {"attribute_exists(things, a) and a=a", count + "attribute_exists, number of operands: 2"},
      {"attribute_type(things)", count + "attribute_type, number of operands: 1"},
      {"begins_with(things, size(a), b)", count + "begins_with, number of operands: 3"},
      {"size(things, a) > b", count + "size, number of operands: 2"},
      {"attribute_type(a, size(a)) and a=a and a=:a", type + "attribute_type, operand type: N"},
      {"attribute_type(a, :one)", type + "attribute_type, operand type: N"},
      {"attribute_type(a, b)", type + "attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"},
      {"begins_with(a, size(a)) and a=:a", type + "begins_with, operand type: N"},
      {"begins_with(:list, a)", type + "begins_with, operand type: L"},
      {"size(size(a)) > :one", type + "size, operand type: N"},
      {"attribute_not_exists(size(:one))", type + "size, operand type: N"},
      {"size(:t) > a", type + "size, operand type: BOOL"},
      {"attribute_exists(:one) and a=a", path + "attribute_exists"},
      {"attribute_not_exists(size(:x))", path + "attribute_not_exists"},
      {"a = a AND #a = b AND :views > a", same + "=, first operand: [a]"},
      {"#a <> a", same + "<>, first operand: [a]"},
      {"((a=a) OR (a=a))", same + "=, first operand: [a]"},
      {"contains(ab.bc[1].a, ab.bc[1].#a)", same + "contains, first operand: [ab, bc, [1], a]"},
      {"attribute_type(ab.bc[1].#a, ab.bc[1].a)", same + "attribute_type, first operand: [ab, bc, [1], a]"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(verdict(text), wanted) << text;
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
