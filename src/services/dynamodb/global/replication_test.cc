#include "services/dynamodb/global/replication.h"

#include <gtest/gtest.h>

#include "services/dynamodb/global/global_fixture.h"

namespace winterbaume::dynamodb::global {
namespace {

using Strings = std::vector<std::string>;

TEST_F(GlobalTableTest, NewReplicaGetsTheItemsThatAreThere) {
  make_table();
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'old'}}");
  get(ask(updates({create("us-west-2")})));
  EXPECT_EQ(status_of("us-west-2", "us-east-1"), "CREATING");
  EXPECT_EQ(table_in("us-west-2")->record.status, TableStatus::creating);
  replicate_all();
  EXPECT_EQ(status_of("us-west-2", "us-east-1"), "ACTIVE");
  EXPECT_EQ(status_of("us-west-2", "us-west-2"), "ACTIVE");
  EXPECT_EQ(stored_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'old'}}");
}

TEST_F(GlobalTableTest, WritesReachEveryOtherReplica) {
  make_group({"us-west-2", "eu-west-1"});
  put_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'west'}}");
  EXPECT_EQ(stored_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "none");
  replicate_all();
  for (const char* region : {"us-east-1", "eu-west-1"}) {
    EXPECT_EQ(stored_in(region, "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'west'}}");
  }
  delete_in("eu-west-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  replicate_all();
  for (const char* region : {"us-east-1", "us-west-2"}) {
    EXPECT_EQ(stored_in(region, "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "none");
  }
}

TEST_F(GlobalTableTest, ReplicasHaveStreamRecordsThatGoNoFurther) {
  make_group({"us-west-2", "eu-west-1"});
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '2'}}");
  replicate_all();
  replicate_all();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  EXPECT_EQ(stream_of("us-east-1", key), (Strings{"INSERT client", "MODIFY client"}));
  EXPECT_EQ(stream_of("us-west-2", key), (Strings{"INSERT replication", "MODIFY replication"}));
  EXPECT_EQ(stream_of("eu-west-1", key), (Strings{"INSERT replication", "MODIFY replication"}));
}

TEST_F(GlobalTableTest, OfTwoWritersTheLaterWinsEverywhere) {
  make_group({"us-west-2"});
  at(2'000'000);
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'later'}}");
  at(1'000'000);
  put_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'earlier'}}");
  replicate_all();
  for (const char* region : {"us-east-1", "us-west-2"}) {
    EXPECT_EQ(stored_in(region, "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'later'}}");
  }
}

TEST_F(GlobalTableTest, WriteDuringTheCarryingIsNotLost) {
  make_group({"us-west-2"});
  at(1'000'000);
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'first'}}");
  // Just before the first write of another replica's item, a client writes that one.
  // By another server on the same store.
  StoreDynamoDbBackend other_backend{store};
  WriteQueues other_queues;
  DynamoDbDoor other_door{.backend = other_backend, .write_queues = other_queues};
  store->before_commit = [&] {
    at(2'000'000);
    in("us-west-2");
    ops::PutItem::Input input{.table_name = "items",
                              .item = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'second'}}")};
    get(put_item(context, other_door, std::move(input)));
  };
  replicate_all();
  replicate_all();
  for (const char* region : {"us-east-1", "us-west-2"}) {
    EXPECT_EQ(stored_in(region, "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'second'}}");
  }
}

TEST_F(GlobalTableTest, StreamWithoutImagesCarriesWhatIsThereByNow) {
  make_table();
  const auto table = table_in("us-east-1");
  auto record = table->record;
  record.streams.push_back({.label = "2026-01-01T00:00:00.000", .view = StreamView::keys_only, .enabled = true});
  run(backend.update_table(table, std::move(record)));
  get(ask(updates({create("us-west-2")})));
  replicate_all();
  EXPECT_EQ(table_in("us-west-2")->record.streams.back().view, StreamView::keys_only);
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'x'}}");
  replicate_all();
  EXPECT_EQ(stored_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'x'}}");
}

TEST_F(GlobalTableTest, IndexesOfReplicasAreKept) {
  make_group({"us-west-2"}, true);
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'S': 'green'}}");
  replicate_all();
  const auto table = table_in("us-west-2");
  const auto page = run(backend.read_items({.table = table, .index = "global", .hash = item_of("{'g': {'S': 'green'}}")}));
  EXPECT_EQ(page.items.size(), 1u);
}

TEST_F(GlobalTableTest, ReplicaGoesWithItsTable) {
  make_group({"us-west-2", "eu-west-1"});
  run(backend.delete_table(table_in("eu-west-1")));
  replicate_all();
  EXPECT_EQ(status_of("eu-west-1", "us-east-1"), "none");
  EXPECT_EQ(status_of("eu-west-1", "us-west-2"), "none");
  run(backend.delete_table(table_in("us-west-2")));
  replicate_all();
  EXPECT_TRUE(table_in("us-east-1")->record.replicas.empty());
  EXPECT_EQ(table_in("us-east-1")->record.global_table_version, "");
}

TEST_F(GlobalTableTest, DeletedReplicaGivesItsWritesToTheOthersFirst) {
  make_group({"us-west-2"});
  put_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'late'}}");
  const auto answered = get(ask(updates({remove("us-west-2")})));
  EXPECT_EQ(answered->record.status, TableStatus::updating);
  EXPECT_EQ(table_in("us-west-2"), nullptr);
  EXPECT_TRUE(table_in("us-east-1")->record.replicas.empty());
  EXPECT_EQ(stored_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'late'}}");
}

TEST_F(GlobalTableTest, DisassociatedReplicaStaysAsATableOfItsOwn) {
  make_group({"us-west-2"});
  ReplicationGroupUpdate leave;
  leave.disassociate.emplace().region_name = "us-west-2";
  get(ask(updates({leave})));
  ASSERT_NE(table_in("us-west-2"), nullptr);
  EXPECT_TRUE(table_in("us-west-2")->record.replicas.empty());
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  replicate_all();
  EXPECT_EQ(stored_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "none");
}

}  // namespace
}  // namespace winterbaume::dynamodb::global
