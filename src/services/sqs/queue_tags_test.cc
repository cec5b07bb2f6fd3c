#include "services/sqs/queue_tags.h"

#include <gtest/gtest.h>

namespace winterbaume::sqs {
namespace {

using Given = aws::Map<std::string>;

std::string refusal(Given given) {
  std::optional<Given> optional = std::move(given);
  auto tags = take_tags(optional, "q");
  return tags ? std::string() : tags.error().message;
}

TEST(Tags, AreTakenWithinTheirRules) {
  EXPECT_EQ(refusal({{"key", ""},
                     {"a b:c/d=e+f-g@h_i.j", "v"},
                     {"Stra\xC3\x9F"
                      "e",
                      "\xE2\x82\xAC"}}),
            "");
  EXPECT_EQ(refusal({{std::string(128, 'k'), std::string(256, 'v')}}), "");
  EXPECT_EQ(refusal({{std::string(129, 'k'), "v"}}), "Tag keys must be between 1 and 128 characters in length.");
  EXPECT_EQ(refusal({{"", "v"}}), "Tag keys must be between 1 and 128 characters in length.");
  EXPECT_EQ(refusal({{"k", std::string(257, 'v')}}), "Tag values must be between 0 and 256 characters in length.");
  for (std::string key : {"a!", "AWS:x", "a\xFF", "{}"}) EXPECT_NE(refusal({{key, "v"}}), "") << key;
  EXPECT_NE(refusal({{"k", "<"}}), "");
}

TEST(Tags, AreAtMostFifty) {
  Given given;
  Tags held;
  for (int i = 0; i < 50; ++i) given.add("k" + std::to_string(i), "v");
  for (int i = 0; i < 50; ++i) held["k" + std::to_string(i)] = "old";
  EXPECT_EQ(refusal(given), "");
  EXPECT_FALSE(check_tag_count(held, {{"k7", "new"}}, "q"));
  auto error = check_tag_count(held, {{"more", "new"}}, "q");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "Too many tags added for queue q.");
  given.add("k50", "v");
  EXPECT_EQ(refusal(given), "Too many tags added for queue q.");
}

TEST(Tags, ToRemoveAreNamed) {
  EXPECT_FALSE(check_tag_keys({"a", "b"}));
  EXPECT_TRUE(check_tag_keys({}));
  EXPECT_TRUE(check_tag_keys({""}));
}

}  // namespace
}  // namespace winterbaume::sqs
