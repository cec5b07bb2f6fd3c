#include "services/sqs/queue_settings.h"

#include <gtest/gtest.h>

namespace winterbaume::sqs {
namespace {

const QueueKey k_source{{"123456789012", "us-east-1"}, "q"};

TEST(QueueSettings, EveryGivenAttributeIsSetAndThenEqual) {
  QueueAttributes given;
  given.delay = seconds(1);
  given.maximum_message_bytes = 2048;
  given.retention = seconds(61);
  given.receive_wait = seconds(3);
  given.visibility_timeout = seconds(4);
  given.policy = "{}";
  given.redrive = QueueAttributes::Redrive{RedrivePolicy{"arn", 3}, "text"};
  given.redrive_allow = QueueAttributes::RedriveAllow{RedriveAllowPolicy{}, "allow"};
  given.kms_master_key_id = "key";
  given.kms_data_key_reuse_period = seconds(60);
  given.fifo = true;
  given.content_based_deduplication = true;
  given.deduplication_scope = DeduplicationScope::message_group;
  given.fifo_throughput_limit = FifoThroughputLimit::per_message_group_id;
  EXPECT_EQ(find_difference({}, given), "DelaySeconds");
  auto settings = apply({}, given);
  EXPECT_EQ(find_difference(settings, given), std::nullopt);
  EXPECT_EQ(find_difference(settings, {}), std::nullopt);
  EXPECT_FALSE(settings.sqs_managed_sse);
  EXPECT_EQ(settings.redrive_text, "text");
  EXPECT_EQ(settings.redrive_allow_text, "allow");
}

TEST(QueueSettings, NamesTheAttributeThatDiffers) {
  auto name = [](auto set) {
    QueueAttributes given;
    set(given);
    return find_difference({}, given);
  };
  EXPECT_EQ(name([](auto& it) { it.maximum_message_bytes = 1024; }), "MaximumMessageSize");
  EXPECT_EQ(name([](auto& it) { it.retention = seconds(60); }), "MessageRetentionPeriod");
  EXPECT_EQ(name([](auto& it) { it.receive_wait = seconds(1); }), "ReceiveMessageWaitTimeSeconds");
  EXPECT_EQ(name([](auto& it) { it.visibility_timeout = seconds(1); }), "VisibilityTimeout");
  EXPECT_EQ(name([](auto& it) { it.policy = "p"; }), "Policy");
  EXPECT_EQ(name([](auto& it) { it.redrive = QueueAttributes::Redrive{RedrivePolicy{"a", 1}, ""}; }), "RedrivePolicy");
  EXPECT_EQ(name([](auto& it) { it.redrive_allow = QueueAttributes::RedriveAllow{RedriveAllowPolicy{}, ""}; }),
            "RedriveAllowPolicy");
  EXPECT_EQ(name([](auto& it) { it.kms_master_key_id = "k"; }), "KmsMasterKeyId");
  EXPECT_EQ(name([](auto& it) { it.kms_data_key_reuse_period = seconds(60); }), "KmsDataKeyReusePeriodSeconds");
  EXPECT_EQ(name([](auto& it) { it.sqs_managed_sse = false; }), "SqsManagedSseEnabled");
  EXPECT_EQ(name([](auto& it) { it.fifo = true; }), "FifoQueue");
  EXPECT_EQ(name([](auto& it) { it.content_based_deduplication = true; }), "ContentBasedDeduplication");
  EXPECT_EQ(name([](auto& it) { it.deduplication_scope = DeduplicationScope::message_group; }), "DeduplicationScope");
  EXPECT_EQ(name([](auto& it) { it.fifo_throughput_limit = FifoThroughputLimit::per_message_group_id; }), "FifoThroughputLimit");
}

TEST(QueueSettings, AnEmptyPolicyRemovesIt) {
  QueueAttributes given;
  given.redrive = QueueAttributes::Redrive{RedrivePolicy{"arn", 3}, "text"};
  auto settings = apply({}, given);
  given.redrive = QueueAttributes::Redrive{{}, ""};
  settings = apply(settings, given);
  EXPECT_EQ(settings.redrive, std::nullopt);
  EXPECT_EQ(settings.redrive_text, "");
}

TEST(QueueSettings, ARedrivePolicyThatMayNotBeIsExplained) {
  QueueSettings target;
  RedrivePolicy policy{"arn:aws:sqs:us-east-1:123456789012:dead", 3};
  EXPECT_EQ(find_redrive_obstacle(k_source, false, policy, &target), std::nullopt);
  EXPECT_EQ(find_redrive_obstacle(k_source, false, policy, nullptr), "Dead letter target does not exist.");
  EXPECT_EQ(find_redrive_obstacle(k_source, true, policy, &target),
            "Dead-letter queue must be same type of queue as the source.");
  policy.dead_letter_target_arn = "arn:aws:sqs:us-east-1:999999999999:dead";
  EXPECT_EQ(find_redrive_obstacle(k_source, false, policy, &target), "Dead-letter target owner should be same as the source.");
}

TEST(QueueSettings, SequenceNumbersHaveTwentyDigits) {
  EXPECT_EQ(sequence_number(0), "10000000000000000000");
  EXPECT_EQ(sequence_number(12'345), "10000000000000012345");
}

}  // namespace
}  // namespace winterbaume::sqs
