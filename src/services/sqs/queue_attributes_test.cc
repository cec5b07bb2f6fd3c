#include "services/sqs/queue_attributes.h"

#include <gtest/gtest.h>

namespace winterbaume::sqs {
namespace {

using Map = AttributeMap;

// "code: message" of what is refused, or "" where it is taken.
template <class T>
std::string refusal(const aws::Result<T>& result) {
  return result ? std::string() : std::string(result.error().shape->code) + ": " + result.error().message;
}

std::string refused_new(std::string_view name, const Map& given) { return refusal(parse_new_queue_attributes(name, given)); }

QueueSettings fifo_settings() {
  QueueSettings settings;
  settings.fifo = true;
  return settings;
}

TEST(NewQueueAttributes, AreTakenAtBothEndsOfTheirRanges) {
  struct {
    std::string name;
    std::int64_t min, max;
  } ranges[] = {{"DelaySeconds", 0, 900},
                {"MaximumMessageSize", 1024, 1048576},
                {"MessageRetentionPeriod", 60, 1209600},
                {"ReceiveMessageWaitTimeSeconds", 0, 20},
                {"VisibilityTimeout", 0, 43200},
                {"KmsDataKeyReusePeriodSeconds", 60, 86400}};
  for (const auto& [name, min, max] : ranges) {
    EXPECT_EQ(refused_new("q", {{name, std::to_string(min)}}), "") << name;
    EXPECT_EQ(refused_new("q", {{name, std::to_string(max)}}), "") << name;
    for (std::string value : {std::to_string(min - 1), std::to_string(max + 1), std::string(), std::string("x"),
                              std::string("1.5"), std::string(" 60"), std::string("99999999999999999999")}) {
      EXPECT_EQ(refused_new("q", {{name, value}}), "InvalidAttributeValue: Invalid value for the parameter " + name + ".")
          << value;
    }
  }
}

TEST(NewQueueAttributes, ReachTheirMembers) {
  auto given = parse_new_queue_attributes("q.fifo", {{"FifoQueue", "true"},
                                                     {"VisibilityTimeout", "7"},
                                                     {"MaximumMessageSize", "2048"},
                                                     {"ContentBasedDeduplication", "true"},
                                                     {"DeduplicationScope", "messageGroup"},
                                                     {"FifoThroughputLimit", "perMessageGroupId"},
                                                     {"KmsMasterKeyId", "alias/key"},
                                                     {"RedrivePolicy", ""}});
  ASSERT_TRUE(given) << given.error().message;
  EXPECT_EQ(given->fifo, true);
  EXPECT_EQ(given->visibility_timeout, seconds(7));
  EXPECT_EQ(given->maximum_message_bytes, 2048);
  EXPECT_EQ(given->content_based_deduplication, true);
  EXPECT_EQ(given->deduplication_scope, DeduplicationScope::message_group);
  EXPECT_EQ(given->fifo_throughput_limit, FifoThroughputLimit::per_message_group_id);
  EXPECT_EQ(given->kms_master_key_id, "alias/key");
  ASSERT_TRUE(given->redrive);
  EXPECT_FALSE(given->redrive->policy);
  EXPECT_FALSE(given->delay);
}

TEST(NewQueueAttributes, HoldTheNameToItsKind) {
  const std::string standard =
      "InvalidParameterValue: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  const std::string fifo =
      "InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must "
      "end "
      "with .fifo suffix and be 1 to 80 in length.";
  EXPECT_EQ(refused_new("q.fifo", {}), standard);
  EXPECT_EQ(refused_new("a/b", {}), standard);
  EXPECT_EQ(refused_new(std::string(81, 'q'), {}), standard);
  EXPECT_EQ(refused_new("", {}), standard);
  EXPECT_EQ(refused_new("q", {{"FifoQueue", "true"}}), fifo);
  EXPECT_EQ(refused_new(std::string(76, 'q') + ".fifo", {{"FifoQueue", "true"}}), fifo);
  EXPECT_EQ(refused_new("q", {{"FifoQueue", "false"}}), "InvalidAttributeName: Unknown Attribute FifoQueue.");
  EXPECT_EQ(refused_new("q.fifo", {{"FifoQueue", "yes"}}), "InvalidAttributeValue: Invalid value for the parameter FifoQueue.");
}

TEST(NewQueueAttributes, OfFifoQueuesAreRefusedElsewhere) {
  EXPECT_EQ(refused_new("q", {{"ContentBasedDeduplication", "false"}}),
            "InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.");
  EXPECT_EQ(refused_new("q", {{"DeduplicationScope", "queue"}}),
            "InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to true.");
  EXPECT_EQ(refused_new("q", {{"FifoThroughputLimit", "perQueue"}}),
            "InvalidAttributeName: You can specify the FifoThroughputLimit only when FifoQueue is set to true.");
  EXPECT_EQ(refused_new("q.fifo", {{"FifoQueue", "true"}, {"DeduplicationScope", "x"}}),
            "InvalidAttributeValue: Invalid value for the parameter DeduplicationScope.");
  EXPECT_EQ(refused_new("q.fifo", {{"FifoQueue", "true"}, {"FifoThroughputLimit", "x"}}),
            "InvalidAttributeValue: Invalid value for the parameter FifoThroughputLimit.");
  EXPECT_EQ(refused_new("q.fifo", {{"FifoQueue", "true"}, {"FifoThroughputLimit", "perMessageGroupId"}}),
            "InvalidAttributeValue: The perMessageGroupId value is allowed only when the value for DeduplicationScope is "
            "messageGroup");
}

TEST(NewQueueAttributes, UnknownOnesNameThemselves) {
  for (std::string name : {"Foo", "QueueArn", "All", "CreatedTimestamp", ""}) {
    EXPECT_EQ(refused_new("q", {{name, "1"}}), "InvalidAttributeName: Unknown Attribute " + name + ".");
  }
}

TEST(NewQueueAttributes, KnowOneKindOfEncryptionAtATime) {
  EXPECT_EQ(
      refused_new("q", {{"KmsMasterKeyId", "k"}, {"SqsManagedSseEnabled", "true"}}),
      "InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE "
      "or SQS SSE.");
  EXPECT_EQ(refused_new("q", {{"KmsMasterKeyId", ""}, {"SqsManagedSseEnabled", "true"}}), "");
  EXPECT_EQ(refused_new("q", {{"SqsManagedSseEnabled", "maybe"}}),
            "InvalidAttributeValue: Invalid value for the parameter SqsManagedSseEnabled.");
}

TEST(ChangedAttributes, LeaveTheKindOfTheQueueAlone) {
  EXPECT_EQ(refusal(parse_changed_attributes({}, {{"FifoQueue", "true"}})), "InvalidAttributeName: Unknown Attribute FifoQueue.");
  EXPECT_EQ(refusal(parse_changed_attributes({}, {{"FifoQueue", "false"}})),
            "InvalidAttributeName: Unknown Attribute FifoQueue.");
  auto same = parse_changed_attributes(fifo_settings(), {{"FifoQueue", "true"}});
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->fifo);
  EXPECT_EQ(refusal(parse_changed_attributes(fifo_settings(), {{"FifoQueue", "false"}})),
            "InvalidAttributeValue: Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.");
}

TEST(ChangedAttributes, CheckTheThroughputLimitAgainstTheScopeThatHolds) {
  auto settings = fifo_settings();
  EXPECT_NE(refusal(parse_changed_attributes(settings, {{"FifoThroughputLimit", "perMessageGroupId"}})), "");
  settings.deduplication_scope = DeduplicationScope::message_group;
  EXPECT_EQ(refusal(parse_changed_attributes(settings, {{"FifoThroughputLimit", "perMessageGroupId"}})), "");
  settings.fifo_throughput_limit = FifoThroughputLimit::per_message_group_id;
  EXPECT_NE(refusal(parse_changed_attributes(settings, {{"DeduplicationScope", "queue"}})), "");
  EXPECT_EQ(refusal(parse_changed_attributes(settings, {{"DeduplicationScope", "queue"}, {"FifoThroughputLimit", "perQueue"}})),
            "");
}

Map report(const QueueDescription& description, std::vector<std::string> names) {
  auto out = report_attributes({{"123456789012", "us-east-1"}, "q"}, description, names);
  EXPECT_TRUE(out);
  return out.value_or(Map());
}

TEST(AttributeReport, OfAnUntouchedQueueHoldsTheDefaults) {
  QueueDescription description;
  description.created = description.modified = TimePoint(Millis(1'700'000'000'999));
  description.visible = 3;
  auto all = report(description, {"All"});
  Map expected = {{"ApproximateNumberOfMessages", "3"},
                  {"ApproximateNumberOfMessagesDelayed", "0"},
                  {"ApproximateNumberOfMessagesNotVisible", "0"},
                  {"CreatedTimestamp", "1700000000"},
                  {"DelaySeconds", "0"},
                  {"LastModifiedTimestamp", "1700000000"},
                  {"MaximumMessageSize", "1048576"},
                  {"MessageRetentionPeriod", "345600"},
                  {"QueueArn", "arn:aws:sqs:us-east-1:123456789012:q"},
                  {"ReceiveMessageWaitTimeSeconds", "0"},
                  {"VisibilityTimeout", "30"},
                  {"SqsManagedSseEnabled", "true"}};
  EXPECT_EQ(all, expected);
}

TEST(AttributeReport, ShowsTheRestOnlyWhereItIsSet) {
  QueueDescription description;
  EXPECT_TRUE(report(description, {"Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "FifoQueue",
                                   "KmsDataKeyReusePeriodSeconds", "DeduplicationScope"})
                  .empty());
  auto& settings = description.settings;
  settings.fifo = true;
  settings.policy = "{}";
  settings.redrive_text = "r";
  settings.redrive_allow_text = "a";
  settings.kms_master_key_id = "k";
  Map expected = {{"FifoQueue", "true"},
                  {"ContentBasedDeduplication", "false"},
                  {"DeduplicationScope", "queue"},
                  {"FifoThroughputLimit", "perQueue"},
                  {"Policy", "{}"},
                  {"RedrivePolicy", "r"},
                  {"RedriveAllowPolicy", "a"},
                  {"KmsMasterKeyId", "k"},
                  {"KmsDataKeyReusePeriodSeconds", "300"}};
  std::vector<std::string> names;
  for (const auto& entry : expected) names.push_back(entry.first);
  names.push_back("Policy");  // twice is once
  EXPECT_EQ(report(description, names), expected);
}

TEST(AttributeReport, RefusesUnknownNames) {
  EXPECT_EQ(refusal(report_attributes({}, {}, {"QueueArn", "not-existing"})),
            "InvalidAttributeName: Unknown Attribute not-existing.");
  EXPECT_EQ(refusal(report_attributes({}, {}, {""})), "InvalidAttributeName: Unknown Attribute .");
}

}  // namespace
}  // namespace winterbaume::sqs
