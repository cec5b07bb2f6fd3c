#include "services/s3/replication/replicate.h"

#include <gmock/gmock.h>

#include "services/s3/replication/replication_rules.h"
#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

ReplicationRule rule_to(std::string bucket, std::int32_t priority = 1) {
  ReplicationRule rule;
  rule.id = "to-" + bucket;
  rule.status = "Enabled";
  rule.priority = priority;
  rule.filter.emplace();
  rule.destination.emplace().bucket = "arn:aws:s3:::" + bucket;
  rule.delete_marker_replication.emplace().status = "Disabled";
  return rule;
}

TEST(ReplicationRulesTest, TheHighestPriorityOfADestinationDecides) {
  auto low = rule_to("aaa", 1), high = rule_to("aaa", 2), other = rule_to("bbb", 1);
  high.destination->storage_class = "GLACIER";
  other.filter->prefix = "logs/";
  const ReplicationConfiguration configuration{.role = {}, .rules = {{low, high, other}}};
  FoundObject version{.key = "k", .record = {}};
  auto targets = find_targets(configuration, version);
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_EQ(targets[0].storage_class, "GLACIER");
  version.key = "logs/k";
  EXPECT_EQ(find_targets(configuration, version).size(), 2u);
}

TEST(ReplicationRulesTest, TagsMarkersAndKeysOfKms) {
  auto rule = rule_to("aaa");
  rule.filter->and_.emplace().prefix = "k";
  rule.filter->and_->tags = {Tag{.key = "t", .value = "1"}};
  FoundObject version{.key = "k", .record = {}};
  const auto count = [&] { return find_targets({.role = {}, .rules = {{rule}}}, version).size(); };
  EXPECT_EQ(count(), 0u);
  version.record.tags = {{"t", "1"}};
  EXPECT_EQ(count(), 1u);
  version.record.encryption.algorithm = "aws:kms";
  EXPECT_EQ(count(), 0u);
  rule.source_selection_criteria.emplace().sse_kms_encrypted_objects.emplace().status = "Enabled";
  EXPECT_EQ(count(), 1u);
  version.record = {};
  version.record.delete_marker = true;
  rule.filter.emplace();
  EXPECT_EQ(count(), 0u);
  rule.delete_marker_replication->status = "Enabled";
  EXPECT_EQ(count(), 1u);
  rule.filter.reset();
  rule.delete_marker_replication.reset();
  EXPECT_EQ(count(), 1u);
}

class ReplicateTest : public DoorTest {
 protected:
  ReplicateTest() {
    make_bucket("from", Versioning::enabled);
    make_bucket("dest", Versioning::enabled);
    start(background.run(door, stop.get_token()));
  }
  void set_rules(std::vector<ReplicationRule> rules) {
    configure("from", ReplicationConfiguration{.role = "role", .rules = std::move(rules)});
  }
  void announced(std::string_view event, FoundObject object) {
    run(announce(context, door, bucket("from"), {event, std::move(object)}));
  }
  std::string status(const FoundObject& object, std::string name = "from") {
    return run(backend->get_object(std::move(name), object.key, object.record.version_id))->record.replication_status;
  }
  void hear_of_replication() {
    QueueConfiguration queue;
    queue.queue_arn = "q";
    queue.events = {"s3:Replication:*"};
    configure("from", NotificationConfiguration{.topic_configurations = {}, .queue_configurations = {{queue}}});
  }
};

TEST_F(ReplicateTest, CopiesAVersionUnderItsId) {
  set_rules({rule_to("dest")});
  auto object = put("from", "k", "bytes", {{"t", "1"}});
  announced("s3:ObjectCreated:Put", object);
  EXPECT_EQ(status(object), "COMPLETED");
  auto replica = run(backend->get_object("dest", "k", object.record.version_id));
  ASSERT_TRUE(replica.has_value());
  EXPECT_EQ(replica->record.replication_status, "REPLICA");
  EXPECT_EQ(replica->record.content.inline_bytes, "bytes");
  EXPECT_EQ(replica->record.tags, object.record.tags);
  EXPECT_EQ(replica->record.modified, object.record.modified);

  // New tags go after it; a replica goes nowhere.
  auto changed = *run(backend->get_object("from", "k", std::nullopt));
  changed.record.tags = {{"t", "2"}};
  ASSERT_TRUE(*run(backend->update_object("from", changed)));
  announced("s3:ObjectTagging:Put", changed);
  EXPECT_EQ(run(backend->get_object("dest", "k", std::nullopt))->record.tags, changed.record.tags);
  EXPECT_EQ(versions("dest").size(), 1u);
}

