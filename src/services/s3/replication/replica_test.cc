// What becomes of versions at their destinations: their changes, on both sides, their locks, and faults of the store.
#include "services/s3/replication/replica.h"

#include <gmock/gmock.h>

#include "core/failure.h"
#include "services/s3/replication/replicate.h"
#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;

ReplicationRule rule_to(std::string bucket) {
  ReplicationRule rule;
  rule.id = "to-" + bucket;
  rule.status = "Enabled";
  rule.priority = 1;
  rule.filter.emplace();
  rule.destination.emplace().bucket = "arn:aws:s3:::" + bucket;
  rule.delete_marker_replication.emplace().status = "Disabled";
  return rule;
}

// Fails to open blobs, as long as it is told to.
class FailingVfs final : public Vfs {
 public:
  asio::awaitable<std::unique_ptr<BlobWriter>> create(BlobKey key) override { return inner_.create(std::move(key)); }
  asio::awaitable<std::unique_ptr<BlobReader>> open(BlobKey key) override {
    if (failing) throw StorageFailure("the disk is gone");
    return inner_.open(std::move(key));
  }
  asio::awaitable<void> remove(BlobKey key) override { return inner_.remove(std::move(key)); }
  asio::awaitable<std::vector<BlobStat>> list(std::string prefix, std::string start_after, std::size_t limit) override {
    return inner_.list(std::move(prefix), std::move(start_after), limit);
  }
  bool failing = true;

 private:
  MemVfs inner_;
};

class ReplicaTest : public DoorTest {
 protected:
  ReplicaTest() {
    make_bucket("from", Versioning::enabled);
    make_bucket("dest", Versioning::enabled);
    set_rule("from", rule_to("dest"));
    start(background.run(door, stop.get_token()));
  }
  void set_rule(std::string name, ReplicationRule rule) {
    configure(std::move(name), ReplicationConfiguration{.role = "role", .rules = {{std::move(rule)}}});
  }
  void sync_replicas() {
    auto back = rule_to("from");
    back.source_selection_criteria.emplace().replica_modifications.emplace().status = "Enabled";
    set_rule("dest", std::move(back));
  }
  void enable_locks(std::string name) {
    auto record = *bucket(std::move(name));
    record.object_lock = true;
    ASSERT_TRUE(*run(backend->update_bucket(record)));
  }
  void announced(std::string name, std::string_view event, FoundObject object) {
    run(announce(context, door, bucket(std::move(name)), {event, std::move(object)}));
  }
  FoundObject get(std::string name, const FoundObject& object) {
    return *run(backend->get_object(std::move(name), object.key, object.record.version_id));
  }
  FoundObject put_replicated(std::string bytes = "x") {
    auto object = put("from", "k", std::move(bytes));
    announced("from", "s3:ObjectCreated:Put", object);
    return object;
  }
  void tag(std::string name, const FoundObject& object, std::string value) {
    auto found = get(name, object);
    found.record.tags = {{"t", std::move(value)}};
    ASSERT_TRUE(*run(backend->update_object(name, found)));
    announced(name, "s3:ObjectTagging:Put", found);
  }
  void retain(std::string name, const FoundObject& object, std::string mode, std::chrono::seconds time) {
    auto found = get(name, object);
    found.record.lock.mode = std::move(mode);
    found.record.lock.retain_until = clock->now() + time;
    ASSERT_TRUE(*run(backend->update_object(name, found)));
    announced(name, "s3:ObjectRetention:Put", found);
  }
};

TEST_F(ReplicaTest, ChangesOfReplicasGoBackWhereARuleSaysSo) {
  const auto object = put_replicated();
  tag("dest", object, "unsynced");
  EXPECT_TRUE(get("from", object).record.tags.empty());
  sync_replicas();
  tag("dest", object, "synced");
  EXPECT_EQ(get("from", object).record.tags, (TextPairs{{"t", "synced"}}));
  EXPECT_EQ(get("from", object).record.replication_status, "COMPLETED");
  EXPECT_EQ(get("dest", object).record.replication_status, "REPLICA");
  tag("from", object, "there again");
  EXPECT_EQ(get("dest", object).record.tags, (TextPairs{{"t", "there again"}}));
  EXPECT_EQ(get("dest", object).record.replication_status, "REPLICA");
}

TEST_F(ReplicaTest, AReplicaIsNoSourceOfVersions) {
  const auto object = put_replicated();
  sync_replicas();
  remove("from", "k", object.record.version_id);
  tag("dest", object, "a");
  EXPECT_TRUE(versions("from").empty());
  EXPECT_EQ(get("dest", object).record.replication_status, "FAILED");
  EXPECT_TRUE(get("dest", object).record.replica);
}

TEST_F(ReplicaTest, AChangeBringsNoDeletedReplicaBack) {
  const auto object = put_replicated();
  remove("dest", "k", object.record.version_id);
  tag("from", object, "a");
  EXPECT_TRUE(versions("dest").empty());
  EXPECT_EQ(get("from", object).record.replication_status, "FAILED");
  // What failed goes as a whole the next time.
  tag("from", object, "b");
  EXPECT_EQ(versions("dest").size(), 1u);
  EXPECT_EQ(get("from", object).record.replication_status, "COMPLETED");
}

TEST_F(ReplicaTest, AnAclGoesUnlessTheDestinationOwnsItsObjects) {
  auto record = *bucket("dest");
  record.ownership = ObjectOwnership::object_writer;
  ASSERT_TRUE(*run(backend->update_bucket(record)));
  const auto object = put_replicated();
  auto found = get("from", object);
  found.record.acl = "{}";
  ASSERT_TRUE(*run(backend->update_object("from", found)));
  announced("from", "s3:ObjectAcl:Put", found);
  EXPECT_EQ(get("dest", object).record.acl, "{}");
  auto replica = get("dest", object);
  replica.record.acl = "of its own";
  ASSERT_TRUE(*run(backend->update_object("dest", replica)));
  auto rule = rule_to("dest");
  rule.destination->access_control_translation.emplace().owner = "Destination";
  set_rule("from", rule);
  tag("from", object, "a");
  EXPECT_EQ(get("dest", object).record.acl, "of its own");
  EXPECT_EQ(get("dest", object).record.tags.size(), 1u);
}

