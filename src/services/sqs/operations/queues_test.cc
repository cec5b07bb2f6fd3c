// Creating, finding, listing, changing, tagging and deleting queues.
#include "services/sqs/operations/operation_fixture.h"

namespace winterbaume::sqs {
namespace {

class QueuesTest : public OperationTest {
 protected:
  aws::Map<std::string> attributes(std::string url, std::vector<std::string> names) {
    auto found = get(get_queue_attributes(context, backend, {.queue_url = std::move(url), .attribute_names = std::move(names)}));
    return found.attributes.value_or(aws::Map<std::string>());
  }
};

TEST_F(QueuesTest, AreFoundByTheirUrl) {
  auto url = make_queue("orders");
  EXPECT_EQ(url, "http://localhost:5555/123456789012/orders");
  EXPECT_EQ(get(get_queue_url(context, backend, {.queue_name = "orders"})).queue_url, url);
  EXPECT_TRUE(refusal(get_queue_url(context, backend, {.queue_name = "orders", .queue_owner_aws_account_id = "000000000000"}))
                  .starts_with("AWS.SimpleQueueService.NonExistentQueue"));
  get(delete_queue(context, backend, {.queue_url = url}));
  EXPECT_TRUE(refusal(delete_queue(context, backend, {.queue_url = url})).starts_with("AWS.SimpleQueueService.NonExistentQueue"));
}

TEST_F(QueuesTest, OfAnotherAccountAreReachedByTheirUrl) {
  auto url = make_queue("orders");
  context.scope.account_id = "999999999999";
  EXPECT_EQ(attributes(url, {"QueueArn"}), (aws::Map<std::string>{{"QueueArn", "arn:aws:sqs:us-east-1:123456789012:orders"}}));
  EXPECT_TRUE(
      refusal(purge_queue(context, backend, {.queue_url = "orders"})).starts_with("AWS.SimpleQueueService.NonExistentQueue"));
}

TEST_F(QueuesTest, AreCreatedOnce) {
  make_queue("q", {{"DelaySeconds", "1"}});
  make_queue("q", {{"DelaySeconds", "1"}});
  make_queue("q");
  EXPECT_EQ(refusal(create_queue(context, backend, {.queue_name = "q", .attributes = {{{"DelaySeconds", "2"}}}})),
            "QueueAlreadyExists: A queue already exists with the same name and a different value for attribute DelaySeconds");
}

TEST_F(QueuesTest, AreListedInPages) {
  for (std::string name : {"a1", "a2", "a3", "b1"}) make_queue(name);
  auto first = get(list_queues(context, backend, {.queue_name_prefix = "a", .max_results = 2}));
  ASSERT_EQ(first.queue_urls->size(), 2u);
  ASSERT_TRUE(first.next_token);
  auto second = get(list_queues(context, backend, {.queue_name_prefix = "a", .next_token = first.next_token, .max_results = 2}));
  EXPECT_EQ(second.queue_urls, (std::vector<std::string>{"http://localhost:5555/123456789012/a3"}));
  EXPECT_FALSE(second.next_token);
  EXPECT_EQ(get(list_queues(context, backend, {})).queue_urls->size(), 4u);
  EXPECT_FALSE(get(list_queues(context, backend, {.queue_name_prefix = "c"})).queue_urls);
  EXPECT_NE(refusal(list_queues(context, backend, {.queue_name_prefix = "b", .next_token = first.next_token})), "no error");
}

TEST_F(QueuesTest, SwitchBetweenKindsOfEncryption) {
  auto url = make_queue("q");
  auto set = [&](aws::Map<std::string> given) {
    get(set_queue_attributes(context, backend, {.queue_url = url, .attributes = std::move(given)}));
    return attributes(url, {"KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"});
  };
  using Map = aws::Map<std::string>;
  EXPECT_EQ(set({{"KmsMasterKeyId", "key"}, {"KmsDataKeyReusePeriodSeconds", "6000"}}),
            (Map{{"KmsMasterKeyId", "key"}, {"KmsDataKeyReusePeriodSeconds", "6000"}, {"SqsManagedSseEnabled", "false"}}));
  EXPECT_EQ(set({{"KmsMasterKeyId", ""}, {"KmsDataKeyReusePeriodSeconds", "300"}}), (Map{{"SqsManagedSseEnabled", "false"}}));
  set({{"KmsMasterKeyId", "key"}});
  EXPECT_EQ(set({{"SqsManagedSseEnabled", "true"}}), (Map{{"SqsManagedSseEnabled", "true"}}));
}

TEST_F(QueuesTest, ListTheirDeadLetterSources) {
  auto dead = make_queue("dead");
  std::string policy = R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":"2"})";
  for (std::string name : {"s1", "s2"}) make_queue(name, {{"RedrivePolicy", policy}});
  auto first = get(list_dead_letter_source_queues(context, backend, {.queue_url = dead, .max_results = 1}));
  ASSERT_TRUE(first.next_token);
  auto rest = get(list_dead_letter_source_queues(context, backend, {.queue_url = dead, .next_token = first.next_token}));
  EXPECT_EQ(rest.queue_urls, (std::vector<std::string>{"http://localhost:5555/123456789012/s2"}));
  EXPECT_TRUE(get(list_dead_letter_source_queues(context, backend, {.queue_url = make_queue("other")})).queue_urls->empty());
}

TEST_F(QueuesTest, KeepPermissionsInTheirPolicy) {
  auto url = make_queue("q");
  AddPermissionRequest request{
      .queue_url = url, .label = "l", .aws_account_ids = {{"111111111111"}}, .actions = {{"SendMessage"}}};
  get(add_permission(context, backend, request));
  EXPECT_TRUE(attributes(url, {"Policy"}).find("Policy")->contains("\"Sid\":\"l\""));
  EXPECT_EQ(refusal(add_permission(context, backend, request)),
            "InvalidParameterValue: Value l for parameter Label is invalid. Reason: Already exists.");
  get(remove_permission(context, backend, {.queue_url = url, .label = "l"}));
  EXPECT_TRUE(attributes(url, {"Policy"}).empty());
}

TEST_F(QueuesTest, AreTagged) {
  auto url = make_queue("q");
  EXPECT_FALSE(get(list_queue_tags(context, backend, {.queue_url = url})).tags);
  get(tag_queue(context, backend, {.queue_url = url, .tags = {{{"a", "1"}, {"b", "2"}}}}));
  get(untag_queue(context, backend, {.queue_url = url, .tag_keys = {{"b", "missing"}}}));
  EXPECT_EQ(get(list_queue_tags(context, backend, {.queue_url = url})).tags, (aws::Map<std::string>{{"a", "1"}}));
  EXPECT_EQ(refusal(tag_queue(context, backend, {.queue_url = url, .tags = aws::Map<std::string>()})),
            "MissingParameter: The request must contain the parameter Tags.");
}

}  // namespace
}  // namespace winterbaume::sqs
