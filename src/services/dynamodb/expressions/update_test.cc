#include "services/dynamodb/expressions/update.h"

#include "services/dynamodb/expressions/expression_fixture.h"

namespace winterbaume::dynamodb {
namespace {

const aws::Map<std::string> k_names{{"#a", "a"}, {"#data", "data"}};

const aws::Map<AttributeValue>& values() {
  static const aws::Map<AttributeValue> all{{":one", number_of("1")},
                                            {":two", number_of("2")},
                                            {":huge", number_of("9E125")},
                                            {":fine", number_of("1E-20")},
                                            {":x", value_of(R"({"S":"x"})")},
                                            {":list", value_of(R"({"L":[{"S":"n"}]})")},
                                            {":map", value_of(R"({"M":{}})")},
                                            {":sx", value_of(R"({"SS":["x"]})")},
                                            {":sxy", value_of(R"({"SS":["x","y"]})")},
                                            {":sz", value_of(R"({"SS":["z","x"]})")},
                                            {":nums", value_of(R"({"NS":["1"]})")},
                                            {":t", value_of(R"({"BOOL":true})")}};
  return all;
}

const Item& sample() {
  static const auto item =
      item_of(R"({"a":{"N":"1"},"b":{"N":"5"},"big":{"N":"9E125"},"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]},)"
              R"("m":{"M":{"k":{"S":"x"},"l":{"L":[{"M":{"d":{"N":"7"}}}]}}},"s":{"SS":["x","y"]},"t":{"S":"text"}})");
  return item;
}

Result<Item> updated(std::string_view text, const Item& before, bool exists = true) {
  Placeholders placeholders(&k_names, &values());
  const auto update = parse_update(text, placeholders);
  if (!update) return aws::fail(update.error());
  return apply(**update, before.view(), exists);
}

// The attribute as the update leaves it, "absent", or the message.
std::string after(std::string_view text, std::string_view attribute, const Item& before = sample(), bool exists = true) {
  const auto item = updated(text, before, exists);
  if (!item) return item.error().message;
  const auto value = item->find(attribute);
  return value ? json_of(*value) : "absent";
}

struct Case {
  std::string_view text;
  std::string_view attribute;
  std::string_view wanted;
};

void check(const std::vector<Case>& cases) {
  for (const auto& [text, attribute, wanted] : cases) EXPECT_EQ(after(text, attribute), wanted) << text;
}

TEST(UpdateTest, Sets) {
  check({{"SET a = :two", "a", R"({"N":"2"})"},
         {"set #a=:two", "a", R"({"N":"2"})"},
         {"SET z = :map", "z", R"({"M":{}})"},
         {"SET z = m.l[0].d", "z", R"({"N":"7"})"},
         {"SET a = (a + :one)", "a", R"({"N":"2"})"},
         {"SET a = :one - b", "a", R"({"N":"-4"})"},
         {"SET z = if_not_exists(z, :one) + b", "z", R"({"N":"6"})"},
         {"SET z = if_not_exists(y, if_not_exists(a, :two))", "z", R"({"N":"1"})"},
         {"SET m.k = :one", "m", R"({"M":{"k":{"N":"1"},"l":{"L":[{"M":{"d":{"N":"7"}}}]}}})"},
         {"SET m.l[0].e = :x", "m", R"({"M":{"k":{"S":"x"},"l":{"L":[{"M":{"d":{"N":"7"},"e":{"S":"x"}}}]}}})"},
         {"SET a = a + :fine", "a", R"({"N":"1.00000000000000000001"})"}});
}

TEST(UpdateTest, SetsElements) {
  check({{"SET l[1] = :x", "l", R"({"L":[{"N":"0"},{"S":"x"},{"N":"2"},{"N":"3"}]})"},
         {"SET l[84] = :x, l[17] = :t", "l", R"({"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"BOOL":true},{"S":"x"}]})"},
         {"SET l = list_append(l, :list)", "l", R"({"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"S":"n"}]})"},
         {"SET z = list_append(:list, if_not_exists(z, :list))", "z", R"({"L":[{"S":"n"},{"S":"n"}]})"},
         {"REMOVE l[1] SET l[3] = :x", "l", R"({"L":[{"N":"0"},{"N":"2"},{"S":"x"}]})"}});
}

TEST(UpdateTest, ReadsTheItemAsItWas) {
  EXPECT_EQ(json_of(*updated("SET a = b, b = a", item_of(R"({"a":{"N":"1"},"b":{"N":"5"}})"))),
            R"({"a":{"N":"5"},"b":{"N":"1"}})");
  EXPECT_EQ(json_of(*updated("REMOVE a SET b = a", item_of(R"({"a":{"N":"1"},"b":{"N":"5"}})"))), R"({"b":{"N":"1"}})");
  EXPECT_EQ(after("SET z = :one, y = z", "y"), "The provided expression refers to an attribute that does not exist in the item");
}

