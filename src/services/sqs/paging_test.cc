#include "services/sqs/paging.h"

#include <gtest/gtest.h>

#include "core/bytes.h"

namespace winterbaume::sqs {
namespace {

TEST(Page, HoldsUpToAThousand) {
  EXPECT_EQ(parse_page_request("l", std::nullopt, std::nullopt)->size, 1000u);
  EXPECT_EQ(parse_page_request("l", 1, std::nullopt)->size, 1u);
  EXPECT_EQ(parse_page_request("l", 1000, std::nullopt)->size, 1000u);
  for (int size : {0, -1, 1001}) {
    auto page = parse_page_request("l", size, std::nullopt);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().message,
              "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.");
  }
}

TEST(Page, ContinuesItsOwnListOnly) {
  auto token = make_next_token("ListQueues\nor", "orders");
  EXPECT_EQ(parse_page_request("ListQueues\nor", 2, token)->start_after, "orders");
  EXPECT_EQ(parse_page_request("ListQueues\nother", 2, token).error().message,
            "Invalid NextToken value. If you are passing in NextToken, you must not change the other request parameters.");
  for (const std::string& broken :
       {std::string(), std::string("%%%"), std::string("aGk="), to_base64("ListQueues\nor\nnot a name")}) {
    EXPECT_EQ(parse_page_request("ListQueues\nor", 2, broken).error().message, "Invalid or expired next token.") << broken;
  }
}

}  // namespace
}  // namespace winterbaume::sqs
