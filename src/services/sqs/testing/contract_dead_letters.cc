// Redrive policies and dead letters.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- Policies ----

TEST_P(BackendContract, ARedrivePolicyNeedsAnExistingQueueOfTheSameType) {
  make_queue("standard");
  make_fifo_queue("first.fifo");
  auto missing = run(backend_->create_queue(key("q"), redrive_to("none", 3), {}, now()));
  EXPECT_EQ(error_name(missing), "InvalidParameterValueException");
  EXPECT_EQ(missing.error().message,
            "Value {...} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.");
  EXPECT_EQ(error_name(run(backend_->describe_queue(key("q"), now()))), "QueueDoesNotExist");

  make_queue("q");
  auto other_type = run(backend_->set_attributes(key("q"), redrive_to("first.fifo", 3), now()));
  EXPECT_EQ(
      other_type.error().message,
      "Value {...} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source.");
  EXPECT_TRUE(run(backend_->set_attributes(key("q"), redrive_to("standard", 3), now())));
  EXPECT_EQ(describe("q").settings.redrive_text, "{...}");
}

TEST_P(BackendContract, ARedrivePolicyStaysWithinAccountAndRegion) {
  make_queue("q");
  ASSERT_TRUE(run(backend_->create_queue({{"123456789012", "eu-west-1"}, "dead"}, {}, {}, now())));
  ASSERT_TRUE(run(backend_->create_queue({{"999999999999", "us-east-1"}, "dead"}, {}, {}, now())));
  for (const char* foreign : {"arn:aws:sqs:eu-west-1:123456789012:dead", "arn:aws:sqs:us-east-1:999999999999:dead", "no arn"}) {
    auto policy = redrive_to("dead", 3);
    policy.redrive->policy->dead_letter_target_arn = foreign;
    EXPECT_EQ(error_name(run(backend_->set_attributes(key("q"), policy, now()))), "InvalidParameterValueException") << foreign;
  }
}

TEST_P(BackendContract, ARedriveAllowPolicyDecidesWhoMaySendDeadLetters) {
  using Permission = RedriveAllowPolicy::Permission;
  auto allow = [](Permission permission, std::vector<std::string> sources = {}) {
    QueueAttributes out;
    out.redrive_allow = QueueAttributes::RedriveAllow{RedriveAllowPolicy{permission, std::move(sources)}, "{...}"};
    return out;
  };
  make_queue("dead", allow(Permission::deny_all));
  make_queue("q");
  make_queue("r");
  auto set = [&](const char* name) { return run(backend_->set_attributes(key(name), redrive_to("dead", 3), now())); };
  EXPECT_EQ(error_name(set("q")), "InvalidParameterValueException");
  ASSERT_TRUE(run(backend_->set_attributes(key("dead"), allow(Permission::by_queue, {arn("q")}), now())));
  EXPECT_TRUE(set("q"));
  EXPECT_FALSE(set("r"));
  ASSERT_TRUE(run(backend_->set_attributes(key("dead"), allow(Permission::allow_all), now())));
  EXPECT_TRUE(set("r"));
}

TEST_P(BackendContract, ListsTheSourcesOfADeadLetterQueue) {
  make_queue("dead");
  make_queue("other");
  for (const char* name : {"c", "a", "b"}) make_queue(name, redrive_to("dead", 1));
  make_queue("d", redrive_to("other", 1));
  auto page = run(backend_->list_dead_letter_sources(key("dead"), "", 2));
  ASSERT_TRUE(page);
  EXPECT_THAT(page->names, ElementsAre("a", "b"));
  EXPECT_TRUE(page->more);
  page = run(backend_->list_dead_letter_sources(key("dead"), "b", 2));
  EXPECT_THAT(page->names, ElementsAre("c"));
  EXPECT_FALSE(page->more);
  EXPECT_EQ(error_name(run(backend_->list_dead_letter_sources(key("none"), "", 2))), "QueueDoesNotExist");
}

// ---- Dead letters ----

TEST_P(BackendContract, AMessageReceivedTooOftenMovesToTheDeadLetterQueueAsItIs) {
  make_queue_with_dead_letters("q", 2);
  auto sent = message("m");
  sent.attributes["a"] = {"String", "v", false};
  sent.trace_header = "Root=1";
  auto id = send("q", sent);
  auto sent_at = now();
  advance(seconds(5));
  for (int i = 0; i < 2; ++i) receive_one("q", seconds(0));
  EXPECT_THAT(receive("q-dead"), IsEmpty());
  advance(seconds(5));
  EXPECT_THAT(receive("q"), IsEmpty());
  EXPECT_EQ(counters("q"), "0/0/0");
  auto dead = receive_one("q-dead");
  EXPECT_EQ(dead.message_id, id);
  EXPECT_EQ(dead.body, "m");
  EXPECT_EQ(dead.body_md5, md5("m"));
  EXPECT_EQ(dead.attributes["a"].value, "v");
  EXPECT_EQ(dead.trace_header, "Root=1");
  EXPECT_EQ(dead.sender_id, "AIDAEXAMPLE");
  EXPECT_EQ(dead.sent, sent_at);
  EXPECT_EQ(dead.first_received, sent_at + seconds(5));
  EXPECT_EQ(dead.receive_count, 3);
  EXPECT_EQ(dead.dead_letter_source_arn, arn("q"));
}

