#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

using namespace std::chrono_literals;

class ReceiveMessageTest : public OperationTest {
 protected:
  std::vector<std::string> names_of(const std::vector<std::string>& selection) {
    auto messages = receive({.queue_url = url, .message_attribute_names = selection, .visibility_timeout = 0});
    std::vector<std::string> out;
    if (messages.empty() || !messages[0].message_attributes) return out;
    for (const auto& entry : *messages[0].message_attributes) out.push_back(entry.first);
    return out;
  }
  void send(std::string body) { get(send_message(context, backend, {.queue_url = url, .message_body = std::move(body)})); }

  std::string url = make_queue("q");
};

TEST_F(ReceiveMessageTest, GivesTheAttributesThatWereAskedFor) {
  SendMessageRequest request{.queue_url = url, .message_body = "msg"};
  auto& attributes = request.message_attributes.emplace();
  attributes.add("Hello", {.string_value = "There", .data_type = "String"});
  attributes.add("General", {.string_value = "Kenobi", .data_type = "String"});
  attributes.add("Help.Me", {.binary_value = aws::Blob{"Me"}, .data_type = "Binary"});
  get(send_message(context, backend, request));

  using Names = std::vector<std::string>;
  EXPECT_EQ(names_of({}), Names{});
  EXPECT_EQ(names_of({"All"}), (Names{"General", "Hello", "Help.Me"}));
  EXPECT_EQ(names_of({"Hel.*"}), (Names{"Hello", "Help.Me"}));
  EXPECT_EQ(names_of({"Foo", "Hello"}), Names{"Hello"});

  auto message = receive({.queue_url = url, .message_attribute_names = {{"General", "Hello"}}}).at(0);
  EXPECT_EQ(message.md5_of_message_attributes, "fca026605781cb4126a1e9044df24232");  // of these two alone
  EXPECT_FALSE(message.attributes);
}

TEST_F(ReceiveMessageTest, GivesTheSystemAttributesUnderBothNames) {
  send("msg");
  auto first = receive({.queue_url = url, .attribute_names = {{"All"}}, .visibility_timeout = 0}).at(0);
  EXPECT_EQ(*first.attributes->find("SenderId"), "123456789012");
  EXPECT_EQ(*first.attributes->find("SentTimestamp"), "1700000000000");
  EXPECT_EQ(*first.attributes->find("ApproximateReceiveCount"), "1");
  EXPECT_EQ(first.attributes->size(), 4u);  // no group, sequence number, trace header or source
  auto second =
      receive({.queue_url = url, .message_system_attribute_names = {{"ApproximateReceiveCount", "MessageGroupId"}}}).at(0);
  EXPECT_EQ(second.attributes->size(), 1u);
  EXPECT_EQ(*second.attributes->find("ApproximateReceiveCount"), "2");
  EXPECT_EQ(refusal(receive_message(context, backend, {.queue_url = url, .attribute_names = {{"Nope"}}})),
            "InvalidAttributeName: Unknown Attribute Nope.");
}

TEST_F(ReceiveMessageTest, ChecksItsRanges) {
  auto refused = [&](ReceiveMessageRequest request) { return refusal(receive_message(context, backend, std::move(request))); };
  EXPECT_EQ(refused({.queue_url = url, .max_number_of_messages = 11}),
            "InvalidParameterValue: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if "
            "provided.");
  EXPECT_EQ(
      refused({.queue_url = url, .wait_time_seconds = -1}),
      "InvalidParameterValue: Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.");
  EXPECT_EQ(
      refused({.queue_url = url, .visibility_timeout = 43201}),
      "InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if "
      "provided.");
  EXPECT_NE(refused({.queue_url = url, .receive_request_attempt_id = "a"}), "no error");
  auto fifo = make_queue("f.fifo");
  EXPECT_EQ(refused({.queue_url = fifo, .receive_request_attempt_id = "a"}), "no error");
  EXPECT_NE(refused({.queue_url = fifo, .receive_request_attempt_id = "a b"}), "no error");
}

TEST_F(ReceiveMessageTest, WatchesTheConnectionOnlyToWait) {
  WatchedConnection connection;
  context.connection = &connection;
  EXPECT_TRUE(receive({.queue_url = url}).empty());
  send("one");
  EXPECT_EQ(receive({.queue_url = url, .wait_time_seconds = 20}).size(), 1u);
  EXPECT_EQ(connection.watched, 0);

  auto poll = start(receive_message(context, backend, {.queue_url = url, .wait_time_seconds = 20}));
  EXPECT_EQ(connection.watched, 1);
  EXPECT_FALSE(poll->done());
  send("two");
  let_run();
  ASSERT_TRUE(poll->done());
  EXPECT_EQ((*poll->result)->messages->at(0).body, "two");
}

TEST_F(ReceiveMessageTest, WaitsAsLongAsTheQueueSays) {
  WatchedConnection connection;
  context.connection = &connection;
  get(set_queue_attributes(context, backend, {.queue_url = url, .attributes = {{{"ReceiveMessageWaitTimeSeconds", "5"}}}}));
  auto poll = start(receive_message(context, backend, {.queue_url = url}));
  EXPECT_FALSE(poll->done());
  advance(4999ms);
  EXPECT_FALSE(poll->done());
  advance(1ms);
  ASSERT_TRUE(poll->done());
  EXPECT_FALSE((*poll->result)->messages);
  EXPECT_TRUE(start(receive_message(context, backend, {.queue_url = url, .wait_time_seconds = 0}))->done());
}

TEST_F(ReceiveMessageTest, EndsItsPollWhenTheConnectionIsCut) {
  WatchedConnection connection;
  context.connection = &connection;
  auto poll = start(receive_message(context, backend, {.queue_url = url, .wait_time_seconds = 20}));
  EXPECT_FALSE(poll->done());
  connection.stop.request_stop();
  let_run();
  ASSERT_TRUE(poll->done());
  EXPECT_FALSE((*poll->result)->messages);
}

}  // namespace
}  // namespace winterbaume::sqs
