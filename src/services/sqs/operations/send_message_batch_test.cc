#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

using Entry = SendMessageBatchRequestEntry;

class SendMessageBatchTest : public OperationTest {
 protected:
  auto send(std::string url, std::vector<Entry> entries) {
    return send_message_batch(context, backend, {.queue_url = std::move(url), .entries = std::move(entries)});
  }
};

TEST_F(SendMessageBatchTest, AnswersEntryByEntry) {
  auto url = make_queue("q", {{"MaximumMessageSize", "1024"}});
  auto result = get(send(url, {{.id = "good", .message_body = "a"},
                               {.id = "characters", .message_body = "\x01"},
                               {.id = "delay", .message_body = "a", .delay_seconds = 1800},
                               {.id = "size", .message_body = std::string(1025, 'a')},
                               {.id = "last", .message_body = "b"}}));
  ASSERT_EQ(result.successful->size(), 2u);
  EXPECT_EQ((*result.successful)[0].id, "good");
  EXPECT_EQ((*result.successful)[0].md5_of_message_body, "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ((*result.successful)[1].id, "last");
  ASSERT_EQ(result.failed->size(), 3u);
  EXPECT_EQ((*result.failed)[0].code, "InvalidMessageContents");
  EXPECT_EQ((*result.failed)[1].message,
            "Value 1800 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
  EXPECT_EQ((*result.failed)[2].id, "size");
  EXPECT_EQ((*result.failed)[2].code, "InvalidParameterValue");
  EXPECT_EQ(receive({.queue_url = url, .max_number_of_messages = 10}).size(), 2u);
}

TEST_F(SendMessageBatchTest, IsLimitedAsAWhole) {
  auto url = make_queue("q");
  std::string half(524'288, 'a');
  EXPECT_TRUE(get(send(url, {{.id = "a", .message_body = half}, {.id = "b", .message_body = half}})).successful);
  EXPECT_EQ(
      refusal(send(url, {{.id = "a", .message_body = half}, {.id = "b", .message_body = half + "x"}})),
      "AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 "
      "bytes.");
  EXPECT_EQ(
      refusal(send(url, {})),
      "AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.");
}

TEST_F(SendMessageBatchTest, OfAMissingQueueFailsEvenWithoutAGoodEntry) {
  EXPECT_TRUE(
      refusal(send("none", {{.id = "a", .message_body = "\x01"}})).starts_with("AWS.SimpleQueueService.NonExistentQueue"));
}

TEST_F(SendMessageBatchTest, OnAFifoQueueFailsAsAWholeWhereIdsAreMissing) {
  auto url = make_queue("q.fifo");
  Entry whole{.id = "a", .message_body = "a", .message_deduplication_id = "d", .message_group_id = "g"};
  Entry no_group{.id = "b", .message_body = "b", .message_deduplication_id = "e"};
  Entry no_deduplication{.id = "b", .message_body = "b", .message_group_id = "g"};
  EXPECT_EQ(refusal(send(url, {whole, no_group})),
            "InvalidParameterValue: The request must contain the parameter MessageGroupId.");
  EXPECT_TRUE(refusal(send(url, {whole, no_deduplication})).starts_with("InvalidParameterValue: The queue should either have"));
  EXPECT_TRUE(receive({.queue_url = url}).empty());
  auto content_based = make_queue("c.fifo", {{"ContentBasedDeduplication", "true"}});
  EXPECT_EQ(get(send(content_based, {whole, no_deduplication})).successful->size(), 2u);
}

}  // namespace
}  // namespace winterbaume::sqs
