// What notifications and replication may be told to do.
#include <gtest/gtest.h>

#include "services/s3/configs/notification_configuration.h"
#include "services/s3/configs/replication_configuration.h"
#include "services/s3/testing/told_error.h"

namespace winterbaume::s3 {
namespace {

QueueConfiguration queue(std::string event, std::string prefix = "", std::string suffix = "") {
  QueueConfiguration made{.queue_arn = "arn:aws:sqs:us-east-1:123456789012:q", .events = std::vector{std::move(event)}};
  auto& rules = made.filter.emplace().key.emplace().filter_rules.emplace();
  if (!prefix.empty()) rules.push_back({.name = "prefix", .value = std::move(prefix)});
  if (!suffix.empty()) rules.push_back({.name = "SUFFIX", .value = std::move(suffix)});
  return made;
}

std::string verdict(std::vector<QueueConfiguration> queues, NotificationConfiguration* kept = nullptr) {
  SequentialIds ids;
  NotificationConfiguration configuration;
  configuration.queue_configurations = std::move(queues);
  auto wrong = prepare_notifications(configuration, {.name = "b", .region = "us-east-1"}, ids);
  if (kept != nullptr) *kept = std::move(configuration);
  return told(wrong);
}

TEST(NotificationConfigurationTest, MakesIdsAndNames) {
  NotificationConfiguration kept;
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*", "a/", ".jpg")}, &kept), "");
  const auto& made = kept.queue_configurations->front();
  EXPECT_EQ(made.id->size(), 48u);
  EXPECT_EQ(made.filter->key->filter_rules->at(0).name, "Prefix");
  EXPECT_EQ(made.filter->key->filter_rules->at(1).name, "Suffix");
}

TEST(NotificationConfigurationTest, RefusesWhatNoEventComesTo) {
  EXPECT_EQ(verdict({queue("s3:ObjectEaten:Put")}), "InvalidArgument: The event is not supported for notifications");
  auto bad = queue("s3:ObjectCreated:Put");
  bad.queue_arn = "arn:aws:sns:us-east-1:123456789012:q";
  EXPECT_EQ(verdict({bad}), "InvalidArgument: The ARN could not be parsed");
  bad.queue_arn = "arn:aws:sqs:eu-west-1:123456789012:q";
  EXPECT_EQ(verdict({bad}),
            "InvalidArgument: The notification destination service region is not valid for the bucket location constraint");
  bad = queue("s3:ObjectCreated:Put", "a");
  bad.filter->key->filter_rules->front().name = "infix";
  EXPECT_EQ(verdict({bad}), "InvalidArgument: filter rule name must be either prefix or suffix");
  bad = queue("s3:ObjectCreated:Put", "a");
  bad.filter->key->filter_rules->push_back({.name = "Prefix", .value = "b"});
  EXPECT_EQ(verdict({bad}), "InvalidArgument: Cannot specify more than one prefix rule in a filter.");
}

TEST(NotificationConfigurationTest, RefusesTwoThatMatchTheSame) {
  const std::string ambiguous =
      "InvalidArgument: Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
      "overlapping for the same event type.";
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*"), queue("s3:ObjectCreated:Put", "a/")}), ambiguous);
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*", "a/"), queue("s3:ObjectCreated:*", "a/b", ".jpg")}), ambiguous);
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*", "a/"), queue("s3:ObjectCreated:*", "b/")}), "");
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*", "a/", ".png"), queue("s3:ObjectCreated:*", "a/", ".jpg")}), "");
  EXPECT_EQ(verdict({queue("s3:ObjectCreated:*"), queue("s3:ObjectRemoved:*")}), "");
}

ReplicationRule replication_rule(std::int32_t priority = 1) {
  ReplicationRule rule{.priority = priority, .filter = ReplicationRuleFilter{}, .status = "Enabled"};
  rule.destination.emplace().bucket = "arn:aws:s3:::target";
  rule.delete_marker_replication.emplace().status = "Disabled";
  return rule;
}
std::string replication_verdict(std::vector<ReplicationRule> rules, std::string role = "arn:aws:iam::123456789012:role/r") {
  return told(check_replication({.role = std::move(role), .rules = std::move(rules)}));
}

TEST(ReplicationConfigurationTest, TakesBothForms) {
  EXPECT_EQ(replication_verdict({replication_rule(1), replication_rule(2)}), "");
  ReplicationRule old{.prefix = "", .status = "Enabled"};
  old.destination.emplace().bucket = "arn:aws:s3:::target";
  EXPECT_EQ(replication_verdict({old}), "");
  EXPECT_EQ(replication_verdict({replication_rule(), old}), "MalformedXML");
  old.priority = 1;
  EXPECT_TRUE(replication_verdict({old}).starts_with("InvalidRequest: Priority cannot be used"));
}

TEST(ReplicationConfigurationTest, ChecksRules) {
  EXPECT_EQ(replication_verdict({}), "MalformedXML");
  EXPECT_EQ(replication_verdict({replication_rule()}, "me"),
            "InvalidArgument: Invalid Role specified in replication configuration");
  EXPECT_TRUE(replication_verdict({replication_rule(1), replication_rule(1)})
                  .starts_with("InvalidRequest: Found rules with the same priority"));
  auto rule = replication_rule();
  rule.priority.reset();
  EXPECT_TRUE(replication_verdict({rule}).starts_with("InvalidRequest: Priority must be specified"));
  rule = replication_rule();
  rule.filter->tag = Tag{"k", "v"};
  rule.delete_marker_replication->status = "Enabled";
  EXPECT_TRUE(replication_verdict({rule}).starts_with("InvalidRequest: Delete marker replication is not supported if any Tag"));
  rule = replication_rule();
  rule.destination->bucket = "target";
  EXPECT_EQ(replication_verdict({rule}), "InvalidArgument: Invalid bucket ARN");
  rule = replication_rule();
  rule.destination->access_control_translation.emplace().owner = "Destination";
  EXPECT_TRUE(replication_verdict({rule}).starts_with("InvalidRequest: Account must be specified"));
  rule = replication_rule();
  rule.destination->replication_time.emplace().status = "Enabled";
  EXPECT_TRUE(replication_verdict({rule}).starts_with("InvalidRequest: Replication destination must contain both"));
}

}  // namespace
}  // namespace winterbaume::s3
