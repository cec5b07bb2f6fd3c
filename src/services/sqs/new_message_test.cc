#include "services/sqs/new_message.h"

#include <gtest/gtest.h>

#include "core/bytes.h"
#include "services/sqs/sent_message_digests.h"

namespace winterbaume::sqs {
namespace {

aws::RequestContext context() {
  aws::RequestContext out;
  out.scope = {"123456789012", "us-east-1"};
  return out;
}

std::string refusal(bool fifo, SendMessageRequest request) {
  auto message = make_message(context(), fifo, draft_of(request));
  return message ? std::string() : std::string(message.error().shape->code) + ": " + message.error().message;
}

TEST(NewMessage, IsMadeOfTheRequest) {
  SendMessageRequest request{.message_body = "hello", .delay_seconds = 5, .message_group_id = "g"};
  auto message = make_message(context(), false, draft_of(request));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->body, "hello");
  EXPECT_EQ(message->delay, seconds(5));
  EXPECT_EQ(message->group_id, "g");
  EXPECT_EQ(message->sender_id, "123456789012");
  auto digests = digests_of(*message);
  EXPECT_EQ(digests.body, "5d41402abc4b2a76b9719d911017c592");
  EXPECT_FALSE(digests.attributes);
  EXPECT_FALSE(digests.system_attributes);
}

TEST(NewMessage, NeedsABodyOfCharacters) {
  EXPECT_EQ(refusal(false, {}), "MissingParameter: The request must contain the parameter MessageBody.");
  EXPECT_EQ(refusal(false, {.message_body = ""}), "MissingParameter: The request must contain the parameter MessageBody.");
  EXPECT_EQ(
      refusal(false, {.message_body = "\x01"}),
      "InvalidMessageContents: Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 "
      "to #xFFFD | #x10000 to #x10FFFF");
}

TEST(NewMessage, IsDelayedWithinLimitsAndNotOnFifoQueues) {
  EXPECT_EQ(refusal(false, {.message_body = "b", .delay_seconds = 900}), "");
  EXPECT_EQ(
      refusal(false, {.message_body = "b", .delay_seconds = 901}),
      "InvalidParameterValue: Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
  EXPECT_NE(refusal(false, {.message_body = "b", .delay_seconds = -1}), "");
  EXPECT_EQ(refusal(true, {.message_body = "b", .delay_seconds = 0, .message_group_id = "g"}), "");
  EXPECT_EQ(
      refusal(true, {.message_body = "b", .delay_seconds = 5, .message_group_id = "g"}),
      "InvalidParameterValue: Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not "
      "valid for this queue type.");
}

TEST(NewMessage, HasTheIdsOfItsQueuesKind) {
  EXPECT_EQ(refusal(true, {.message_body = "b"}), "MissingParameter: The request must contain the parameter MessageGroupId.");
  for (std::string id : {"", "group 123"}) {
    EXPECT_EQ(
        refusal(false, {.message_body = "b", .message_group_id = id}),
        "InvalidParameterValue: Value " + id +
            " for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation "
            "characters. 1 to 128 in length.");
    EXPECT_NE(refusal(true, {.message_body = "b", .message_deduplication_id = id, .message_group_id = "g"}), "");
  }
  EXPECT_EQ(refusal(true, {.message_body = "b", .message_deduplication_id = std::string(128, 'a'), .message_group_id = "g"}), "");
  EXPECT_NE(refusal(true, {.message_body = "b", .message_deduplication_id = std::string(129, 'a'), .message_group_id = "g"}), "");
  EXPECT_NE(refusal(false, {.message_body = "b", .message_deduplication_id = "d"}), "");
}

}  // namespace
}  // namespace winterbaume::sqs
