// Queues as wholes: making, finding, changing, purging and deleting them.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(BackendContract, ANewQueueHasAwssDefaults) {
  make_queue("q");
  auto description = describe("q");
  EXPECT_EQ(description.settings.delay, seconds(0));
  EXPECT_EQ(description.settings.maximum_message_bytes, 1'048'576);
  EXPECT_EQ(description.settings.retention, seconds(345'600));
  EXPECT_EQ(description.settings.receive_wait, seconds(0));
  EXPECT_EQ(description.settings.visibility_timeout, seconds(30));
  EXPECT_TRUE(description.settings.sqs_managed_sse);
  EXPECT_FALSE(description.settings.fifo);
  EXPECT_EQ(description.created, now());
  EXPECT_EQ(description.modified, now());
  EXPECT_THAT(description.tags, IsEmpty());
}

TEST_P(BackendContract, CreatingAgainWithEqualAttributesFindsTheQueue) {
  make_queue("q", {.delay = seconds(5), .visibility_timeout = seconds(60)});
  send("q", "m");
  make_queue("q");
  make_queue("q", {.delay = seconds(5)});
  make_queue("q", {.retention = seconds(345'600)});
  EXPECT_EQ(counters("q"), "0/0/1");
}

TEST_P(BackendContract, CreatingAgainWithAnotherAttributeNamesIt) {
  make_queue("q", {.delay = seconds(5)});
  auto made = run(backend_->create_queue(key("q"), {.delay = seconds(6)}, {}, now()));
  EXPECT_EQ(error_name(made), "QueueNameExists");
  EXPECT_EQ(made.error().message, "A queue already exists with the same name and a different value for attribute DelaySeconds");
  made = run(backend_->create_queue(key("q"), {.visibility_timeout = seconds(31)}, {}, now()));
  EXPECT_EQ(made.error().message,
            "A queue already exists with the same name and a different value for attribute VisibilityTimeout");
  EXPECT_EQ(describe("q").settings.delay, seconds(5));
}

TEST_P(BackendContract, QueuesOfOtherAccountsAndRegionsAreOthers) {
  make_queue("q");
  for (Scope other : {Scope{"123456789012", "eu-west-1"}, Scope{"999999999999", "us-east-1"}}) {
    EXPECT_EQ(error_name(run(backend_->describe_queue({other, "q"}, now()))), "QueueDoesNotExist");
    EXPECT_THAT(run(backend_->list_queues(other, "", "", 10)).names, IsEmpty());
  }
}

TEST_P(BackendContract, ListsQueuesInOrderByPrefixAndPage) {
  for (const char* name : {"b", "a", "ab", "abc", "c", "abd"}) make_queue(name);
  auto all = run(backend_->list_queues(scope_, "", "", 100));
  EXPECT_THAT(all.names, ElementsAre("a", "ab", "abc", "abd", "b", "c"));
  EXPECT_FALSE(all.more);
  auto page = run(backend_->list_queues(scope_, "ab", "", 2));
  EXPECT_THAT(page.names, ElementsAre("ab", "abc"));
  EXPECT_TRUE(page.more);
  page = run(backend_->list_queues(scope_, "ab", "abc", 2));
  EXPECT_THAT(page.names, ElementsAre("abd"));
  EXPECT_FALSE(page.more);
  EXPECT_THAT(run(backend_->list_queues(scope_, "ab", "zzz", 2)).names, IsEmpty());
  EXPECT_THAT(run(backend_->list_queues(scope_, "none", "", 2)).names, IsEmpty());
}

TEST_P(BackendContract, ChangesOnlyTheGivenAttributes) {
  make_queue("q", {.delay = seconds(5)});
  auto created = now();
  advance(seconds(10));
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), {.visibility_timeout = seconds(7), .policy = "{}"}, now())));
  auto description = describe("q");
  EXPECT_EQ(description.settings.delay, seconds(5));
  EXPECT_EQ(description.settings.visibility_timeout, seconds(7));
  EXPECT_EQ(description.settings.policy, "{}");
  EXPECT_EQ(description.created, created);
  EXPECT_EQ(description.modified, now());
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), {.policy = ""}, now())));
  EXPECT_EQ(describe("q").settings.policy, "");
  EXPECT_EQ(error_name(run(backend_->set_attributes(key("none"), {}, now()))), "QueueDoesNotExist");
}

TEST_P(BackendContract, KmsAndManagedEncryptionExcludeEachOther) {
  make_queue("q", {.kms_master_key_id = "alias/aws/sqs"});
  EXPECT_FALSE(describe("q").settings.sqs_managed_sse);
  ASSERT_TRUE(run(backend_->set_attributes(key("q"), {.sqs_managed_sse = true}, now())));
  EXPECT_TRUE(describe("q").settings.sqs_managed_sse);
  EXPECT_EQ(describe("q").settings.kms_master_key_id, "");
}