TEST_F(ReplicaTest, LocksGoAndTheirChanges) {
  enable_locks("from");
  auto object = put_replicated();
  EXPECT_EQ(get("from", object).record.replication_status, "FAILED") << "the destination has no locks";
  enable_locks("dest");
  object = put_replicated();
  retain("from", object, "GOVERNANCE", 100s);
  EXPECT_EQ(get("dest", object).record.lock, get("from", object).record.lock);
  retain("from", object, "COMPLIANCE", 200s);
  EXPECT_EQ(get("dest", object).record.lock, get("from", object).record.lock);
  auto held = get("from", object);
  held.record.lock.legal_hold = held.record.lock.legal_hold_put = true;
  ASSERT_TRUE(*run(backend->update_object("from", held)));
  announced("from", "s3:ObjectLegalHold:Put", held);
  EXPECT_TRUE(get("dest", object).record.lock.legal_hold);

  auto governed = put_replicated();
  retain("from", governed, "GOVERNANCE", 100s);
  EXPECT_EQ(get("dest", governed).record.lock.mode, "GOVERNANCE");
  auto free = get("from", governed);
  free.record.lock = {};
  ASSERT_TRUE(*run(backend->update_object("from", free)));
  announced("from", "s3:ObjectRetention:Put", free);
  EXPECT_EQ(get("dest", governed).record.lock, ObjectLock{});

  // Of the replica's own compliance nothing is taken away.
  auto longer = get("dest", object);
  longer.record.lock.retain_until += 300s;
  ASSERT_TRUE(*run(backend->update_object("dest", longer)));
  tag("from", object, "a");
  EXPECT_EQ(get("dest", object).record.lock.retain_until, longer.record.lock.retain_until);
}

TEST_F(ReplicaTest, TheDestinationsDefaultLocksWhatHasNoLock) {
  enable_locks("dest");
  ObjectLockConfiguration locks;
  locks.rule.emplace().default_retention.emplace().mode = "GOVERNANCE";
  locks.rule->default_retention->days = 2;
  configure("dest", locks);
  const auto object = put_replicated();
  EXPECT_EQ(get("dest", object).record.lock.mode, "GOVERNANCE");
  EXPECT_EQ(get("dest", object).record.lock.retain_until, clock->now() + 48h);
  tag("from", object, "a");
  EXPECT_EQ(get("dest", object).record.lock.mode, "GOVERNANCE");
}

TEST_F(ReplicaTest, AnnotationsGoAndTheirChanges) {
  const auto object = put_replicated();
  const auto annotate = [&](std::string name, std::string payload) {
    AnnotationRecord note{.name = std::move(name), .etag = payload, .modified = clock->now(), .checksum = {}};
    note.payload = std::move(payload);
    ASSERT_TRUE(run(backend->put_annotation("from", get("from", object), note)).has_value());
    announced("from", "s3:ObjectAnnotation:Put", get("from", object));
  };
  const auto there = [&] {
    std::string all;
    for (const auto& note : *run(backend->list_annotations("dest", get("dest", object), "", "", 10, true))) {
      all += note.name + '=' + note.payload + ' ';
    }
    return all;
  };
  annotate("a", "1");
  annotate("ab", "2");
  EXPECT_EQ(there(), "a=1 ab=2 ");
  annotate("a", "3");
  EXPECT_EQ(there(), "a=3 ab=2 ");
  EXPECT_EQ(get("from", object).record.replication_status, "COMPLETED");
  ASSERT_TRUE(*run(backend->delete_annotation("from", get("from", object), "ab")));
  announced("from", "s3:ObjectAnnotation:Delete", get("from", object));
  EXPECT_EQ(there(), "a=3 ");
  // A replica that is made later has them from the start.
  remove("dest", "k", object.record.version_id);
  announced("from", "s3:ObjectCreated:Put", get("from", object));
  EXPECT_EQ(there(), "a=3 ");
}

TEST_F(ReplicaTest, AFaultOfTheStoreLeavesItPendingForAMinute) {
  auto flaky = std::make_shared<FailingVfs>();
  StoreS3Backend other(store, flaky, ids, clock);
  Background tasks(clock, ids);
  S3Door behind{.backend = other, .background = &tasks};
  auto blob = run(other.blobs().create());
  const std::string bytes(5000, 'b');
  run(blob.writer->write({bytes.data(), bytes.size()}));
  run(blob.writer->commit());
  ObjectWrite write{.bucket = "from", .key = "k", .record = {}};
  write.record.size = bytes.size();
  write.record.modified = clock->now();
  write.record.content.blob = blob.id;
  const auto object = *run(other.put_object(std::move(write)));
  start(tasks.run(behind, stop.get_token()));
  run(announce(context, behind, bucket("from"), {"s3:ObjectCreated:Put", object}));
  EXPECT_EQ(get("from", object).record.replication_status, "PENDING");
  flaky->failing = false;
  pass(59s);
  EXPECT_EQ(get("from", object).record.replication_status, "PENDING");
  pass(1s);
  EXPECT_EQ(get("from", object).record.replication_status, "COMPLETED");
  EXPECT_EQ(get("dest", object).record.size, bytes.size());
  stop.request_stop();  // while `tasks` is there
  let_run();
}

}  // namespace
}  // namespace winterbaume::s3
