#include "services/sqs/policy_document.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace winterbaume::sqs {
namespace {

const QueueKey k_queue{{"123456789012", "us-east-1"}, "orders"};

Permission permission(std::string label, std::vector<std::string> accounts = {"111111111111"},
                      std::vector<std::string> actions = {"SendMessage"}) {
  return {std::move(label), std::move(accounts), std::move(actions)};
}

std::string message_of(const std::optional<aws::Error>& error) {
  return error ? std::string(error->shape->code) + ": " + error->message : std::string();
}

std::string statements(int count) {
  std::string list;
  for (int i = 0; i < count; ++i) list += fmt::format(R"({}{{"Sid":"s{}","Effect":"Allow","Action":"*"}})", i ? "," : "", i);
  return fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", list);
}

TEST(Policy, IsADocumentOfStatements) {
  EXPECT_FALSE(check_policy(""));
  EXPECT_FALSE(check_policy(statements(20)));
  EXPECT_FALSE(check_policy(R"({"Statement":{"Effect":"Deny","NotAction":"sqs:*"}})"));
  EXPECT_FALSE(check_policy(R"({"Version":"2008-10-17","Id":"x"})"));
  for (std::string_view text : {"x", "[]", "1", "{", R"({"Version":"2020-01-01"})", R"({"Version":1})", R"({"Statement":"x"})",
                                R"({"Statement":[{"Effect":"Maybe","Action":"*"}]})", R"({"Statement":[{"Effect":"Allow"}]})"}) {
    EXPECT_EQ(message_of(check_policy(text)), "InvalidAttributeValue: Invalid value for the parameter Policy.") << text;
  }
  EXPECT_EQ(message_of(check_policy(statements(21))),
            "OverLimit: 21 statements were found in the submitted policy, max allowed is 20");
}

TEST(Permission, IsAddedToNothing) {
  auto policy = add_permission_to("", k_queue, permission("one"));
  ASSERT_TRUE(policy);
  EXPECT_EQ(*policy,
            R"({"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy","Statement":[)"
            R"({"Sid":"one","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"SQS:SendMessage",)"
            R"("Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]})");
}

TEST(Permission, IsAddedToWhatIsThereAndTakenAwayAgain) {
  std::string own = R"({"Version":"2012-10-17","Statement":{"Sid":"mine","Effect":"Deny","Action":"*","Note":"a\"b"},"Id":"i"})";
  auto two = add_permission_to(own, k_queue, permission("two", {"111111111111", "222222222222"}, {"*", "SendMessage"}));
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, R"({"Version":"2012-10-17","Statement":[{"Sid":"mine","Effect":"Deny","Action":"*","Note":"a\"b"},)"
                  R"({"Sid":"two","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:root",)"
                  R"("arn:aws:iam::222222222222:root"]},"Action":["SQS:*","SQS:SendMessage"],)"
                  R"("Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}],"Id":"i"})");
  EXPECT_FALSE(check_policy(*two));
  auto one = remove_permission_from(*two, "two");
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, R"({"Version":"2012-10-17","Statement":[{"Sid":"mine","Effect":"Deny","Action":"*","Note":"a\"b"}],"Id":"i"})");
  EXPECT_EQ(remove_permission_from(*one, "mine"), std::string());
}

TEST(Permission, OfAPolicyWithoutStatementsIsItsFirst) {
  auto policy = add_permission_to(R"({"Version":"2012-10-17"})", k_queue, permission("one"));
  ASSERT_TRUE(policy);
  EXPECT_TRUE(policy->starts_with(R"({"Version":"2012-10-17","Statement":[{"Sid":"one")")) << *policy;
  auto empty = add_permission_to("{}", k_queue, permission("one"));
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->starts_with(R"({"Statement":[{"Sid":"one")")) << *empty;
}

TEST(Permission, LabelsAreUniqueAndFound) {
  auto policy = add_permission_to("", k_queue, permission("one"));
  auto again = add_permission_to(*policy, k_queue, permission("one"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "Value one for parameter Label is invalid. Reason: Already exists.");
  EXPECT_EQ(remove_permission_from(*policy, "two").error().message,
            "Value two for parameter Label is invalid. Reason: can't find label on existing policy.");
  EXPECT_EQ(remove_permission_from("", "two").error().message,
            "Value two for parameter Label is invalid. Reason: can't find label.");
}

TEST(Permission, StatementsAreLimited) {
  auto added = add_permission_to(statements(20), k_queue, permission("one"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message, "21 Statements were found, maximum allowed is 20.");
  EXPECT_EQ(added.error().shape->status, 403);
}

TEST(Permission, IsChecked) {
  EXPECT_FALSE(check_permission(permission("ok", {"111111111111"}, {"*"})));
  EXPECT_EQ(message_of(check_permission(permission(""))), "MissingParameter: The request must contain the parameter Label.");
  EXPECT_TRUE(check_permission(permission("a b")));
  EXPECT_EQ(message_of(check_permission(permission("l", {"111111111111"}, {}))),
            "MissingParameter: The request must contain the parameter Actions.");
  EXPECT_EQ(message_of(check_permission(permission("l", {}))),
            "InvalidParameterValue: Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.");
  EXPECT_EQ(message_of(check_permission(permission("l", {"1", "2"}))),
            "InvalidParameterValue: Value [1, 2] for parameter PrincipalId is invalid. Reason: Unable to verify.");
  EXPECT_EQ(
      message_of(check_permission(permission("l", {"111111111111"}, {"RemovePermission"}))),
      "InvalidParameterValue: Value SQS:RemovePermission for parameter ActionName is invalid. Reason: Only the queue owner is "
      "allowed to invoke this action.");
  EXPECT_EQ(
      message_of(check_permission(permission("l", {"111111111111"}, {"Dance"}))),
      "InvalidParameterValue: Value SQS:Dance for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL "
      "for a list of valid actions.");
  EXPECT_EQ(message_of(check_permission(permission("l", {"111111111111"}, std::vector<std::string>(8, "SendMessage")))),
            "OverLimit: 8 Actions were found, maximum allowed is 7.");
}

TEST(Permission, EscapesWhatItIsGiven) {
  QueueKey odd{{"123456789012", "us\"\\\n"}, "orders"};
  auto policy = add_permission_to("", odd, permission("one"));
  ASSERT_TRUE(policy);
  EXPECT_FALSE(check_policy(*policy)) << *policy;
}

}  // namespace
}  // namespace winterbaume::sqs
