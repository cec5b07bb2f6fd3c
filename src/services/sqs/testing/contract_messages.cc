// Sending, receiving, deleting and hiding messages of a standard queue.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_P(BackendContract, GivesBackWhatWasSent) {
  make_queue("q");
  auto sent = message("hello");
  sent.attributes["city"] = {"String.Place", "Zürich", false};
  sent.attributes["photo"] = {"Binary", std::string("\0\xff\x01", 3), true};
  sent.trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793";
  sent.group_id = "tenant";
  auto id = send("q", sent);
  auto sent_at = now();
  advance(seconds(3));

  auto got = receive_one("q");
  EXPECT_EQ(got.message_id, id);
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.body_md5, md5("hello"));
  EXPECT_EQ(got.sender_id, "AIDAEXAMPLE");
  EXPECT_EQ(got.trace_header, sent.trace_header);
  EXPECT_EQ(got.group_id, "tenant");
  EXPECT_EQ(got.sent, sent_at);
  EXPECT_EQ(got.first_received, sent_at + seconds(3));
  EXPECT_EQ(got.receive_count, 1);
  EXPECT_EQ(got.sequence_number, std::nullopt);
  EXPECT_EQ(got.deduplication_id, std::nullopt);
  EXPECT_EQ(got.dead_letter_source_arn, "");
  ASSERT_THAT(got.attributes, SizeIs(2));
  EXPECT_EQ(got.attributes["city"].data_type, "String.Place");
  EXPECT_EQ(got.attributes["city"].value, "Zürich");
  EXPECT_EQ(got.attributes["photo"].value, sent.attributes["photo"].value);
  EXPECT_TRUE(got.attributes["photo"].binary);
}

TEST_P(BackendContract, KeepsEmptyAndLargeBodies) {
  make_queue("q");
  send("q", std::string(1'048'576, 'x'));
  EXPECT_EQ(receive_one("q").body, std::string(1'048'576, 'x'));
}

TEST_P(BackendContract, VerbsOnAMissingQueueSaySo) {
  EXPECT_EQ(error_name(try_send("none", message("m"))), "QueueDoesNotExist");
  EXPECT_EQ(error_text(try_send("none", message("m"))), "The specified queue does not exist.");
  EXPECT_EQ(error_name(try_receive("none")), "QueueDoesNotExist");
  EXPECT_EQ(error_name(remove("none", "handle")), "QueueDoesNotExist");
  EXPECT_EQ(error_name(change_visibility("none", "handle", seconds(1))), "QueueDoesNotExist");
}

TEST_P(BackendContract, ReceiveGivesAsManyAsAskedFor) {
  make_queue("q");
  send_many("q", 12, [](int i) { return message(std::to_string(i)); });
  EXPECT_THAT(receive("q", 10), SizeIs(10));
  EXPECT_THAT(receive("q", 1), SizeIs(1));
  EXPECT_THAT(receive("q", 10), SizeIs(1));
  EXPECT_THAT(receive("q", 10), IsEmpty());
}

TEST_P(BackendContract, RefusesAMessageLargerThanTheQueueAllows) {
  make_queue("q", {.maximum_message_bytes = 1024});
  auto fits = message(std::string(1000, 'x'));
  fits.attributes["name"] = {"String", std::string(14, 'v'), false};  // 4 + 6 + 14
  EXPECT_EQ(try_send("q", fits), std::nullopt);
  fits.body += 'x';
  EXPECT_EQ(error_text(try_send("q", fits)),
            "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
  EXPECT_EQ(counters("q"), "1/0/0");
}

TEST_P(BackendContract, AReceivedMessageIsHiddenForTheVisibilityTimeout) {
  make_queue("q", {.visibility_timeout = seconds(20)});
  send("q", "m");
  receive_one("q");
  EXPECT_EQ(counters("q"), "0/1/0");
  advance(Millis(19'999));
  EXPECT_THAT(receive("q"), IsEmpty());
  advance(Millis(1));
  EXPECT_EQ(counters("q"), "1/0/0");
  EXPECT_EQ(receive_one("q").receive_count, 2);
}

TEST_P(BackendContract, AReceiveMaySetTheVisibilityTimeoutAlsoToZero) {
  make_queue("q", {.visibility_timeout = seconds(20)});
  send("q", "m");
  receive_one("q", seconds(0));
  EXPECT_EQ(counters("q"), "1/0/0");
  receive_one("q", seconds(100));
  advance(seconds(50));
  EXPECT_THAT(receive("q"), IsEmpty());
  advance(seconds(50));
  EXPECT_EQ(receive_one("q").receive_count, 3);
}

TEST_P(BackendContract, ADeletedMessageIsGone) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q");
  EXPECT_EQ(remove("q", got.receipt_handle), std::nullopt);
  EXPECT_EQ(counters("q"), "0/0/0");
  advance(hours(1));
  EXPECT_THAT(receive("q"), IsEmpty());
}

TEST_P(BackendContract, DeletingTwiceSucceeds) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q");
  EXPECT_EQ(remove("q", got.receipt_handle), std::nullopt);
  EXPECT_EQ(remove("q", got.receipt_handle), std::nullopt);
}

TEST_P(BackendContract, EachReceiveGivesANewHandleAndOnlyTheLatestDeletes) {
  make_queue("q");
  send("q", "m");
  auto first = receive_one("q", seconds(0));
  auto second = receive_one("q", seconds(0));
  EXPECT_NE(first.receipt_handle, second.receipt_handle);
  EXPECT_EQ(remove("q", first.receipt_handle), std::nullopt);
  EXPECT_EQ(counters("q"), "1/0/0");
  EXPECT_EQ(remove("q", second.receipt_handle), std::nullopt);
  EXPECT_EQ(counters("q"), "0/0/0");
}

TEST_P(BackendContract, OnAStandardQueueTheLatestHandleDeletesAlsoAfterItsTimeout) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q", seconds(5));
  advance(seconds(6));
  EXPECT_EQ(remove("q", got.receipt_handle), std::nullopt);
  EXPECT_EQ(counters("q"), "0/0/0");
}

