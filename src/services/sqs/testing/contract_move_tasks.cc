// Message move tasks: dead letters on their way back.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum MoveTaskStatus;

TEST_P(BackendContract, AMoveTaskBringsDeadLettersBackAsNewMessages) {
  make_queue_with_dead_letters("q", 1);
  auto id = send("q", "m");
  receive_one("q", seconds(0));
  receive("q");
  advance(hours(1));
  auto started = start_task("q-dead");
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(started->status, running);
  EXPECT_EQ(started->to_move, 1);
  EXPECT_NE(started->handle, "");
  auto task = finish_task("q-dead");
  EXPECT_EQ(task.status, completed);
  EXPECT_EQ(task.moved, 1);
  EXPECT_EQ(task.to_move, 1);
  EXPECT_EQ(task.handle, "");
  EXPECT_EQ(task.source_arn, arn("q-dead"));
  EXPECT_EQ(task.destination_arn, std::nullopt);
  EXPECT_EQ(counters("q-dead"), "0/0/0");
  auto back = receive_one("q");
  EXPECT_EQ(back.body, "m");
  EXPECT_NE(back.message_id, id);
  EXPECT_EQ(back.receive_count, 1);
  EXPECT_EQ(back.dead_letter_source_arn, "");
  EXPECT_GE(back.sent, now() - seconds(10));
}

TEST_P(BackendContract, AMoveTaskBringsEachMessageToItsOwnSource) {
  make_queue("dead");
  for (const char* name : {"a", "b"}) {
    make_queue(name, redrive_to("dead", 1));
    send(name, std::string("of ") + name);
    receive_one(name, seconds(0));
    receive(name);
  }
  ASSERT_TRUE(start_task("dead"));
  EXPECT_EQ(finish_task("dead").status, completed);
  EXPECT_THAT(receive_bodies("a"), ElementsAre("of a"));
  EXPECT_THAT(receive_bodies("b"), ElementsAre("of b"));
}

TEST_P(BackendContract, AMoveTaskMovesToAnotherQueueInOrder) {
  make_queue_with_dead_letters("q.fifo", 1);
  make_fifo_queue("to.fifo");
  send_many("q-dead.fifo", 30, [](int i) { return fifo_message(fmt::format("{:02}", i), "g", std::to_string(i)); });
  ASSERT_TRUE(start_task("q-dead.fifo", "to.fifo"));
  EXPECT_EQ(finish_task("q-dead.fifo").moved, 30);
  auto got = receive_bodies("to.fifo", 10);
  EXPECT_THAT(got, SizeIs(10));
  EXPECT_EQ(got.front(), "00");
  EXPECT_EQ(got.back(), "09");
}

TEST_P(BackendContract, AMoveTaskKeepsThePace) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 50, [](int i) { return message(std::to_string(i)); });
  ASSERT_TRUE(start_task("q-dead", "to", 10));
  EXPECT_LE(latest_task("q-dead").moved, 10);
  std::int64_t at_one = 0;
  for (int i = 0; i < 20; ++i) {
    advance(Millis(100));
    if (i == 9) at_one = latest_task("q-dead").moved;
  }
  EXPECT_GE(at_one, 9);
  EXPECT_LE(at_one, 20);
  auto task = latest_task("q-dead");
  EXPECT_EQ(task.status, running);
  EXPECT_GE(task.moved, 19);
  EXPECT_LE(task.moved, 30);
  EXPECT_EQ(task.max_per_second, 10);
  EXPECT_EQ(describe("to").visible, task.moved);
  for (int i = 0; i < 40; ++i) advance(Millis(100));
  EXPECT_EQ(latest_task("q-dead").status, completed);
  EXPECT_EQ(counters("to"), "50/0/0");
}

TEST_P(BackendContract, AMoveTaskWakesThoseWhoWaitAtTheDestinationWithoutAnotherCall) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send("q-dead", "m");
  auto waiting = start_receive("to", seconds(20));
  ASSERT_TRUE(start_task("q-dead", "to", 1));
  EXPECT_FALSE(waiting->done());
  for (int i = 0; i < 15 && !waiting->done(); ++i) advance(Millis(100));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, AMoveTaskLeavesWhatIsInFlight) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 3, [](int i) { return message(std::to_string(i)); });
  receive_one("q-dead");
  auto started = start_task("q-dead", "to");
  EXPECT_EQ(started->to_move, 2);
  EXPECT_EQ(finish_task("q-dead").status, completed);
  EXPECT_EQ(counters("q-dead"), "0/1/0");
  EXPECT_EQ(counters("to"), "2/0/0");
}

TEST_P(BackendContract, OneMoveTaskASourceAtATime) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 5, [](int i) { return message(std::to_string(i)); });
  ASSERT_TRUE(start_task("q-dead", "to", 1));
  auto second = start_task("q-dead", "to", 1);
  EXPECT_EQ(error_name(second), "InvalidParameterValueException");
  EXPECT_EQ(second.error().message,
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
}

