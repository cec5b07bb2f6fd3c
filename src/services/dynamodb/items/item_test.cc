#include "services/dynamodb/items/item.h"

#include <gtest/gtest.h>

#include <random>

#include "services/dynamodb/items/document_path.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/items/key_encoding.h"

namespace winterbaume::dynamodb {
namespace {

Item item(const std::string& json) {
  simdjson::dom::parser parser;
  Item out;
  std::string problem;
  EXPECT_TRUE(out.read_json(parser.parse(json), problem)) << problem;
  return out;
}

std::string json(const Item& item) {
  std::string out;
  item.append_json(out);
  return out;
}

std::string problem_of(const std::string& text) {
  simdjson::dom::parser parser;
  AttributeValue out;
  std::string problem;
  return out.read_json(parser.parse(text), problem) ? std::string(out.fault().value_or("none")) : "serialization: " + problem;
}

TEST(ItemTest, ComesBackByName) {
  const std::string text =
      R"({"a":{"S":"x\"y"},"b":{"N":"1.5"},"c":{"B":"AAE="},"d":{"SS":["p","q"]},"e":{"NS":["-1","2"]},)"
      R"("f":{"BS":["AA==","AQ=="]},"g":{"M":{"x":{"L":[{"NULL":true},{"BOOL":false}]}}},"h":{"L":[]},"i":{"M":{}}})";
  EXPECT_EQ(json(item(text)), text);
  EXPECT_EQ(json(item(R"({"z":{"S":"1"},"a":{"NS":["3","1.0","2"]},"z":{"S":"2"}})")),
            R"({"a":{"NS":["1","2","3"]},"z":{"S":"2"}})");
  EXPECT_EQ(json(Item()), "{}");
  EXPECT_EQ(item(R"({"b":{"SS":["y","x"]},"a":{"N":"1"}})"), item(R"({"a":{"N":"1.0"},"b":{"SS":["x","y"]}})"));
}

