// FIFO queues: order, groups, deduplication, receive attempts.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* k_queue = "q.fifo";

// ---- Sending ----

TEST_P(BackendContract, FifoMessagesHaveGroupDeduplicationIdAndSequenceNumber) {
  make_fifo_queue(k_queue);
  auto sent = send_fifo(k_queue, fifo_message("m", "g", "d"));
  ASSERT_TRUE(sent.sequence_number);
  EXPECT_EQ(sent.sequence_number->size(), 20U);
  auto got = receive_one(k_queue);
  EXPECT_EQ(got.group_id, "g");
  EXPECT_EQ(got.deduplication_id, "d");
  EXPECT_EQ(got.sequence_number, sent.sequence_number);
}

TEST_P(BackendContract, SequenceNumbersGrow) {
  make_fifo_queue(k_queue);
  std::string last;
  for (int i = 0; i < 20; ++i) {
    auto number = *send_fifo(k_queue, fifo_message("m", "g" + std::to_string(i % 3), std::to_string(i))).sequence_number;
    EXPECT_GT(number, last);
    last = number;
  }
}

TEST_P(BackendContract, FifoMessagesNeedAGroupAndADeduplicationId) {
  make_fifo_queue(k_queue);
  auto no_group = message("m");
  no_group.deduplication_id = "d";
  EXPECT_EQ(error_text(try_send(k_queue, no_group)), "The request must contain the parameter MessageGroupId.");
  auto no_id = message("m");
  no_id.group_id = "g";
  EXPECT_EQ(error_text(try_send(k_queue, no_id)),
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
  EXPECT_EQ(counters(k_queue), "0/0/0");
}

TEST_P(BackendContract, ABadEntryOfAFifoBatchLeavesTheOthersInOrder) {
  make_fifo_queue(k_queue);
  auto bad = message("bad");
  bad.group_id = "g";
  auto results = run(backend_->send(key(k_queue), {fifo_message("1", "g", "1"), bad, fifo_message("2", "g", "2")}, now()));
  ASSERT_TRUE(results);
  ASSERT_THAT(*results, SizeIs(3));
  EXPECT_TRUE((*results)[0]);
  EXPECT_FALSE((*results)[1]);
  EXPECT_TRUE((*results)[2]);
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("1", "2"));
}

// ---- Deduplication ----

