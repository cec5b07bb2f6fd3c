#include "services/s3/lifecycle/lifecycle_run.h"

#include <gmock/gmock.h>

#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;

class LifecycleRunTest : public DoorTest {
 protected:
  void set_rule(LifecycleRule rule) {
    rule.id = "r";
    rule.status = "Enabled";
    if (!rule.filter) rule.filter.emplace();
    configure("b", BucketLifecycleConfiguration{.rules = {{std::move(rule)}}});
  }
  void round() { run(run_lifecycle(door, clock->now(), {.day = 10s, .interval = 0s}, *ids, stop.get_token())); }
  void notify_queue() {
    QueueConfiguration queue;
    queue.queue_arn = "q";
    queue.events = {"s3:LifecycleExpiration:*", "s3:LifecycleTransition"};
    configure("b", NotificationConfiguration{.topic_configurations = {}, .queue_configurations = {{queue}}});
  }
};

LifecycleRule expiring(std::int32_t days) {
  LifecycleRule rule;
  rule.expiration.emplace().days = days;
  return rule;
}

TEST_F(LifecycleRunTest, ExpiresObjectsAndTellsQueues) {
  make_bucket("b", Versioning::never);
  auto rule = expiring(1);
  rule.filter.emplace().tag = Tag{.key = "k", .value = "v"};
  set_rule(rule);
  notify_queue();
  put("b", "keep");
  put("b", "old", "x", {{"k", "v"}});
  round();
  EXPECT_EQ(versions("b").size(), 2u);
  pass(10s);
  put("b", "young", "x", {{"k", "v"}});
  round();
  ASSERT_EQ(versions("b").size(), 2u);
  EXPECT_EQ(versions("b")[0].key, "keep");
  EXPECT_EQ(versions("b")[1].key, "young");
  ASSERT_EQ(queues.sent["q"].size(), 1u);
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"LifecycleExpiration:Delete\""));
}

TEST_F(LifecycleRunTest, MarksAVersionedObjectThenForgetsItAll) {
  make_bucket("b", Versioning::enabled);
  auto rule = expiring(1);
  rule.noncurrent_version_expiration.emplace().noncurrent_days = 1;
  set_rule(rule);
  notify_queue();
  put("b", "k");
  pass(10s);
  round();
  auto kept = versions("b");
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_TRUE(kept[0].record.delete_marker);
  EXPECT_THAT(queues.sent["q"][0], ::testing::HasSubstr("\"LifecycleExpiration:DeleteMarkerCreated\""));
  pass(10s);
  round();  // the object, noncurrent since it was marked
  EXPECT_EQ(versions("b").size(), 1u);
  round();  // the marker, which is alone now
  EXPECT_TRUE(versions("b").empty());
}

TEST_F(LifecycleRunTest, KeepsNewerNoncurrentVersionsAndLockedOnes) {
  make_bucket("b", Versioning::enabled);
  LifecycleRule rule;
  rule.noncurrent_version_expiration.emplace().noncurrent_days = 1;
  rule.noncurrent_version_expiration->newer_noncurrent_versions = 1;
  set_rule(rule);
  auto locked = put("b", "k", "locked");
  locked.record.lock.legal_hold = true;
  ASSERT_TRUE(*run(backend->update_object("b", locked)));
  for (const char* bytes : {"second", "third", "latest"}) put("b", "k", bytes);
  pass(10s);
  round();
  const auto kept = versions("b");
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[2].record.version_id, locked.record.version_id);
}

TEST_F(LifecycleRunTest, MovesAndAborts) {
  make_bucket("b", Versioning::never);
  LifecycleRule rule;
  rule.filter.emplace().object_size_greater_than = 0;
  rule.transitions = {Transition{.date = {}, .days = 1, .storage_class = "GLACIER"}};
  set_rule(rule);
  notify_queue();
  put("b", "k");
  pass(10s);
  round();
  EXPECT_EQ(versions("b")[0].record.storage_class, "GLACIER");
  EXPECT_THAT(queues.sent["q"].at(0), ::testing::HasSubstr("\"LifecycleTransition\""));
  round();
  EXPECT_EQ(queues.sent["q"].size(), 1u);

  LifecycleRule aborting;
  aborting.abort_incomplete_multipart_upload.emplace().days_after_initiation = 1;
  set_rule(aborting);
  UploadRecord upload{.id = "u", .key = "k", .initiated = clock->now(), .initiator = {}};
  ASSERT_TRUE(run(backend->create_upload("b", upload)).has_value());
  round();
  EXPECT_EQ(run(backend->list_uploads({.bucket = "b"}))->uploads.size(), 1u);
  pass(10s);
  round();
  EXPECT_TRUE(run(backend->list_uploads({.bucket = "b"}))->uploads.empty());
}

TEST_F(LifecycleRunTest, WhatIsNotReplicatedYetStays) {
  make_bucket("b", Versioning::never);
  set_rule(expiring(1));
  for (const char* status : {"PENDING", "FAILED", "COMPLETED", "REPLICA"}) {
    auto object = put("b", status);
    object.record.replication_status = status;
    ASSERT_TRUE(*run(backend->update_object("b", object)));
  }
  pass(10s);
  round();
  ASSERT_EQ(versions("b").size(), 2u);
  EXPECT_EQ(versions("b")[0].key, "FAILED");
  EXPECT_EQ(versions("b")[1].key, "PENDING");
}

TEST_F(LifecycleRunTest, RunsOnTheClock) {
  make_bucket("b", Versioning::never);
  set_rule(expiring(1));
  background.set_lifecycle({.day = 10s, .interval = 2s});
  put("b", "k");
  start(background.run(door, stop.get_token()));
  pass(8s);
  EXPECT_EQ(versions("b").size(), 1u);
  pass(2s);
  EXPECT_TRUE(versions("b").empty());
}

// More versions than a page, of one key across two pages.
TEST_F(LifecycleRunTest, GoesOnFromPageToPage) {
  make_bucket("b", Versioning::enabled);
  LifecycleRule rule;
  rule.noncurrent_version_expiration.emplace().noncurrent_days = 1;
  rule.noncurrent_version_expiration->newer_noncurrent_versions = 5;
  set_rule(rule);
  for (int i = 0; i < 1500; ++i) put("b", "k");
  pass(10s);
  round();
  EXPECT_EQ(versions("b").size(), 6u);
}

}  // namespace
}  // namespace winterbaume::s3
