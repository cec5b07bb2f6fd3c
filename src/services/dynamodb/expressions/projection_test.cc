#include "services/dynamodb/expressions/expression_fixture.h"
#include "services/dynamodb/items/item_editor.h"

namespace winterbaume::dynamodb {
namespace {

const aws::Map<std::string> k_names{{"#a", "a"}, {"#name", "dots.in.it"}};

// The projected item, or the message behind "Invalid ProjectionExpression: ".
std::string projected(std::string_view text) {
  static const auto sample = item_of(R"({"a":{"N":"1"},"dots.in.it":{"N":"2"},"l":{"L":[{"N":"0"},{"N":"1"},{"L":[{"N":"2"}]}]},)"
                                     R"("m":{"M":{"k":{"S":"x"},"l":{"L":[{"M":{"d":{"N":"7"}}},{"N":"8"}]}}}})");
  Placeholders placeholders(&k_names, nullptr);
  const auto paths = parse_projection(text, placeholders);
  if (paths) return json_of(project(sample.view(), *paths));
  constexpr std::string_view k_begin = "Invalid ProjectionExpression: ";
  EXPECT_TRUE(paths.error().message.starts_with(k_begin)) << paths.error().message;
  return paths.error().message.substr(k_begin.size());
}

TEST(ProjectionTest, KeepsWhatThePathsName) {
  EXPECT_EQ(projected("a"), R"({"a":{"N":"1"}})");
  EXPECT_EQ(projected(" #a , absent "), R"({"a":{"N":"1"}})");
  EXPECT_EQ(projected("absent"), "{}");
  EXPECT_EQ(projected("#name"), R"({"dots.in.it":{"N":"2"}})");
  EXPECT_EQ(projected("m.k"), R"({"m":{"M":{"k":{"S":"x"}}}})");
  EXPECT_EQ(projected("m.l[1], m.l[0].d"), R"({"m":{"M":{"l":{"L":[{"M":{"d":{"N":"7"}}},{"N":"8"}]}}}})");
  EXPECT_EQ(projected("l[2][0], l[0]"), R"({"l":{"L":[{"N":"0"},{"L":[{"N":"2"}]}]}})");
  EXPECT_EQ(projected("l[9], m[0], a.b"), "{}");
}

TEST(ProjectionTest, RefusesInTheWordsOfAws) {
  EXPECT_EQ(projected(""), "The expression can not be empty;");
  EXPECT_EQ(projected("a,"), R"(Syntax error; token: "<EOF>", near: ",")");
  EXPECT_EQ(projected("a b"), R"(Syntax error; token: "b", near: "a b")");
  EXPECT_EQ(projected("a[x]"), R"(Syntax error; token: "x", near: "[x]")");
  EXPECT_EQ(projected("name"), "Attribute name is a reserved keyword; reserved keyword: name");
  EXPECT_EQ(projected("#no"), "An expression attribute name used in the document path is not defined; attribute name: #no");
  EXPECT_EQ(
      projected("a, #a"),
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]");
  EXPECT_EQ(projected("m.l[0].d, m.l[0]"),
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, l, [0], d], "
            "path two: [m, l, [0]]");
  EXPECT_EQ(projected("m.k, m[0]"),
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, k], path two: "
            "[m, [0]]");
  std::string deep = "a";
  for (int i = 0; i < 32; ++i) deep += ".a";
  EXPECT_EQ(projected(deep), "The document path has too many nesting levels; nesting levels: 33");
}

}  // namespace
}  // namespace winterbaume::dynamodb