TEST_P(BackendContract, AReceivePassesOverDeadLettersToWhatComesAfter) {
  make_queue_with_dead_letters("q", 1);
  send("q", "bad");
  receive_one("q", seconds(0));
  send("q", "good");
  EXPECT_THAT(receive_bodies("q", 1), ElementsAre("good"));
  EXPECT_EQ(counters("q-dead"), "1/0/0");
}

TEST_P(BackendContract, OldHandlesOfADeadLetterDoNothing) {
  make_queue_with_dead_letters("q", 1);
  send("q", "m");
  auto handle = receive_one("q", seconds(0)).receipt_handle;
  EXPECT_THAT(receive("q"), IsEmpty());
  EXPECT_EQ(remove("q", handle), std::nullopt);
  EXPECT_EQ(error_name(remove("q-dead", handle)), "ReceiptHandleIsInvalid");
  EXPECT_EQ(counters("q-dead"), "1/0/0");
}

TEST_P(BackendContract, AFifoDeadLetterKeepsItsGroupAndStartsAnew) {
  make_queue_with_dead_letters("q.fifo", 1);
  for (int i = 1; i <= 3; ++i) send("q.fifo", fifo_message(std::to_string(i), "g", std::to_string(i)));
  receive_one("q.fifo", seconds(0));
  advance(seconds(10));
  EXPECT_THAT(receive_bodies("q.fifo", 1), ElementsAre("2"));
  auto dead = receive_one("q-dead.fifo");
  EXPECT_EQ(dead.body, "1");
  EXPECT_EQ(dead.group_id, "g");
  EXPECT_EQ(dead.deduplication_id, "1");
  EXPECT_EQ(dead.sent, now());
  EXPECT_EQ(dead.dead_letter_source_arn, arn("q.fifo"));
}

TEST_P(BackendContract, DeadLettersOfAStandardQueueExpireByTheirFirstSending) {
  make_queue("dead", {.retention = seconds(100)});
  make_queue("q", redrive_to("dead", 1));
  send("q", "old");
  advance(seconds(40));
  send("q", "young");
  ASSERT_THAT(receive("q", 2, seconds(0)), SizeIs(2));
  send("dead", "own");
  EXPECT_THAT(receive("q"), IsEmpty());
  EXPECT_EQ(counters("dead"), "3/0/0");
  advance(seconds(60));
  EXPECT_EQ(counters("dead"), "2/0/0");
  advance(seconds(40));
  EXPECT_EQ(counters("dead"), "0/0/0");
}

TEST_P(BackendContract, WithoutItsDeadLetterQueueAMessageIsGivenAgain) {
  make_queue_with_dead_letters("q", 1);
  send("q", "m");
  receive_one("q", seconds(0));
  ASSERT_TRUE(run(backend_->delete_queue(key("q-dead"), now())));
  EXPECT_EQ(receive_one("q", seconds(0)).receive_count, 2);
  EXPECT_EQ(receive_one("q", seconds(0)).receive_count, 3);
}

TEST_P(BackendContract, WithoutAPolicyAMessageIsGivenForEver) {
  make_queue_with_dead_letters("q", 1);
  send("q", "m");
  receive_one("q", seconds(0));
  QueueAttributes none;
  none.redrive = QueueAttributes::Redrive{};
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), none, now())));
  EXPECT_EQ(receive_one("q", seconds(0)).receive_count, 2);
}

TEST_P(BackendContract, QueuesMayBeEachOthersDeadLetterQueues) {
  make_queue("a");
  make_queue("b", redrive_to("a", 1));
  ASSERT_TRUE(run(backend_->set_attributes(key("a"), redrive_to("b", 1), now())));
  send("a", "m");
  receive_one("a", seconds(0));
  EXPECT_THAT(receive("a"), IsEmpty());
  EXPECT_THAT(receive("b"), IsEmpty());
  EXPECT_EQ(counters("a"), "1/0/0");
}

}  // namespace
}  // namespace winterbaume::sqs::testing
