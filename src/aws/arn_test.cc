#include "aws/arn.h"

#include <gtest/gtest.h>

namespace winterbaume::aws {
namespace {

TEST(Arn, ParsesItsSixParts) {
  auto arn = parse_arn("arn:aws:sqs:eu-west-1:123456789012:orders.fifo");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->partition, "aws");
  EXPECT_EQ(arn->service, "sqs");
  EXPECT_EQ(arn->region, "eu-west-1");
  EXPECT_EQ(arn->account_id, "123456789012");
  EXPECT_EQ(arn->resource, "orders.fifo");
  EXPECT_EQ(arn->text(), "arn:aws:sqs:eu-west-1:123456789012:orders.fifo");
}

TEST(Arn, KeepsColonsAndSlashesInTheResource) {
  EXPECT_EQ(parse_arn("arn:aws:logs:us-east-1:1:log-group:a:b")->resource, "log-group:a:b");
  EXPECT_EQ(parse_arn("arn:aws:iam::123456789012:role/team/reader")->resource, "role/team/reader");
  EXPECT_EQ(parse_arn("arn:aws:s3:::bucket/key")->account_id, "");
}

TEST(Arn, RefusesWhatIsNone) {
  for (auto text : {"", "arn", "arn:aws:sqs:us-east-1:123456789012", "arn:aws:sqs:us-east-1:123456789012:", "urn:aws:s3:::b",
                    "arn::s3:::b", "arn:aws::::b", ":::::"}) {
    EXPECT_FALSE(parse_arn(text)) << text;
  }
}

TEST(Arn, KnowsThePartitionOfARegion) {
  EXPECT_EQ(partition_of("us-east-1"), "aws");
  EXPECT_EQ(partition_of("cn-north-1"), "aws-cn");
  EXPECT_EQ(partition_of("us-gov-west-1"), "aws-us-gov");
  EXPECT_EQ(partition_of("us-iso-east-1"), "aws-iso");
  EXPECT_EQ(partition_of("us-isob-east-1"), "aws-iso-b");
  EXPECT_EQ(partition_of(""), "aws");
  EXPECT_EQ(make_arn("sqs", "cn-north-1", "123456789012", "q"), "arn:aws-cn:sqs:cn-north-1:123456789012:q");
}

TEST(Arn, AnAccountIdIsTwelveDigits) {
  EXPECT_TRUE(is_account_id("000000000000"));
  EXPECT_FALSE(is_account_id("12345678901"));
  EXPECT_FALSE(is_account_id("12345678901a"));
  EXPECT_FALSE(is_account_id(""));
}

TEST(Arn, ASessionIsOfItsRole) {
  EXPECT_EQ(role_arn_of("arn:aws:sts::123456789012:assumed-role/builder/alice"), "arn:aws:iam::123456789012:role/builder");
  EXPECT_EQ(role_arn_of("arn:aws:iam::123456789012:user/alice"), "arn:aws:iam::123456789012:user/alice");
}

}  // namespace
}  // namespace winterbaume::aws