TEST_P(BackendContract, RefusesHandlesThatAreNone) {
  make_queue("q");
  make_queue("other");
  send("q", "m");
  auto handle = receive_one("q").receipt_handle;
  std::string changed = handle;
  changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
  for (const auto& bad : {std::string(), std::string("garbage"), std::string(5000, 'A'), std::string("\0\xff", 2), changed,
                          handle + "A", handle.substr(1)}) {
    EXPECT_EQ(error_name(remove("q", bad)), "ReceiptHandleIsInvalid") << bad;
    EXPECT_EQ(error_name(change_visibility("q", bad, seconds(1))), "ReceiptHandleIsInvalid") << bad;
  }
  EXPECT_EQ(error_text(remove("q", "garbage")), "The input receipt handle \"garbage\" is not a valid receipt handle.");
  EXPECT_EQ(error_name(remove("other", handle)), "ReceiptHandleIsInvalid");
  EXPECT_EQ(counters("q"), "0/1/0");
}

TEST_P(BackendContract, AHandleOfADeletedQueueIsNoneOfItsSuccessor) {
  make_queue("q");
  send("q", "m");
  auto handle = receive_one("q").receipt_handle;
  ASSERT_TRUE(run(backend_->delete_queue(key("q"), now())));
  advance(minutes(2));
  make_queue("q");
  send("q", "m");
  receive_one("q");
  EXPECT_EQ(error_name(remove("q", handle)), "ReceiptHandleIsInvalid");
}

TEST_P(BackendContract, EntriesOfABatchHaveTheirOwnOutcomes) {
  make_queue("q");
  send_many("q", 2, [](int i) { return message(std::to_string(i)); });
  auto got = receive("q");
  auto results = run(backend_->delete_messages(key("q"), {got[0].receipt_handle, "bad", got[1].receipt_handle}, now()));
  ASSERT_TRUE(results);
  ASSERT_THAT(*results, SizeIs(3));
  EXPECT_TRUE((*results)[0]);
  EXPECT_EQ(error_name((*results)[1]), "ReceiptHandleIsInvalid");
  EXPECT_TRUE((*results)[2]);
  EXPECT_EQ(counters("q"), "0/0/0");
}

TEST_P(BackendContract, ChangeOfVisibilityCountsFromTheChange) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q", seconds(30));
  advance(seconds(20));
  EXPECT_EQ(change_visibility("q", got.receipt_handle, seconds(30)), std::nullopt);
  advance(Millis(29'999));
  EXPECT_THAT(receive("q"), IsEmpty());
  advance(Millis(1));
  EXPECT_THAT(receive("q"), SizeIs(1));
}

TEST_P(BackendContract, ChangeOfVisibilityToZeroShowsTheMessageAtOnce) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q");
  EXPECT_EQ(change_visibility("q", got.receipt_handle, seconds(0)), std::nullopt);
  EXPECT_EQ(counters("q"), "1/0/0");
  EXPECT_EQ(receive_one("q").receive_count, 2);
}