TEST_P(BackendContract, ARepeatedDeduplicationIdGetsTheFirstAnswerForFiveMinutes) {
  make_fifo_queue(k_queue);
  auto first = send_fifo(k_queue, fifo_message("first", "g", "d"));
  advance(Millis(299'999));
  auto repeated = send_fifo(k_queue, fifo_message("other body", "other group", "d"));
  EXPECT_EQ(repeated.message_id, first.message_id);
  EXPECT_EQ(repeated.sequence_number, first.sequence_number);
  EXPECT_EQ(counters(k_queue), "1/0/0");
  advance(Millis(1));
  auto later = send_fifo(k_queue, fifo_message("later", "g", "d"));
  EXPECT_NE(later.message_id, first.message_id);
  EXPECT_EQ(counters(k_queue), "2/0/0");
}

TEST_P(BackendContract, DeduplicationOutlivesTheMessage) {
  make_fifo_queue(k_queue);
  auto first = send_fifo(k_queue, fifo_message("m", "g", "d"));
  remove(k_queue, receive_one(k_queue).receipt_handle);
  EXPECT_EQ(send_fifo(k_queue, fifo_message("m", "g", "d")).message_id, first.message_id);
  EXPECT_EQ(counters(k_queue), "0/0/0");
}

TEST_P(BackendContract, DeduplicatesWithinABatch) {
  make_fifo_queue(k_queue);
  auto results = run(backend_->send(key(k_queue), {fifo_message("1", "g", "d"), fifo_message("2", "g", "d")}, now()));
  ASSERT_TRUE(results);
  EXPECT_EQ((*results)[0]->message_id, (*results)[1]->message_id);
  EXPECT_EQ(counters(k_queue), "1/0/0");
}

TEST_P(BackendContract, DeduplicationMayBeByGroup) {
  make_fifo_queue(k_queue, {.deduplication_scope = DeduplicationScope::message_group});
  send_fifo(k_queue, fifo_message("1", "a", "d"));
  send_fifo(k_queue, fifo_message("2", "b", "d"));
  EXPECT_EQ(counters(k_queue), "2/0/0");
  send_fifo(k_queue, fifo_message("3", "a", "d"));
  EXPECT_EQ(counters(k_queue), "2/0/0");
}

TEST_P(BackendContract, ContentBasedDeduplicationIsByTheBodysSha256) {
  make_fifo_queue(k_queue, {.content_based_deduplication = true});
  auto plain = message("hello");
  plain.group_id = "g";
  auto first = send_fifo(k_queue, plain);
  plain.attributes["a"] = {"String", "attributes do not count", false};
  EXPECT_EQ(send_fifo(k_queue, plain).message_id, first.message_id);
  plain.deduplication_id = "explicit";
  EXPECT_NE(send_fifo(k_queue, plain).message_id, first.message_id);
  auto got = receive(k_queue);
  ASSERT_THAT(got, SizeIs(2));
  EXPECT_EQ(got[0].deduplication_id, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  EXPECT_EQ(got[1].deduplication_id, "explicit");
}

TEST_P(BackendContract, DeduplicationHoldsForTensOfThousandsOfIds) {
  make_fifo_queue(k_queue);
  auto make = [](int i) { return fifo_message("m", "g", "id-" + std::to_string(i)); };
  send_many(k_queue, 20'000, make);
  advance(minutes(2));
  send_many(k_queue, 20'000, make);
  EXPECT_EQ(describe(k_queue).visible, 20'000);
  advance(minutes(3));
  send_many(k_queue, 20'000, make);
  EXPECT_EQ(describe(k_queue).visible, 40'000);
}

// ---- Order ----

TEST_P(BackendContract, AGroupComesInOrderAndAsFarAsPossibleInOneReceive) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("a1", "a", "1"));
  send(k_queue, fifo_message("b1", "b", "2"));
  send(k_queue, fifo_message("a2", "a", "3"));
  send(k_queue, fifo_message("a3", "a", "4"));
  send(k_queue, fifo_message("b2", "b", "5"));
  EXPECT_THAT(receive_bodies(k_queue, 4), ElementsAre("a1", "a2", "a3", "b1"));
  EXPECT_THAT(receive_bodies(k_queue, 10), IsEmpty());
}

TEST_P(BackendContract, AMessageInFlightBlocksItsGroupOnly) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("a1", "a", "1"));
  send(k_queue, fifo_message("a2", "a", "2"));
  auto a1 = receive_one(k_queue);
  EXPECT_EQ(a1.body, "a1");
  EXPECT_THAT(receive(k_queue), IsEmpty());
  EXPECT_EQ(counters(k_queue), "1/1/0");
  send(k_queue, fifo_message("b1", "b", "3"));
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("b1"));
  remove(k_queue, a1.receipt_handle);
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("a2"));
}

TEST_P(BackendContract, AGroupGoesOnOnlyWhenAllItsEarlierMessagesAreDone) {
  make_fifo_queue(k_queue);
  for (int i = 1; i <= 4; ++i) send(k_queue, fifo_message(std::to_string(i), "g", std::to_string(i)));
  auto got = receive(k_queue, 3);
  ASSERT_THAT(bodies_of(got), ElementsAre("1", "2", "3"));
  remove(k_queue, got[1].receipt_handle);
  EXPECT_THAT(receive(k_queue), IsEmpty());
  remove(k_queue, got[0].receipt_handle);
  EXPECT_THAT(receive(k_queue), IsEmpty());
  remove(k_queue, got[2].receipt_handle);
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("4"));
}

TEST_P(BackendContract, AMessageThatIsVisibleAgainComesBeforeLaterOnes) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("1", "g", "1"));
  send(k_queue, fifo_message("2", "g", "2"));
  receive_one(k_queue, seconds(10));
  advance(seconds(10));
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("1", "2"));
}

TEST_P(BackendContract, AnExtendedLaterMessageDoesNotBlockAnEarlierOne) {
  make_fifo_queue(k_queue);
  for (int i = 1; i <= 3; ++i) send(k_queue, fifo_message(std::to_string(i), "g", std::to_string(i)));
  auto got = receive(k_queue, 2, seconds(10));
  ASSERT_THAT(bodies_of(got), ElementsAre("1", "2"));
  EXPECT_EQ(change_visibility(k_queue, got[1].receipt_handle, seconds(100)), std::nullopt);
  advance(seconds(10));
  auto again = receive(k_queue);
  EXPECT_THAT(bodies_of(again), ElementsAre("1"));
  EXPECT_EQ(remove(k_queue, again[0].receipt_handle), std::nullopt);
  EXPECT_THAT(receive(k_queue), IsEmpty());
  EXPECT_EQ(remove(k_queue, got[1].receipt_handle), std::nullopt);
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("3"));
}

