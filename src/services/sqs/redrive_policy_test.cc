#include "services/sqs/redrive_policy.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace winterbaume::sqs {
namespace {

constexpr std::string_view k_arn = "arn:aws:sqs:us-east-1:123456789012:dead";

std::string reason_of(const aws::Error& error) {
  auto at = error.message.find("Reason: ");
  return at == std::string::npos ? error.message : error.message.substr(at + 8);
}

TEST(RedrivePolicy, TakesTheCountAsNumberOrText) {
  auto number = fmt::format(R"({{"maxReceiveCount": 5, "deadLetterTargetArn": "{}"}})", k_arn);
  auto as_number = parse_redrive_policy(number);
  ASSERT_TRUE(as_number);
  EXPECT_EQ(as_number->policy, (RedrivePolicy{std::string(k_arn), 5}));
  EXPECT_EQ(as_number->text, number);
  auto as_text = parse_redrive_policy(fmt::format(R"({{"maxReceiveCount": "5", "deadLetterTargetArn": "{}"}})", k_arn));
  ASSERT_TRUE(as_text);
  EXPECT_EQ(as_text->policy, as_number->policy);
  EXPECT_EQ(as_text->text, fmt::format(R"({{"deadLetterTargetArn":"{}","maxReceiveCount":5}})", k_arn));
}

TEST(RedrivePolicy, IsRemovedByNothing) {
  auto none = parse_redrive_policy("");
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->policy);
}

TEST(RedrivePolicy, SaysWhatIsWrong) {
  auto with_count = [](std::string_view count) {
    return fmt::format(R"({{"deadLetterTargetArn":"{}","maxReceiveCount":{}}})", k_arn, count);
  };
  struct {
    std::string text, reason;
  } cases[] = {
      {"{}", "Redrive policy does not contain mandatory attribute: maxReceiveCount."},
      {R"({"maxReceiveCount":5})", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."},
      {R"({"maxReceiveCount":5,"deadLetterTargetArn":"x","other":1})",
       "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn]."},
      {with_count("0"), "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."},
      {with_count("1001"), "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive."},
      {with_count("\"many\""), "Invalid value for maxReceiveCount: many, valid values are from 1 to 1000 both inclusive."},
      {with_count("[]"), "Invalid value for maxReceiveCount: [], valid values are from 1 to 1000 both inclusive."},
      {with_count("1e400000"), "Redrive policy is not a valid JSON map."},
      {R"({"maxReceiveCount":5,"deadLetterTargetArn":"dummy"})", "Invalid value for deadLetterTargetArn."},
      {R"({"maxReceiveCount":5,"deadLetterTargetArn":7})", "Invalid value for deadLetterTargetArn."},
      {R"({"maxReceiveCount":5,"deadLetterTargetArn":"arn:aws:sns:us-east-1:123456789012:topic"})",
       "Only SQS queues are valid resources for deadLetterTargetArn."},
      {"[]", "Redrive policy is not a valid JSON map."},
      {"no json", "Redrive policy is not a valid JSON map."},
      {"{", "Redrive policy is not a valid JSON map."},
      {std::string(100'000, '['), "Redrive policy is not a valid JSON map."},
  };
  for (const auto& [text, reason] : cases) {
    auto policy = parse_redrive_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_EQ(reason_of(policy.error()), reason) << text;
  }
}

TEST(RedriveAllowPolicy, TakesEachPermission) {
  using enum RedriveAllowPolicy::Permission;
  EXPECT_EQ(parse_redrive_allow_policy(R"({"redrivePermission":"allowAll"})")->permission, allow_all);
  EXPECT_EQ(parse_redrive_allow_policy(R"({"redrivePermission":"denyAll"})")->permission, deny_all);
  auto by_queue_policy =
      parse_redrive_allow_policy(fmt::format(R"({{"redrivePermission":"byQueue","sourceQueueArns":["{}"]}})", k_arn));
  ASSERT_TRUE(by_queue_policy);
  EXPECT_EQ(by_queue_policy->permission, by_queue);
  EXPECT_EQ(by_queue_policy->source_queue_arns, std::vector{std::string(k_arn)});
}

TEST(RedriveAllowPolicy, RefusesOtherForms) {
  for (std::string_view text :
       {"", "null", "[]", "{}", "x", R"({"redrivePermission":"dummy"})", R"({"redrivePermission":1})",
        R"({"redrivePermission":"allowAll","dummy":1})", R"({"redrivePermission":"byQueue","sourceQueueArns":"arn"})",
        R"({"redrivePermission":"byQueue","sourceQueueArns":[1]})",
        R"({"redrivePermission":"byQueue","sourceQueueArns":["x"]})"}) {
    auto policy = parse_redrive_allow_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_EQ(policy.error().shape->code, "InvalidAttributeValue") << text;
    EXPECT_TRUE(policy.error().message.ends_with("in an unsupported format.")) << policy.error().message;
  }
}

TEST(RedriveAllowPolicy, TiesSourcesToByQueue) {
  std::string arns;
  for (int i = 0; i < 11; ++i) arns += fmt::format(R"({}"arn:aws:sqs:us-east-1:123456789012:q{}")", i ? "," : "", i);
  struct {
    std::string text, ending;
  } cases[] = {
      {R"({"redrivePermission":"byQueue"})", "you must also specify one or more sourceQueueArns values."},
      {R"({"redrivePermission":"byQueue","sourceQueueArns":[]})", "you must also specify one or more sourceQueueArns values."},
      {R"({"redrivePermission":"byQueue","sourceQueueArns":[)" + arns + "]}", "you can specify is 10."},
      {fmt::format(R"({{"redrivePermission":"denyAll","sourceQueueArns":["{}"]}})", k_arn), "redrivePermission to byQueue."},
  };
  for (const auto& [text, ending] : cases) {
    auto policy = parse_redrive_allow_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_EQ(policy.error().shape->code, "InvalidParameterValue");
    EXPECT_TRUE(policy.error().message.ends_with(ending)) << policy.error().message;
  }
}

}  // namespace
}  // namespace winterbaume::sqs