TEST(UpdateTest, Removes) {
  check({{"REMOVE a", "a", "absent"},
         {"REMOVE absent", "a", R"({"N":"1"})"},
         {"REMOVE l[0], l[2]", "l", R"({"L":[{"N":"1"},{"N":"3"}]})"},
         {"REMOVE l[99]", "l", R"({"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]})"},
         {"REMOVE m.l[0].d", "m", R"({"M":{"k":{"S":"x"},"l":{"L":[{"M":{}}]}}})"},
         {"REMOVE m.l[0]", "m", R"({"M":{"k":{"S":"x"},"l":{"L":[]}}})"},
         {"REMOVE m.absent", "a", R"({"N":"1"})"}});
}

TEST(UpdateTest, AddsAndDeletes) {
  check({{"ADD a :two", "a", R"({"N":"3"})"},
         {"ADD z :two", "z", R"({"N":"2"})"},
         {"ADD m.n :two", "m", R"({"M":{"k":{"S":"x"},"l":{"L":[{"M":{"d":{"N":"7"}}}]},"n":{"N":"2"}}})"},
         {"ADD l[0] :two", "l", R"({"L":[{"N":"2"},{"N":"1"},{"N":"2"},{"N":"3"}]})"},
         {"ADD s :sz", "s", R"({"SS":["x","y","z"]})"},
         {"ADD z :nums", "z", R"({"NS":["1"]})"},
         {"DELETE s :sz", "s", R"({"SS":["y"]})"},
         {"DELETE s :sxy", "s", "absent"},
         {"DELETE z :sxy", "z", "absent"},
         {"delete s :sx add a :one remove b set z = b", "z", R"({"N":"5"})"}});
}

constexpr std::string_view k_bad_type = "An operand in the update expression has an incorrect data type";
constexpr std::string_view k_bad_path = "The document path provided in the update expression is invalid for update";
constexpr std::string_view k_missing = "The provided expression refers to an attribute that does not exist in the item";

TEST(UpdateTest, RefusesWhatDoesNotFitTheItem) {
  check(
      {{"SET a = absent", "a", k_missing},
       {"SET a = absent + :one", "a", k_missing},
       {"SET a = list_append(absent, :list)", "a", k_missing},
       {"SET a = t + :one", "a", k_bad_type},
       {"SET a = :one - m", "a", k_bad_type},
       {"SET a = list_append(t, :list)", "a", k_bad_type},
       {"ADD t :one", "a", k_bad_type},
       {"ADD s :nums", "a", k_bad_type},
       {"ADD a :sx", "a", k_bad_type},
       {"DELETE a :sx", "a", k_bad_type},
       {"SET absent.k = :one", "a", k_bad_path},
       {"SET a.k = :one", "a", k_bad_path},
       {"SET l.k = :one", "a", k_bad_path},
       {"SET m[0] = :one", "a", k_bad_path},
       {"SET t[0] = :one", "a", k_bad_path},
       {"REMOVE absent.k", "a", k_bad_path},
       {"REMOVE m[0]", "a", k_bad_path},
       {"ADD absent.k :one", "a", k_bad_path},
       {"ADD big :huge", "a", "Number overflow. Attempting to store a number with magnitude larger than supported range"},
       {"SET a = big + :one", "a", "Number overflow. Attempting to store a number with magnitude larger than supported range"}});
}

TEST(UpdateTest, RemovesAnythingOfNoItem) {
  const auto nothing = item_of(R"({"pk":{"S":"p"}})");
  EXPECT_EQ(after("REMOVE x.y, z[0]", "pk", nothing, false), R"({"S":"p"})");
  EXPECT_EQ(after("REMOVE x.y", "pk", nothing, true), k_bad_path);
  EXPECT_EQ(after("SET x.y = :one", "pk", nothing, false), k_bad_path);
}