TEST_P(BackendContract, AMessageShownWhileAnEarlierOneIsInFlightWaits) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("1", "g", "1"));
  send(k_queue, fifo_message("2", "g", "2"));
  auto got = receive(k_queue, 2);
  EXPECT_EQ(change_visibility(k_queue, got[1].receipt_handle, seconds(0)), std::nullopt);
  EXPECT_THAT(receive(k_queue), IsEmpty());
  remove(k_queue, got[0].receipt_handle);
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("2"));
}

TEST_P(BackendContract, TheGroupThatIsReadyLongestGoesFirst) {
  make_fifo_queue(k_queue);
  for (int i = 0; i < 3; ++i) {
    for (const char* group : {"a", "b", "c"}) {
      send(k_queue, fifo_message(group + std::to_string(i), group, group + std::to_string(i)));
    }
  }
  std::vector<std::string> order;
  for (int i = 0; i < 9; ++i) {
    auto got = receive_one(k_queue);
    order.push_back(got.body);
    remove(k_queue, got.receipt_handle);
  }
  EXPECT_THAT(order, ElementsAre("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"));
}

TEST_P(BackendContract, AFifoQueueStopsQuietlyAtTheInFlightLimit) {
  make_fifo_queue(k_queue, {.visibility_timeout = hours(1)});
  auto make = [](int i) { return fifo_message("m", std::to_string(i / 10), std::to_string(i)); };
  send_many(k_queue, 120'001, make);
  ReceivedMessage last;
  for (int i = 0; i < 12'000; ++i) {
    auto got = receive(k_queue, 10);
    ASSERT_THAT(got, SizeIs(10));
    last = got.back();
  }
  auto none = try_receive(k_queue);
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_THAT(*none, IsEmpty());
}

// ---- Delay ----

TEST_P(BackendContract, AFifoQueuesDelayHoldsAlsoForMessagesThatAreThere) {
  make_fifo_queue(k_queue);
  for (int i = 1; i <= 3; ++i) send(k_queue, fifo_message(std::to_string(i), "g", std::to_string(i)));
  advance(seconds(10));
  ASSERT_TRUE(run(backend_->set_attributes(key(k_queue), {.delay = seconds(60)}, now())));
  EXPECT_EQ(counters(k_queue), "0/0/3");
  EXPECT_THAT(receive(k_queue), IsEmpty());
  ASSERT_TRUE(run(backend_->set_attributes(key(k_queue), {.delay = seconds(30)}, now())));
  advance(seconds(20));
  EXPECT_EQ(counters(k_queue), "3/0/0");
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("1", "2", "3"));
}

TEST_P(BackendContract, ADelayedMessageDoesNotBlockItsGroup) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("1", "g", "1"));
  auto got = receive_one(k_queue, seconds(5));
  send(k_queue, fifo_message("2", "g", "2"));
  advance(seconds(5));
  // Message 1, received before, is no longer subject to a delay; message 2 is.
  ASSERT_TRUE(run(backend_->set_attributes(key(k_queue), {.delay = seconds(60)}, now())));
  EXPECT_EQ(counters(k_queue), "1/0/1");
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("1"));
}

TEST_P(BackendContract, DelayedFifoMessagesComeInOrder) {
  make_fifo_queue(k_queue, {.delay = seconds(10)});
  for (int i = 1; i <= 3; ++i) {
    send(k_queue, fifo_message(std::to_string(i), "g", std::to_string(i)));
    advance(seconds(1));
  }
  EXPECT_EQ(counters(k_queue), "0/0/3");
  advance(seconds(7));
  EXPECT_THAT(receive_bodies(k_queue), ElementsAre("1"));
  advance(seconds(5));
  EXPECT_EQ(counters(k_queue), "2/1/0");
}

// ---- Handles ----

