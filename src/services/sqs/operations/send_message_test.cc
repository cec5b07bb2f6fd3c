#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

class SendMessageTest : public OperationTest {};

TEST_F(SendMessageTest, AnswersWithDigests) {
  auto url = make_queue("q");
  SendMessageRequest request{.queue_url = url, .message_body = "msg"};
  request.message_attributes.emplace().add("k", {.string_value = "x", .data_type = "String"});
  request.message_system_attributes.emplace().add("AWSTraceHeader", {.string_value = "Root=1", .data_type = "String"});
  auto sent = get(send_message(context, backend, request));
  EXPECT_EQ(sent.md5_of_message_body, "6e2baaf3b97dbeef01c0043275f9a0e7");
  EXPECT_EQ(sent.md5_of_message_attributes, "a45daa70926828a2f0a1db3418e6feb4");
  EXPECT_TRUE(sent.md5_of_message_system_attributes);
  EXPECT_EQ(sent.message_id->size(), 36u);
  EXPECT_FALSE(sent.sequence_number);
}

TEST_F(SendMessageTest, LeavesOutTheDigestsOfNothing) {
  auto sent = get(send_message(context, backend, {.queue_url = make_queue("q"), .message_body = "msg"}));
  EXPECT_FALSE(sent.md5_of_message_attributes);
  EXPECT_FALSE(sent.md5_of_message_system_attributes);
}

TEST_F(SendMessageTest, CountsBodyAndAttributesAgainstTheQueuesLimit) {
  auto url = make_queue("q", {{"MaximumMessageSize", "1024"}});
  SendMessageRequest request{.queue_url = url, .message_body = std::string(1024 - 8, 'b')};
  request.message_attributes.emplace().add("k", {.string_value = "x", .data_type = "String"});
  get(send_message(context, backend, request));
  *request.message_body += 'b';
  EXPECT_EQ(refusal(send_message(context, backend, request)),
            "InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
}

TEST_F(SendMessageTest, NeedsTheQueueAndItsKindOfIds) {
  EXPECT_EQ(refusal(send_message(context, backend, {.queue_url = "none", .message_body = "b"})),
            "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.");
  auto url = make_queue("q.fifo");
  EXPECT_EQ(
      refusal(send_message(context, backend, {.queue_url = url, .message_body = "b", .message_group_id = "g"})),
      "InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
      "explicitly");
  auto sent = get(send_message(
      context, backend, {.queue_url = url, .message_body = "b", .message_deduplication_id = "d", .message_group_id = "g"}));
  EXPECT_EQ(sent.sequence_number->size(), 20u);
}

}  // namespace
}  // namespace winterbaume::sqs
