// Long polls: who waits, who is woken, and that nothing is lost on the way.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(BackendContract, AWaitEndsEmptyAtItsTime) {
  make_queue("q");
  auto waiting = start_receive("q", seconds(20));
  advance(Millis(19'999));
  EXPECT_FALSE(waiting->done());
  advance(Millis(1));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(*waiting->get(), IsEmpty());
}

TEST_P(BackendContract, WithoutAWaitTheQueuesHolds) {
  make_queue("q", {.receive_wait = seconds(5)});
  auto waiting = start(backend_->receive(key("q"), {.now = now()}));
  EXPECT_FALSE(waiting->done());
  auto zero = start_receive("q", seconds(0));
  run_until([&] { return zero->done(); });
  advance(seconds(5));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(*waiting->get(), IsEmpty());
}

TEST_P(BackendContract, AMessageThatIsThereIsGivenWithoutWaiting) {
  make_queue("q");
  send("q", "m");
  auto waiting = start_receive("q", seconds(20));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, AnArrivingMessageWakesTheOneThatWaitsLongest) {
  make_queue("q");
  auto first = start_receive("q", seconds(20));
  auto second = start_receive("q", seconds(20));
  send("q", "1");
  run_until([&] { return first->done(); });
  EXPECT_FALSE(second->done());
  send("q", "2");
  run_until([&] { return second->done(); });
  EXPECT_THAT(bodies_of(*first->get()), ElementsAre("1"));
  EXPECT_THAT(bodies_of(*second->get()), ElementsAre("2"));
}

TEST_P(BackendContract, MessagesOfABatchWakeAsManyAsTheyServe) {
  make_queue("q");
  std::vector<std::shared_ptr<Call<Result<std::vector<ReceivedMessage>>>>> waiting;
  for (int i = 0; i < 5; ++i) waiting.push_back(start_receive("q", seconds(20)));
  send_many("q", 3, [](int i) { return message(std::to_string(i)); });
  run_until([&] { return std::ranges::count_if(waiting, [](auto& call) { return call->done(); }) == 3; });
  let_run();
  EXPECT_EQ(std::ranges::count_if(waiting, [](auto& call) { return call->done(); }), 3);
  EXPECT_EQ(counters("q"), "0/3/0");
}

TEST_P(BackendContract, AMessageThatBecomesVisibleWakes) {
  make_queue("q");
  send("q", "m");
  receive_one("q", seconds(5));
  auto waiting = start_receive("q", seconds(20));
  advance(Millis(4'999));
  EXPECT_FALSE(waiting->done());
  advance(Millis(1));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, ADelayedMessageWakesWhenItsDelayIsOver) {
  make_queue("q");
  auto waiting = start_receive("q", seconds(20));
  auto later = message("later");
  later.delay = seconds(10);
  send("q", later);
  auto sooner = message("sooner");
  sooner.delay = seconds(3);
  send("q", sooner);
  EXPECT_FALSE(waiting->done());
  advance(seconds(3));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("sooner"));
}

TEST_P(BackendContract, AMessageMadeVisibleWakesAtOnce) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q");
  auto waiting = start_receive("q", seconds(20));
  change_visibility("q", got.receipt_handle, seconds(0));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, AShortenedVisibilityWakesAtItsNewTime) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q", seconds(15));
  auto waiting = start_receive("q", seconds(20));
  change_visibility("q", got.receipt_handle, seconds(2));
  advance(seconds(2));
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, WhoWatchesTheTimeIsReplacedWhenItLeaves) {
  make_queue("q");
  auto later = message("later");
  later.delay = seconds(10);
  send("q", later);
  std::stop_source stop;
  auto a = start_receive("q", seconds(20), stop.get_token());
  auto b = start_receive("q", seconds(20));
  auto c = start_receive("q", seconds(20));
  stop.request_stop();
  run_until([&] { return a->done(); });
  send("q", "now");
  run_until([&] { return b->done() || c->done(); });
  advance(seconds(10));
  run_until([&] { return b->done() && c->done(); });
  auto got = bodies_of(*b->get());
  for (auto& body : bodies_of(*c->get())) got.push_back(body);
  EXPECT_THAT(got, ::testing::UnorderedElementsAre("now", "later"));
}