TEST_P(BackendContract, VisibilityOfAMessageThatIsNotInFlightStays) {
  make_queue("q");
  send("q", "m");
  auto got = receive_one("q", seconds(5));
  advance(seconds(5));
  EXPECT_EQ(error_name(change_visibility("q", got.receipt_handle, seconds(10))), "MessageNotInflight");
  EXPECT_EQ(counters("q"), "1/0/0");
}

TEST_P(BackendContract, OnAStandardQueueAnOlderHandleStillChangesVisibility) {
  make_queue("q");
  send("q", "m");
  auto old = receive_one("q", seconds(0));
  receive_one("q", seconds(30));
  EXPECT_EQ(change_visibility("q", old.receipt_handle, seconds(100)), std::nullopt);
  advance(seconds(99));
  EXPECT_EQ(counters("q"), "0/1/0");
}

TEST_P(BackendContract, VisibilityOfADeletedMessageCannotChange) {
  make_queue("q");
  send("q", "m");
  auto handle = receive_one("q").receipt_handle;
  remove("q", handle);
  auto error = change_visibility("q", handle, seconds(10));
  EXPECT_EQ(error_name(error), "InvalidParameterValueException");
  EXPECT_EQ(error_text(error), "Value " + handle +
                                   " for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available "
                                   "for visibility timeout change.");
}

TEST_P(BackendContract, VisibilityEndsTwelveHoursAfterTheReceive) {
  make_queue("q");
  send("q", "m");
  auto handle = receive_one("q", seconds(43'200)).receipt_handle;
  EXPECT_EQ(change_visibility("q", handle, seconds(43'200)), std::nullopt);
  advance(hours(1));
  EXPECT_EQ(error_text(change_visibility("q", handle, seconds(39'601))),
            "Value 39601 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond "
            "the limit [43200 seconds]");
  EXPECT_EQ(change_visibility("q", handle, seconds(39'600)), std::nullopt);
  advance(hours(10));
  EXPECT_EQ(change_visibility("q", handle, seconds(3'600)), std::nullopt);
  EXPECT_EQ(error_name(change_visibility("q", handle, seconds(3'601))), "InvalidParameterValueException");
}

TEST_P(BackendContract, DelaysAMessageByTheQueuesDelayOrByItsOwn) {
  make_queue("q", {.delay = seconds(60)});
  send("q", "queue's");
  auto own = message("own");
  own.delay = seconds(10);
  send("q", own);
  auto none = message("none");
  none.delay = seconds(0);
  send("q", none);
  EXPECT_EQ(counters("q"), "1/0/2");
  EXPECT_THAT(receive_bodies("q"), ElementsAre("none"));
  advance(seconds(10));
  EXPECT_THAT(receive_bodies("q"), ElementsAre("own"));
  advance(seconds(49));
  EXPECT_THAT(receive_bodies("q", 10), Not(Contains("queue's")));
  advance(seconds(1));
  EXPECT_THAT(receive_bodies("q", 10), Contains("queue's"));
}

TEST_P(BackendContract, ANewDelayDoesNotConcernMessagesOfAStandardQueue) {
  make_queue("q");
  send("q", "m");
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), {.delay = seconds(60)}, now())));
  EXPECT_EQ(counters("q"), "1/0/0");
}

TEST_P(BackendContract, MessagesEndWithTheRetentionPeriod) {
  make_queue("q", {.retention = seconds(100), .visibility_timeout = seconds(1000)});
  send("q", "in flight");
  receive_one("q");
  advance(seconds(50));
  send("q", "younger");
  advance(seconds(49));
  EXPECT_EQ(counters("q"), "1/1/0");
  advance(seconds(1));
  EXPECT_EQ(counters("q"), "1/0/0");
  advance(seconds(50));
  EXPECT_THAT(receive("q"), IsEmpty());
}

TEST_P(BackendContract, AShorterRetentionPeriodHoldsForMessagesThatAreThere) {
  make_queue("q");
  send("q", "m");
  advance(seconds(120));
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), {.retention = seconds(60)}, now())));
  EXPECT_EQ(counters("q"), "0/0/0");
}

TEST_P(BackendContract, AStandardQueueGivesNoMoreThanTheInFlightLimit) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 120'001, [](int) { return message("m"); });
  ReceivedMessage last;
  for (int i = 0; i < 12'000; ++i) {
    auto got = receive("q", 10);
    ASSERT_THAT(got, SizeIs(10));
    last = got.back();
  }
  EXPECT_EQ(error_name(try_receive("q")), "OverLimit");
  remove("q", last.receipt_handle);
  EXPECT_THAT(receive("q", 10), SizeIs(1));
  EXPECT_EQ(error_name(try_receive("q")), "OverLimit");
}

}  // namespace
}  // namespace winterbaume::sqs::testing