TEST(UpdateTest, RefusesInTheWordsOfAws) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "The expression can not be empty;"},
      {"HELLO a = :one", R"(Syntax error; token: "HELLO", near: "HELLO a")"},
      {"SET a", R"(Syntax error; token: "<EOF>", near: "a")"},
      {"SET a = :one,", R"(Syntax error; token: "<EOF>", near: ",")"},
      {"SET a = :one + :one + :one", R"(Syntax error; token: "+", near: ":one + :one")"},
      {"SET _123 = :one", R"(Syntax error; token: "_", near: "SET _123")"},
      {"SET l[#a] = :one", R"(Syntax error; token: "#a", near: "[#a]")"},
      {"SET l[:one] = :one", R"(Syntax error; token: ":one", near: "[:one]")"},
      {"SET c = if_not_exists(c, :one+:one)", R"(Syntax error; token: "+", near: ":one+:one")"},
      {"SET a = :one SET b = :one", R"(The "SET" section can only be used once in an update expression;)"},
      {"set a = :one Set b = :one", R"(The "SET" section can only be used once in an update expression;)"},
      {"SET data = :one", "Attribute name is a reserved keyword; reserved keyword: data"},
      {"SET a = :no", "An expression attribute value used in expression is not defined; attribute value: :no"},
      {"SET a = f(b, c)", "Invalid function name; function: f"},
      {"SET a = LIST_APPEND(l, l)", "Invalid function name; function: LIST_APPEND"},
      {"SET a = size(l)", "The function is not allowed in an update expression; function: size"},
      {"SET a = list_append(list_append(l, l), l)",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {"SET a = list_append(:list)",
       "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1"},
      {"SET a = list_append(l, :x)",
       "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"},
      {"SET a = if_not_exists(:one, :two)", "Operator or function requires a document path; operator or function: if_not_exists"},
      {"SET a = :x + :one", "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
      {"SET a = a - :list", "Incorrect operand type for operator or function; operator or function: -, operand type: L"},
      {"ADD a :x",
       "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"},
      {"DELETE s :one",
       "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: "
       "ALLOWED_FOR_DELETE_OPERAND"},
  };
  constexpr std::string_view k_begin = "Invalid UpdateExpression: ";
  for (const auto& [text, wanted] : cases) EXPECT_EQ(after(text, "a"), std::string(k_begin).append(wanted)) << text;
}

// Measured on AWS by the tests of dynalite.
TEST(UpdateTest, TellsOfOneProblemOfMany) {
  const std::string begin = "Invalid UpdateExpression: ";
  for (const auto* text : {"whatever",
                           "set a",
                           "add a",
                           "set a=set",
                           "remove a = b",
                           "add a = b",
                           "delete a b",
                           "delete a if_not_exist(b)",
                           "add abort b",
                           "remove a b",
                           "set a b",
                           "set :a = b",
                           "add :a b",
                           "set a = b / c",
                           "set a[1] = 1",
                           "SET a = if_not_exist(a, 100)",
                           "SET if_not_exist(a, b) = a",
                           "set (a = (b + c))",
                           "set a = (b.c).d + e",
                           "set a = (b.c)[0] + e",
                           "set a = b + c + d"}) {
    EXPECT_TRUE(after(text, "a").starts_with(begin + "Syntax error; token: ")) << text << ": " << after(text, "a");
  }
  const std::string reserved = "Attribute name is a reserved keyword; reserved keyword: ";
  const std::string section = R"(The "SET" section can only be used once in an update expression;)";
  const std::string meet = "with each other; must remove or rewrite one of these paths; path one: ";
  const std::vector<std::pair<std::string_view, std::string>> cases{
      {" set #c = :c set abOrt = true ", reserved + "abOrt"},
      {"set #c = if_not_exist(:c) set c = d", "Invalid function name; function: if_not_exist"},
      {"set a = #c set c = :d", section},
      {"SET #c = if_not_exists(:c)", "An expression attribute name used in the document path is not defined; attribute name: #c"},
      {"SET #a = if_not_exists(:c)", "An expression attribute value used in expression is not defined; attribute value: :c"},
      {"set d[1] = a, d.b = a, c[1].a = a, c = if_not_exists(a)",
       "Two document paths overlap " + meet + "[c, [1], a], path two: [c]"},
      {"remove a.c set a[1] = d, b = if_not_exists(b)", "Two document paths conflict " + meet + "[a, c], path two: [a, [1]]"},
      {"set b = list_append(:x, a), c = if_not_exists(a) add a.b :x",
       "Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"},
      {"set a = if_not_exists(c)",
       "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1"},
      {"set a = if_not_exists(if_not_exists(a, b), c)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(after(text, "a"), begin + wanted) << text;
}

TEST(UpdateTest, RefusesPathsThatMeet) {
  const auto refusal = [](std::string_view how, std::string_view one, std::string_view two) {
    return std::string("Invalid UpdateExpression: Two document paths ")
        .append(how)
        .append(" with each other; must remove or rewrite one of these paths; path one: ")
        .append(one)
        .append(", path two: ")
        .append(two);
  };
  EXPECT_EQ(after("SET a = :one, a = :two", "a"), refusal("overlap", "[a]", "[a]"));
  EXPECT_EQ(after("SET m = :one REMOVE m.k", "a"), refusal("overlap", "[m]", "[m, k]"));
  EXPECT_EQ(after("REMOVE m.l[0].d ADD m.l :one", "a"), refusal("overlap", "[m, l, [0], d]", "[m, l]"));
  EXPECT_EQ(after("SET m.k = :one, m[1] = :two", "a"), refusal("conflict", "[m, k]", "[m, [1]]"));
  EXPECT_EQ(after("SET #a = :one REMOVE a", "a"), refusal("overlap", "[a]", "[a]"));
  EXPECT_EQ(after("SET l[0] = :one, l[1] = l[0]", "a"), R"({"N":"1"})");
}

TEST(UpdateTest, NamesWhatItWrites) {
  Placeholders placeholders(&k_names, &values());
  const auto update = parse_update("REMOVE m.k DELETE s :sx SET a = b ADD z :one", placeholders);
  EXPECT_EQ(attributes_of(**update), (std::vector<std::string>{"a", "m", "z", "s"}));
  ASSERT_EQ(paths_of(**update).size(), 4U);
  EXPECT_EQ(printed_path(paths_of(**update)[1]), "[m, k]");
}

}  // namespace
}  // namespace winterbaume::dynamodb