TEST_P(BackendContract, ADeletionThatUnblocksAGroupWakes) {
  make_fifo_queue("q.fifo");
  send("q.fifo", fifo_message("1", "g", "1"));
  send("q.fifo", fifo_message("2", "g", "2"));
  auto got = receive_one("q.fifo");
  auto waiting = start_receive("q.fifo", seconds(20));
  EXPECT_FALSE(waiting->done());
  remove("q.fifo", got.receipt_handle);
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("2"));
}

TEST_P(BackendContract, ADeadLetterWakesThoseWhoWaitForIt) {
  make_queue_with_dead_letters("q", 1);
  send("q", "m");
  receive_one("q", seconds(0));
  auto waiting = start_receive("q-dead", seconds(20));
  EXPECT_FALSE(waiting->done());
  EXPECT_THAT(receive("q"), IsEmpty());
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(bodies_of(*waiting->get()), ElementsAre("m"));
}

TEST_P(BackendContract, ACancelledWaitEndsEmptyAndTakesNothing) {
  make_queue("q");
  std::stop_source stop;
  auto waiting = start_receive("q", seconds(20), stop.get_token());
  stop.request_stop();
  run_until([&] { return waiting->done(); });
  EXPECT_THAT(*waiting->get(), IsEmpty());
  send("q", "m");
  EXPECT_EQ(counters("q"), "1/0/0");
}

TEST_P(BackendContract, WhatACancelledWaitWasWokenForGoesToTheNext) {
  make_queue("q");
  std::stop_source stop;
  auto first = start_receive("q", seconds(20), stop.get_token());
  auto second = start_receive("q", seconds(20));
  // Both happen before either call runs again.
  auto sending = std::make_shared<bool>(false);
  asio::co_spawn(context_, backend_->send(key("q"), {message("m")}, now()), [&stop, sending](std::exception_ptr, auto) {
    *sending = true;
    stop.request_stop();
  });
  run_until([&] { return *sending && first->done(); });
  if (first->get()->empty()) {
    run_until([&] { return second->done(); });
    EXPECT_THAT(bodies_of(*second->get()), ElementsAre("m"));
  }
  EXPECT_EQ(counters("q"), "0/1/0");
}

TEST_P(BackendContract, DeletingAQueueEndsTheWaitsForIt) {
  make_queue("q");
  auto a = start_receive("q", seconds(20));
  auto b = start_receive("q", seconds(20));
  ASSERT_TRUE(run(backend_->delete_queue(key("q"), now())));
  run_until([&] { return a->done() && b->done(); });
  EXPECT_EQ(error_name(a->get()), "QueueDoesNotExist");
  EXPECT_EQ(error_name(b->get()), "QueueDoesNotExist");
}

TEST_P(BackendContract, AResetEndsTheWaits) {
  make_queue("q");
  auto waiting = start_receive("q", seconds(20));
  asio::co_spawn(context_, backend_->reset(), [](std::exception_ptr) {});
  run_until([&] { return waiting->done(); });
  EXPECT_EQ(error_name(waiting->get()), "QueueDoesNotExist");
}

TEST_P(BackendContract, ADestroyedWaitLosesNothing) {
  make_queue("q");
  {
    asio::io_context other;
    ReceiveInput input{.wait = seconds(20), .now = now()};
    asio::co_spawn(other, backend_->receive(key("q"), std::move(input)), [](std::exception_ptr, auto) {});
    other.poll();
    send("q", "m");  // it is woken, and will never run
  }
  EXPECT_THAT(receive_bodies("q"), ElementsAre("m"));
}

TEST_P(BackendContract, ManyWaitAndEachGetsItsMessage) {
  make_queue("q");
  constexpr int k_waiting = 2'000;
  std::vector<std::shared_ptr<Call<Result<std::vector<ReceivedMessage>>>>> waiting;
  for (int i = 0; i < k_waiting; ++i) waiting.push_back(start_receive("q", seconds(20)));
  send_many("q", k_waiting, [](int i) { return message(std::to_string(i)); });
  run_until([&] { return std::ranges::all_of(waiting, [](auto& call) { return call->done(); }); });
  for (auto& call : waiting) EXPECT_THAT(*call->get(), SizeIs(1));
  EXPECT_EQ(counters("q"), "0/2000/0");
}

}  // namespace
}  // namespace winterbaume::sqs::testing