TEST_P(BackendContract, KeepsTags) {
  ASSERT_TRUE(run(backend_->create_queue(key("q"), {}, {{"a", "1"}, {"b", "2"}}, now())));
  EXPECT_EQ(run(backend_->replace_tags(key("q"), {{"a", "1"}, {"b", "2"}}, {{"b", "3"}, {"c", ""}})), true);
  EXPECT_EQ(describe("q").tags, (Tags{{"b", "3"}, {"c", ""}}));
  EXPECT_EQ(error_name(run(backend_->replace_tags(key("none"), {}, {}))), "QueueDoesNotExist");
}

// Two callers that read the same tags or policy and write: the second is told, and nothing is lost.
TEST_P(BackendContract, AWriteThatFollowsAnOutdatedReadChangesNothing) {
  make_queue("q", {.policy = "one"});
  EXPECT_EQ(run(backend_->replace_tags(key("q"), {{"a", "1"}}, {{"b", "2"}})), false);
  EXPECT_EQ(describe("q").tags, Tags{});
  EXPECT_EQ(run(backend_->replace_policy(key("q"), "none", "two", now())), false);
  EXPECT_EQ(describe("q").settings.policy, "one");
  EXPECT_EQ(run(backend_->replace_policy(key("q"), "one", "two", now())), true);
  EXPECT_EQ(describe("q").settings.policy, "two");
  EXPECT_EQ(error_name(run(backend_->replace_policy(key("none"), "", "", now()))), "QueueDoesNotExist");
}

TEST_P(BackendContract, ADeletedQueueIsGoneWithItsMessages) {
  make_queue("q");
  send("q", "m");
  ASSERT_TRUE(run(backend_->delete_queue(key("q"), now())));
  EXPECT_EQ(error_name(run(backend_->describe_queue(key("q"), now()))), "QueueDoesNotExist");
  EXPECT_EQ(error_name(run(backend_->delete_queue(key("q"), now()))), "QueueDoesNotExist");
  EXPECT_THAT(run(backend_->list_queues(scope_, "", "", 10)).names, IsEmpty());
  advance(seconds(61));
  make_queue("q");
  EXPECT_EQ(counters("q"), "0/0/0");
}

TEST_P(BackendContract, APurgeEmptiesTheQueueOncePerMinute) {
  make_queue("q");
  send_many("q", 30, [](int) { return message("m"); });
  auto in_flight = receive("q", 10);
  auto delayed = message("delayed");
  delayed.delay = seconds(10);
  send("q", delayed);
  ASSERT_TRUE(run(backend_->purge(key("q"), now())));
  EXPECT_EQ(counters("q"), "0/0/0");
  EXPECT_EQ(remove("q", in_flight[0].receipt_handle), std::nullopt);
  send("q", "after");
  advance(Millis(59'999));
  auto again = run(backend_->purge(key("q"), now()));
  EXPECT_EQ(error_name(again), "PurgeQueueInProgress");
  EXPECT_EQ(again.error().message, "Only one PurgeQueue operation on q is allowed every 60 seconds.");
  EXPECT_EQ(counters("q"), "1/0/0");
  advance(Millis(1));
  EXPECT_TRUE(run(backend_->purge(key("q"), now())));
  EXPECT_EQ(counters("q"), "0/0/0");
  EXPECT_EQ(error_name(run(backend_->purge(key("none"), now()))), "QueueDoesNotExist");
}

TEST_P(BackendContract, AQueueWorksOnAfterAPurge) {
  make_fifo_queue("q.fifo");
  send("q.fifo", fifo_message("1", "g", "1"));
  send("q.fifo", fifo_message("2", "g", "2"));
  receive_one("q.fifo");
  ASSERT_TRUE(run(backend_->purge(key("q.fifo"), now())));
  send("q.fifo", fifo_message("3", "g", "3"));
  EXPECT_THAT(receive_bodies("q.fifo"), ElementsAre("3"));
}

TEST_P(BackendContract, AResetForgetsEverything) {
  make_queue("q");
  make_fifo_queue("q.fifo");
  send("q", "m");
  run([](SqsBackend& backend) -> asio::awaitable<bool> {
    co_await backend.reset();
    co_return true;
  }(*backend_));
  EXPECT_THAT(run(backend_->list_queues(scope_, "", "", 10)).names, IsEmpty());
  make_queue("q");
  EXPECT_EQ(counters("q"), "0/0/0");
}

}  // namespace
}  // namespace winterbaume::sqs::testing
