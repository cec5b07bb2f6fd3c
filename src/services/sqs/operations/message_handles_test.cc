// DeleteMessage, ChangeMessageVisibility and their batches.
#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

class MessageHandlesTest : public OperationTest {
 protected:
  std::string receive_one() {
    get(send_message(context, backend, {.queue_url = url, .message_body = "b"}));
    return *receive({.queue_url = url}).at(0).receipt_handle;
  }
  std::string url = make_queue("q");
};

TEST_F(MessageHandlesTest, DeletingTwiceIsAsGoodAsOnce) {
  auto handle = receive_one();
  get(delete_message(context, backend, {.queue_url = url, .receipt_handle = handle}));
  get(delete_message(context, backend, {.queue_url = url, .receipt_handle = handle}));
  EXPECT_EQ(refusal(delete_message(context, backend, {.queue_url = url, .receipt_handle = ""})),
            "MissingParameter: The request must contain the parameter ReceiptHandle.");
  EXPECT_TRUE(refusal(delete_message(context, backend, {.queue_url = url, .receipt_handle = "garbage"}))
                  .starts_with("ReceiptHandleIsInvalid: "));
}

TEST_F(MessageHandlesTest, DeleteBatchAnswersEntryByEntry) {
  auto handle = receive_one();
  auto result = get(delete_message_batch(context, backend,
                                         {.queue_url = url,
                                          .entries = {{{.id = "empty", .receipt_handle = ""},
                                                       {.id = "bad", .receipt_handle = "x"},
                                                       {.id = "ok", .receipt_handle = handle}}}}));
  ASSERT_EQ(result.successful->size(), 1u);
  EXPECT_EQ(result.successful->at(0).id, "ok");
  ASSERT_EQ(result.failed->size(), 2u);
  EXPECT_EQ(result.failed->at(0).code, "MissingParameter");
  EXPECT_EQ(result.failed->at(1).id, "bad");
  EXPECT_EQ(result.failed->at(1).code, "ReceiptHandleIsInvalid");
}

TEST_F(MessageHandlesTest, VisibilityIsChangedWithinItsRange) {
  auto handle = receive_one();
  get(change_message_visibility(context, backend, {.queue_url = url, .receipt_handle = handle, .visibility_timeout = 0}));
  EXPECT_EQ(receive({.queue_url = url}).size(), 1u);
  EXPECT_EQ(
      refusal(
          change_message_visibility(context, backend, {.queue_url = url, .receipt_handle = handle, .visibility_timeout = 43201})),
      "InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.");
}

TEST_F(MessageHandlesTest, VisibilityBatchAnswersEntryByEntry) {
  auto handle = receive_one();
  auto result =
      get(change_message_visibility_batch(context, backend,
                                          {.queue_url = url,
                                           .entries = {{{.id = "ok", .receipt_handle = handle, .visibility_timeout = 5},
                                                        {.id = "range", .receipt_handle = handle, .visibility_timeout = -20},
                                                        {.id = "none", .receipt_handle = handle},
                                                        {.id = "bad", .receipt_handle = "x", .visibility_timeout = 5}}}}));
  ASSERT_EQ(result.successful->size(), 1u);
  ASSERT_EQ(result.failed->size(), 3u);
  EXPECT_EQ(
      result.failed->at(0).message,
      "Value -20 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.");
  EXPECT_EQ(result.failed->at(1).code, "MissingParameter");
  EXPECT_EQ(result.failed->at(2).code, "ReceiptHandleIsInvalid");
}

}  // namespace
}  // namespace winterbaume::sqs