TEST_P(BackendContract, ACancelledMoveTaskStops) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 50, [](int i) { return message(std::to_string(i)); });
  auto started = start_task("q-dead", "to", 10);
  for (int i = 0; i < 20; ++i) advance(Millis(100));
  auto cancelled_task = run(backend_->cancel_move_task(scope_, started->handle, now()));
  ASSERT_TRUE(cancelled_task);
  auto moved = cancelled_task->moved;
  EXPECT_GE(moved, 19);
  for (int i = 0; i < 20; ++i) advance(Millis(100));
  auto task = latest_task("q-dead");
  EXPECT_EQ(task.status, cancelled);
  EXPECT_EQ(task.moved, moved);
  EXPECT_EQ(task.handle, "");
  EXPECT_EQ(describe("to").visible, moved);
  EXPECT_EQ(describe("q-dead").visible, 50 - moved);
  EXPECT_EQ(run(backend_->cancel_move_task(scope_, started->handle, now())).error().message,
            "Only active tasks can be cancelled.");
  EXPECT_TRUE(start_task("q-dead", "to"));
}

TEST_P(BackendContract, AMoveTaskRefusesWhatCannotBe) {
  make_queue_with_dead_letters("q", 1);
  make_fifo_queue("other.fifo");
  EXPECT_EQ(error_name(start_task("none")), "ResourceNotFoundException");
  EXPECT_EQ(start_task("none").error().message, "The resource that you specified for the SourceArn parameter doesn't exist.");
  EXPECT_EQ(error_name(start_task("q")), "InvalidParameterValueException");
  EXPECT_EQ(start_task("q").error().message, "Source queue must be configured as a Dead Letter Queue.");
  EXPECT_EQ(start_task("q-dead", "none").error().message,
            "The resource that you specified for the DestinationArn parameter doesn't exist.");
  EXPECT_EQ(error_name(start_task("q-dead", "other.fifo")), "InvalidParameterValueException");
  EXPECT_EQ(error_name(start_task("q-dead", "q-dead")), "InvalidParameterValueException");
  EXPECT_EQ(error_name(run(backend_->cancel_move_task(scope_, "unknown", now()))), "ResourceNotFoundException");
  EXPECT_THAT(*run(backend_->list_move_tasks(key("q-dead"), 10, now())), IsEmpty());
  EXPECT_EQ(error_name(run(backend_->list_move_tasks(key("none"), 10, now()))), "ResourceNotFoundException");
}

TEST_P(BackendContract, AMoveTaskFailsWhereAMessageHasNoSource) {
  make_queue_with_dead_letters("q", 1);
  send("q-dead", "sent here directly");
  ASSERT_TRUE(start_task("q-dead"));
  auto task = finish_task("q-dead");
  EXPECT_EQ(task.status, failed);
  EXPECT_EQ(task.failure_reason, "CouldNotDetermineMessageSource");
  EXPECT_EQ(counters("q-dead"), "1/0/0");
}

TEST_P(BackendContract, AMoveTaskFailsWhenTheDestinationIsGone) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 50, [](int i) { return message(std::to_string(i)); });
  ASSERT_TRUE(start_task("q-dead", "to", 10));
  advance(seconds(1));
  ASSERT_TRUE(run(backend_->delete_queue(key("to"), now())));
  auto task = finish_task("q-dead");
  EXPECT_EQ(task.status, failed);
  EXPECT_EQ(task.failure_reason, "AWS.SimpleQueueService.NonExistentQueue");
  EXPECT_EQ(describe("q-dead").visible, 50 - task.moved);
}

TEST_P(BackendContract, ListsTheLastTenMoveTasksNewestFirst) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  for (int i = 0; i < 12; ++i) {
    send_many("q-dead", i, [](int n) { return message(std::to_string(n)); });
    ASSERT_TRUE(start_task("q-dead", "to"));
    ASSERT_EQ(finish_task("q-dead").status, completed);
  }
  auto tasks = run(backend_->list_move_tasks(key("q-dead"), 100, now()));
  ASSERT_TRUE(tasks);
  std::vector<std::int64_t> moved;
  for (const auto& task : *tasks) moved.push_back(task.moved);
  EXPECT_THAT(moved, ElementsAre(11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
  EXPECT_THAT(*run(backend_->list_move_tasks(key("q-dead"), 2, now())), SizeIs(2));
}

TEST_P(BackendContract, AMoveTaskMovesManyThousands) {
  make_queue_with_dead_letters("q", 1);
  make_queue("to");
  send_many("q-dead", 25'000, [](int i) { return message(std::to_string(i)); });
  ASSERT_TRUE(start_task("q-dead", "to"));
  run_until([&] { return latest_task("q-dead").status == completed; });
  EXPECT_EQ(counters("to"), "25000/0/0");
}

}  // namespace
}  // namespace winterbaume::sqs::testing
