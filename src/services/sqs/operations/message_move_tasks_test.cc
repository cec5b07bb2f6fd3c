#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

constexpr std::string_view k_dead = "arn:aws:sqs:us-east-1:123456789012:dead";

class MessageMoveTasksTest : public OperationTest {
 protected:
  MessageMoveTasksTest() {
    make_queue("dead");
    make_queue("source", {{"RedrivePolicy", R"({"deadLetterTargetArn":")" + std::string(k_dead) + R"(","maxReceiveCount":1})"}});
    make_queue("target");
  }
  auto start_task(StartMessageMoveTaskRequest request) { return start_message_move_task(context, backend, std::move(request)); }
};

TEST_F(MessageMoveTasksTest, AreStartedListedAndCancelled) {
  for (int i = 0; i < 3; ++i) get(send_message(context, backend, {.queue_url = "dead", .message_body = "b"}));
  auto started = get(start_task({.source_arn = std::string(k_dead),
                                 .destination_arn = "arn:aws:sqs:us-east-1:123456789012:target",
                                 .max_number_of_messages_per_second = 1}));
  auto listed = get(list_message_move_tasks(context, backend, {.source_arn = std::string(k_dead)}));
  ASSERT_EQ(listed.results->size(), 1u);
  const auto& task = listed.results->front();
  EXPECT_EQ(task.status, "RUNNING");
  EXPECT_EQ(task.task_handle, started.task_handle);
  EXPECT_EQ(task.approximate_number_of_messages_to_move, 3);
  EXPECT_EQ(task.started_timestamp, 1'700'000'000'000);
  get(cancel_message_move_task(context, backend, {.task_handle = started.task_handle}));
  auto after = get(list_message_move_tasks(context, backend, {.source_arn = std::string(k_dead)}));
  EXPECT_EQ(after.results->front().status, "CANCELLED");
  EXPECT_FALSE(after.results->front().task_handle);
}

TEST_F(MessageMoveTasksTest, AreRefusedWhereTheyMakeNoSense) {
  const std::string target = "arn:aws:sqs:us-east-1:123456789012:target";
  const std::string missing = "arn:aws:sqs:us-east-1:123456789012:missing";
  EXPECT_EQ(refusal(start_task({.source_arn = "dead"})),
            "InvalidParameterValue: You must use this format to specify the SourceArn: "
            "arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  EXPECT_EQ(refusal(start_task({.source_arn = missing})),
            "ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.");
  EXPECT_EQ(refusal(start_task({.source_arn = target})),
            "InvalidParameterValue: Source queue must be configured as a Dead Letter Queue.");
  EXPECT_EQ(refusal(start_task({.source_arn = std::string(k_dead), .destination_arn = missing})),
            "ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't exist.");
  EXPECT_EQ(refusal(start_task({.source_arn = std::string(k_dead), .destination_arn = std::string(k_dead)})),
            "InvalidParameterValue: Source queue arn and destination queue arn cannot be the same.");
  EXPECT_NE(refusal(start_task({.source_arn = std::string(k_dead), .max_number_of_messages_per_second = 501})), "no error");
  EXPECT_NE(refusal(list_message_move_tasks(context, backend, {.source_arn = std::string(k_dead), .max_results = 11})),
            "no error");
  EXPECT_FALSE(get(list_message_move_tasks(context, backend, {.source_arn = std::string(k_dead)})).results);
}

TEST_F(MessageMoveTasksTest, AreCancelledByTheirHandleAlone) {
  EXPECT_EQ(refusal(cancel_message_move_task(context, backend, {.task_handle = "foobared"})),
            "InvalidParameterValue: Value for parameter TaskHandle is invalid.");
  // {"taskId":"x","sourceArn":"arn:aws:sqs:us-east-1:123456789012:dead"}
  EXPECT_EQ(refusal(cancel_message_move_task(
                context, backend,
                {.task_handle = "eyJ0YXNrSWQiOiJ4Iiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjEyMzQ1Njc4OTAxMjpkZWFkIn0="})),
            "ResourceNotFoundException: Task does not exist.");
}

}  // namespace
}  // namespace winterbaume::sqs
