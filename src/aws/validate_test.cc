#include "aws/validate.h"

#include <gtest/gtest.h>

#include "aws/testing/wire_fixture.h"
#include "generated/athena/errors.h"
#include "generated/athena/operations.h"
#include "generated/dynamodb/operations.h"
#include "generated/s3/operations.h"
#include "generated/sqs/operations.h"
#include "generated/sts/operations.h"

namespace winterbaume::aws {
namespace {

template <class Op>
std::optional<Error> check(typename Op::Input input, ProtocolKind protocol = ProtocolKind::json_1_0) {
  return check_input(Op::service(), protocol, *Op::schema().input, &input);
}

using protocol_test::Checked;

// The text for a Thing whose Checked is this.
std::string problem(Checked checked) {
  protocol_test::Thing thing;
  thing.checked = std::move(checked);
  const auto error = check<protocol_test::ops::Reckon>(std::move(thing));
  return error ? error->message : "";
}

TEST(ValidateTest, AcceptsWhatKeepsTheRules) {
  Checked checked{.name = "abc", .color = "RED", .size = 9, .tags = {{"ab"}}};
  checked.limits.emplace().add("key", 1);
  EXPECT_EQ(problem(checked), "");
  EXPECT_FALSE(check<protocol_test::ops::Reckon>({}));
}

TEST(ValidateTest, WordsEachRule) {
  EXPECT_EQ(problem({}),
            "1 validation error detected: Value null at 'checked.name' failed to satisfy constraint: Member must not be null");
  EXPECT_EQ(problem({.name = "a"}),
            "1 validation error detected: Value 'a' at 'checked.name' failed to satisfy constraint: "
            "Member must have length greater than or equal to 2");
  EXPECT_EQ(problem({.name = "abcdef"}),
            "1 validation error detected: Value 'abcdef' at 'checked.name' failed to satisfy constraint: "
            "Member must have length less than or equal to 5");
  EXPECT_EQ(problem({.name = "ABC"}),
            "1 validation error detected: Value 'ABC' at 'checked.name' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-z]+");
  EXPECT_EQ(problem({.name = "abc", .color = "BLUE"}),
            "1 validation error detected: Value 'BLUE' at 'checked.color' failed to satisfy constraint: "
            "Member must satisfy enum value set: [RED, GREEN]");
  EXPECT_EQ(problem({.name = "abc", .size = 0}),
            "1 validation error detected: Value '0' at 'checked.size' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1");
  EXPECT_EQ(problem({.name = "abc", .tags = {{}}}),
            "1 validation error detected: Value '[]' at 'checked.tags' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
}

TEST(ValidateTest, CountsAndJoinsErrors) {
  EXPECT_EQ(problem({.name = "A", .size = 10}),
            "3 validation errors detected: Value 'A' at 'checked.name' failed to satisfy constraint: "
            "Member must have length greater than or equal to 2; Value 'A' at 'checked.name' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-z]+; Value '10' at 'checked.size' failed to satisfy constraint: "
            "Member must have value less than or equal to 9");
}

TEST(ValidateTest, BlamesAListForItsElementsAndAMapForItsKeysAndValues) {
  EXPECT_EQ(problem({.name = "abc", .tags = {{"ab", "abcdef"}}}),
            "1 validation error detected: Value '[ab, abcdef]' at 'checked.tags' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must have length less than or equal to 5, "
            "Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]");
  Checked checked{.name = "abc"};
  checked.limits.emplace().add("KEY", 10);
  EXPECT_EQ(problem(checked),
            "2 validation errors detected: Value '{KEY=10}' at 'checked.limits' failed to satisfy constraint: "
            "Map keys must satisfy constraint: [Member must have length less than or equal to 5, "
            "Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]; "
            "Value '{KEY=10}' at 'checked.limits' failed to satisfy constraint: Map value must satisfy constraint: "
            "[Member must have value less than or equal to 9, Member must have value greater than or equal to 1]");
}

TEST(ValidateTest, NamesTheElementThatIsAStructure) {
  const auto error = check<dynamodb::ops::CreateTable>(
      {.attribute_definitions = {},
       .table_name = "table",
       .key_schema = {{{.attribute_name = "a", .key_type = "HASH"}, {.attribute_name = "b", .key_type = "SORT"}}}});
  ASSERT_TRUE(error);
  EXPECT_NE(error->message.find("Value 'SORT' at 'keySchema.2.member.keyType' failed to satisfy constraint: "
                                "Member must satisfy enum value set: [HASH, RANGE]"),
            std::string::npos)
      << error->message;
}

TEST(ValidateTest, BoundsItsReport) {
  Checked checked{.name = "abc", .tags = std::vector<std::string>(1'000, std::string(10'000, 'A'))};
  EXPECT_LT(problem(checked).size(), 40'000u);
}

TEST(ValidateTest, CountsCharactersAsJavaDoes) {
  EXPECT_NE(problem({.name = "üüü"}).find("regular expression"), std::string::npos);
  EXPECT_EQ(problem({.name = "üüü"}).find("length"), std::string::npos);
  EXPECT_NE(problem({.name = "\U0001F600\U0001F600\U0001F600"}).find("less than or equal to 5"), std::string::npos);
}

TEST(ValidateTest, SpeaksDynamoDb) {
  const auto error = check<dynamodb::ops::DescribeTable>({});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->shape->name, "ValidationException");
  EXPECT_EQ(error->message,
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null");
  const auto response = encode_error(dynamodb::k_service, ProtocolKind::json_1_0, testing::context(), *error);
  EXPECT_EQ(response.status, 400);
}

TEST(ValidateTest, SpeaksAthena) {
  const auto error = check<athena::ops::GetWorkGroup>({.work_group = "a b"});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->shape->name, "InvalidRequestException");
  EXPECT_EQ(error->message,
            "1 validation error detected: Value 'a b' at 'workGroup' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: [a-zA-Z0-9._-]{1,128}");
}

TEST(ValidateTest, SpeaksSts) {
  const auto error = check<sts::ops::AssumeRole>({.role_arn = "arn:aws:iam::123456789012:role/r", .role_session_name = "a b"});
  ASSERT_TRUE(error);
  EXPECT_EQ(error->shape->code, "ValidationError");
  EXPECT_EQ(error->message,
            "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy "
            "regular expression pattern: [\\w+=,.@-]*");
}

TEST(ValidateTest, SpeaksSqs) {
  const auto error = check<sqs::ops::SendMessage>({.queue_url = "q"});
  EXPECT_EQ(error->message, "The request must contain the parameter MessageBody.");
}

// ReceiveMessage takes system attributes by a member whose model lists the queue's attributes only.
TEST(ValidateTest, LeavesSqsNamesToItsHandlers) {
  EXPECT_FALSE(check<sqs::ops::ReceiveMessage>({.queue_url = "u", .attribute_names = {{"SentTimestamp", "NoSuchName"}}}));
}

TEST(ValidateTest, SpeaksS3) {
  s3::DeleteObjectsRequest request{.bucket = "b", .delete_ = s3::Delete{.objects = {{s3::ObjectIdentifier{}}}}};
  EXPECT_EQ(check<s3::ops::DeleteObjects>(request, ProtocolKind::rest_xml)->shape->code, "MalformedXML");
}

}  // namespace
}  // namespace winterbaume::aws