TEST_P(BackendContract, AFifoHandleEndsWithItsVisibilityTimeout) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("m", "g", "d"));
  auto got = receive_one(k_queue, seconds(5));
  advance(seconds(5));
  auto error = remove(k_queue, got.receipt_handle);
  EXPECT_EQ(error_name(error), "InvalidParameterValueException");
  EXPECT_EQ(error_text(error),
            "Value " + got.receipt_handle + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
  auto again = receive_one(k_queue);
  EXPECT_EQ(error_name(remove(k_queue, got.receipt_handle)), "InvalidParameterValueException");
  EXPECT_EQ(remove(k_queue, again.receipt_handle), std::nullopt);
  EXPECT_EQ(remove(k_queue, again.receipt_handle), std::nullopt);
}

TEST_P(BackendContract, AnOlderFifoHandleDoesNotChangeVisibility) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("m", "g", "d"));
  auto old = receive_one(k_queue, seconds(0));
  receive_one(k_queue, seconds(30));
  EXPECT_EQ(error_name(change_visibility(k_queue, old.receipt_handle, seconds(100))), "InvalidParameterValueException");
  advance(seconds(30));
  EXPECT_EQ(counters(k_queue), "1/0/0");
}

// ---- ReceiveRequestAttemptId ----

TEST_P(BackendContract, ARepeatedAttemptGetsTheSameMessagesHiddenAnew) {
  make_fifo_queue(k_queue);
  for (int i = 1; i <= 3; ++i) send(k_queue, fifo_message(std::to_string(i), "g", std::to_string(i)));
  auto first = try_receive(k_queue, {.max_messages = 2, .visibility_timeout = seconds(100), .attempt_id = "a"});
  ASSERT_THAT(bodies_of(*first), ElementsAre("1", "2"));
  advance(seconds(90));
  auto again = try_receive(k_queue, {.max_messages = 2, .visibility_timeout = seconds(100), .attempt_id = "a"});
  ASSERT_THAT(bodies_of(*again), ElementsAre("1", "2"));
  EXPECT_EQ((*again)[0].receipt_handle, (*first)[0].receipt_handle);
  EXPECT_EQ((*again)[1].receipt_handle, (*first)[1].receipt_handle);
  EXPECT_EQ((*again)[0].receive_count, 1);
  advance(seconds(99));
  EXPECT_EQ(counters(k_queue), "1/2/0");
  EXPECT_EQ(remove(k_queue, (*first)[0].receipt_handle), std::nullopt);
}

TEST_P(BackendContract, AnAttemptIsVoidOnceOneOfItsMessagesWasTouched) {
  make_fifo_queue(k_queue);
  for (int i = 1; i <= 3; ++i) send(k_queue, fifo_message(std::to_string(i), "g" + std::to_string(i), std::to_string(i)));
  auto first = try_receive(k_queue, {.max_messages = 2, .attempt_id = "deleted"});
  remove(k_queue, (*first)[0].receipt_handle);
  auto again = try_receive(k_queue, {.max_messages = 2, .attempt_id = "deleted"});
  EXPECT_THAT(bodies_of(*again), ElementsAre("3"));
  auto extended = try_receive(k_queue, {.max_messages = 2, .attempt_id = "deleted"});
  EXPECT_THAT(bodies_of(*extended), ElementsAre("3"));
  change_visibility(k_queue, (*extended)[0].receipt_handle, seconds(77));
  EXPECT_THAT(*try_receive(k_queue, {.max_messages = 2, .attempt_id = "deleted"}), IsEmpty());
}

TEST_P(BackendContract, AnAttemptIsVoidWhenItsMessagesAreVisibleAgainOrFiveMinutesOld) {
  make_fifo_queue(k_queue);
  send(k_queue, fifo_message("1", "g", "1"));
  auto first = try_receive(k_queue, {.max_messages = 1, .visibility_timeout = seconds(10), .attempt_id = "a"});
  advance(seconds(10));
  auto again = try_receive(k_queue, {.max_messages = 1, .visibility_timeout = seconds(1000), .attempt_id = "a"});
  ASSERT_THAT(bodies_of(*again), ElementsAre("1"));
  EXPECT_NE((*again)[0].receipt_handle, (*first)[0].receipt_handle);
  advance(minutes(5));
  EXPECT_THAT(*try_receive(k_queue, {.max_messages = 1, .attempt_id = "a"}), IsEmpty());
}

}  // namespace
}  // namespace winterbaume::sqs::testing
