#include "aws/query_string.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace winterbaume::aws {
namespace {

std::vector<std::string> pairs_of(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& pair : QueryString(text)) out.push_back(std::string(pair.name) + "|" + std::string(pair.value));
  return out;
}

TEST(QueryString, YieldsPairsInOrderAsSent) {
  EXPECT_EQ(pairs_of("a=1&b=%20&a=2"), (std::vector<std::string>{"a|1", "b|%20", "a|2"}));
}

TEST(QueryString, SplitsAtTheFirstEqualsSignOnly) { EXPECT_EQ(pairs_of("a=b=c"), (std::vector<std::string>{"a|b=c"})); }

TEST(QueryString, TakesNamesWithoutValuesAndSkipsEmptyPairs) {
  EXPECT_EQ(pairs_of("acl&&uploads=&"), (std::vector<std::string>{"acl|", "uploads|"}));
  EXPECT_TRUE(pairs_of("").empty());
  EXPECT_TRUE(pairs_of("&&&").empty());
  EXPECT_EQ(pairs_of("="), (std::vector<std::string>{"|"}));
}

TEST(QueryString, FindsTheFirstOfAName) {
  QueryString query("x=1&y=a+b%2Fc&x=2&bad=%zz");
  EXPECT_EQ(query.find("x"), "1");
  EXPECT_EQ(query.find("y"), "a+b%2Fc");
  EXPECT_EQ(query.find_decoded("y"), "a b/c");
  EXPECT_EQ(query.find_decoded("bad"), "%zz");
  EXPECT_EQ(query.find("z"), std::nullopt);
  EXPECT_EQ(query.find_decoded("z"), std::nullopt);
}

TEST(QueryString, SeesThroughEncodedNames) {
  EXPECT_EQ(QueryString("X%2DAmz-Date=1").find("X-Amz-Date"), "1");
  EXPECT_TRUE(spells("%41%62", "Ab"));
  EXPECT_FALSE(spells("%4", "A"));
  EXPECT_FALSE(spells("%41x", "A"));
  EXPECT_FALSE(spells("", "A"));
  EXPECT_TRUE(spells("%zz", "%zz"));
}

}  // namespace
}  // namespace winterbaume::aws