TEST(ItemTest, SaysWhatIsNoValue) {
  EXPECT_EQ(problem_of("{}"), "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  EXPECT_EQ(problem_of(R"({"S":"a","N":"1"})"),
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
  EXPECT_EQ(problem_of(R"({"N":"abc"})"), "The parameter cannot be converted to a numeric value: abc");
  EXPECT_EQ(problem_of(R"({"SS":[]})"), "One or more parameter values were invalid: An string set  may not be empty");
  EXPECT_EQ(problem_of(R"({"NS":["1","1.0"]})"),
            "One or more parameter values were invalid: Input collection contains duplicates.");
  EXPECT_EQ(problem_of(R"({"SS":["b","a","b","c","a"]})"),
            R"(One or more parameter values were invalid: Input collection ["a", "b", "b", "c", "a"] contains duplicates.)");
  EXPECT_EQ(
      problem_of(R"({"BS":["/w==","AA==","AA=="]})"),
      R"(One or more parameter values were invalid: Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.)");
  EXPECT_EQ(problem_of(R"({"NULL":false})"),
            "One or more parameter values were invalid: Null attribute value types must have the value of true");
  EXPECT_EQ(problem_of(R"({"S":5})"), "serialization: NUMBER_VALUE can not be converted to String");
  EXPECT_EQ(problem_of(R"({"B":"?"})"), "serialization: Invalid base64 value");
  std::string deep = R"({"S":"x"})";
  for (int i = 0; i < 31; ++i) deep = R"({"L":[)" + deep + "]}";
  EXPECT_EQ(problem_of(deep), "none");
  EXPECT_TRUE(problem_of(R"({"L":[)" + deep + "]}").starts_with("Nesting Levels have exceeded"));
  const auto faulty = item(R"({"a":{"S":"x"},"b":{"N":"x"}})");
  EXPECT_EQ(faulty.fault(), "The parameter cannot be converted to a numeric value: x");
  EXPECT_FALSE(item(R"({"a":{"S":"x"}})").fault());
  EXPECT_FALSE(item("{}").fault());
}

TEST(ItemTest, MeasuresByTheRulesOfAws) {
  EXPECT_EQ(item_size(item(R"({"name":{"S":"four"}})").view()), 8);
  EXPECT_EQ(item_size(item(R"({"n":{"N":"1234"}})").view()), 1 + 3);
  EXPECT_EQ(item_size(item(R"({"n":{"N":"-1234"}})").view()), 1 + 4);
  EXPECT_EQ(item_size(item(R"({"l":{"L":[{"S":"ab"},{"NULL":true}]}})").view()), 1 + 3 + (1 + 2) + (1 + 1));
  EXPECT_EQ(nesting_depth(*item(R"({"a":{"L":[{"M":{"x":{"S":""}}}]}})").find("a")), 2);
}

TEST(ItemTest, IsEditedAlongPaths) {
  const auto base = item(R"({"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"}]},"m":{"M":{"a":{"M":{}}}},"s":{"S":"x"}})");
  const auto one = AttributeValue::of_number(Number::from_integer(7));
  ItemEditor editor(base.view());
  EXPECT_TRUE(editor.set({"m", {std::string("a"), std::string("b")}}, one.view()));
  EXPECT_TRUE(editor.set({"new", {}}, one.view()));
  EXPECT_TRUE(editor.remove({"l", {std::uint64_t{0}}}));
  EXPECT_TRUE(editor.set({"l", {std::uint64_t{1}}}, one.view()));
  EXPECT_TRUE(editor.set({"l", {std::uint64_t{99}}}, one.view()));
  EXPECT_TRUE(editor.remove({"s", {}}));
  EXPECT_TRUE(editor.remove({"absent", {}}));
  EXPECT_FALSE(editor.set({"absent", {std::string("x")}}, one.view()));
  EXPECT_FALSE(editor.set({"m", {std::uint64_t{0}}}, one.view()));
  EXPECT_EQ(json(std::move(editor).finish()),
            R"({"l":{"L":[{"N":"7"},{"N":"2"},{"N":"7"}]},"m":{"M":{"a":{"M":{"b":{"N":"7"}}}}},"new":{"N":"7"}})");
}

TEST(ItemTest, IsProjected) {
  const auto base =
      item(R"({"l":{"L":[{"N":"0"},{"M":{"x":{"N":"1"},"y":{"N":"2"}}},{"N":"3"}]},"m":{"M":{"a":{"N":"4"}}},"s":{"S":"x"}})");
  const std::vector<DocumentPath> paths{
      {"l", {std::uint64_t{2}}}, {"l", {std::uint64_t{1}, std::string("y")}}, {"m", {std::string("no")}}, {"s", {}}};
  EXPECT_EQ(json(project(base.view(), paths)), R"({"l":{"L":[{"M":{"y":{"N":"2"}}},{"N":"3"}]},"s":{"S":"x"}})");
}

TEST(ItemTest, PathsRelate) {
  const DocumentPath a{"a", {std::string("b")}};
  EXPECT_EQ(relation(a, {"a", {}}), PathRelation::overlap);
  EXPECT_EQ(relation(a, a), PathRelation::overlap);
  EXPECT_EQ(relation(a, {"a", {std::string("c")}}), PathRelation::apart);
  EXPECT_EQ(relation(a, {"a", {std::uint64_t{1}}}), PathRelation::conflict);
  EXPECT_EQ(printed_path({"a", {std::string("b"), std::uint64_t{3}}}), "[a, b, [3]]");
}

TEST(KeyEncodingTest, KeepsTheOrderAndTellsItsEnd) {
  std::mt19937_64 random(3);
  const auto text = [&] {
    std::string out(random() % 6, '\0');
    for (char& c : out) c = static_cast<char>(random() % 3 == 0 ? random() % 2 : random());
    return out;
  };
  for (int i = 0; i < 50'000; ++i) {
    const auto a = text(), b = text();
    std::string first, second, prefix;
    append_key(first, AttributeValue::of_binary(a).view());
    append_key(second, AttributeValue::of_binary(b).view());
    EXPECT_EQ(first < second, a < b);
    EXPECT_EQ(first == second, a == b);
    append_key_prefix(prefix, b);
    EXPECT_EQ(first.starts_with(prefix), a.starts_with(b)) << i;
    std::string_view rest = first;
    EXPECT_EQ(take_key(rest, ValueType::b), AttributeValue::of_binary(a).bytes());
    EXPECT_TRUE(rest.empty());
  }
}

}  // namespace
}  // namespace winterbaume::dynamodb