TEST_F(ReplicateTest, CopiesBlobs) {
  set_rules({rule_to("dest")});
  auto blob = run(backend->blobs().create());
  const std::string bytes(600'000, 'b');
  run(blob.writer->write({bytes.data(), bytes.size()}));
  run(blob.writer->commit());
  ObjectWrite write{.bucket = "from", .key = "k", .record = {}};
  write.record.size = bytes.size();
  write.record.content.blob = blob.id;
  auto object = *run(backend->put_object(std::move(write)));
  announced("s3:ObjectCreated:Put", object);
  auto replica = run(backend->get_object("dest", "k", std::nullopt));
  ASSERT_TRUE(replica.has_value());
  EXPECT_NE(replica->record.content.blob, blob.id);
  EXPECT_EQ(run(backend->blobs().open(replica->record.content.blob))->size(), bytes.size());
}

TEST_F(ReplicateTest, FailuresAreToldOfByRulesWithMetrics) {
  auto rule = rule_to("gone");
  set_rules({rule});
  hear_of_replication();
  auto object = put("from", "k");
  announced("s3:ObjectCreated:Put", object);
  EXPECT_EQ(status(object), "FAILED");
  EXPECT_TRUE(queues.sent["q"].empty());

  rule.destination->metrics.emplace().status = "Enabled";
  auto unversioned = rule;
  unversioned.destination->bucket = "arn:aws:s3:::plain";
  make_bucket("plain", Versioning::suspended);
  set_rules({rule, unversioned});
  announced("s3:ObjectCreated:Put", put("from", "k"));
  ASSERT_EQ(queues.sent["q"].size(), 2u);
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"replicationRuleId\":\"to-gone\""));
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"failureReason\":\"DstBucketNotFound\""));
  EXPECT_THAT(queues.sent["q"][1], ::testing::HasSubstr("\"failureReason\":\"DstBucketUnversioned\""));
}

// Of a version that waited for twenty minutes, since the process that was to replicate it ended.
TEST_F(ReplicateTest, TimeControlTellsOfWhatTookTooLong) {
  auto rule = rule_to("dest");
  rule.destination->metrics.emplace().status = "Enabled";
  rule.destination->replication_time.emplace().status = "Enabled";
  rule.destination->replication_time->time.emplace().minutes = 15;
  set_rules({rule});
  hear_of_replication();
  announced("s3:ObjectCreated:Put", put("from", "quick"));
  EXPECT_TRUE(queues.sent["q"].empty());
  auto object = put("from", "k");
  object.record.replication_status = "PENDING";
  ASSERT_TRUE(*run(backend->update_object("from", object)));
  pass(std::chrono::minutes(20));
  Background second(clock, ids);
  start(second.run(door, stop.get_token()));
  EXPECT_EQ(status(object), "COMPLETED");
  ASSERT_EQ(queues.sent["q"].size(), 2u);
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"Replication:OperationMissedThreshold\""));
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"threshold\":\"PT15M0S\""));
  EXPECT_THAT(queues.sent["q"][1], ::testing::HasSubstr("\"Replication:OperationReplicatedAfterThreshold\""));
  EXPECT_THAT(queues.sent["q"][1], ::testing::HasSubstr("\"replicationTime\":\"PT20M0S\""));
  stop.request_stop();  // while `second` is there
  let_run();
}

TEST_F(ReplicateTest, DeleteMarkersGoWhereTheRuleSaysSo) {
  auto rule = rule_to("dest");
  rule.delete_marker_replication->status = "Enabled";
  set_rules({rule});
  announced("s3:ObjectCreated:Put", put("from", "k"));
  FoundObject marker{.key = "k", .record = {}};
  marker.record.version_id = remove("from", "k").version_id;
  announced("s3:ObjectRemoved:DeleteMarkerCreated", marker);
  const auto there = versions("dest");
  ASSERT_EQ(there.size(), 2u);
  EXPECT_TRUE(there[0].record.delete_marker);
  EXPECT_EQ(there[0].record.version_id, marker.record.version_id);
}

TEST_F(ReplicateTest, WhatWasPendingIsTakenUpAgain) {
  set_rules({rule_to("dest")});
  auto object = put("from", "k");
  object.record.replication_status = "PENDING";
  ASSERT_TRUE(*run(backend->update_object("from", object)));
  Background second(clock, ids);
  start(second.run(door, stop.get_token()));
  EXPECT_EQ(status(object), "COMPLETED");
  stop.request_stop();  // while `second` is there
  let_run();
}

TEST_F(ReplicateTest, AMarkerThatWaitedIsTakenUpAgain) {
  auto rule = rule_to("dest");
  rule.delete_marker_replication->status = "Enabled";
  set_rules({rule});
  const auto version_id = remove("from", "k").version_id;
  auto marker = *run(backend->get_object("from", "k", version_id));
  marker.record.replication_status = "PENDING";
  ASSERT_TRUE(*run(backend->update_object("from", marker)));
  Background second(clock, ids);
  start(second.run(door, stop.get_token()));
  ASSERT_EQ(versions("dest").size(), 1u);
  EXPECT_EQ(versions("dest")[0].record.version_id, version_id);
  EXPECT_EQ(status(marker), "COMPLETED");
  stop.request_stop();  // while `second` is there
  let_run();
}

TEST_F(ReplicateTest, WithoutItsRuleWhatWaitsFails) {
  auto object = put("from", "k");
  object.record.replication_status = "PENDING";
  ASSERT_TRUE(*run(backend->update_object("from", object)));
  auto rule = rule_to("dest");
  rule.status = "Disabled";
  set_rules({rule});
  run(replicate(door, {.bucket = "from", .key = "k", .version_id = object.record.version_id}, clock->now(), *ids));
  EXPECT_EQ(status(object), "FAILED");
}

TEST_F(ReplicateTest, WhatWasThereBeforeStays) {
  auto object = put("from", "k");
  set_rules({rule_to("dest")});
  announced("s3:ObjectTagging:Put", object);
  EXPECT_TRUE(versions("dest").empty());
  EXPECT_EQ(status(object), "");
}

}  // namespace
}  // namespace winterbaume::s3
