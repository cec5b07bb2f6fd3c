#include "services/dynamodb/global/shared_settings.h"

#include <gtest/gtest.h>

#include "services/dynamodb/global/global_fixture.h"
#include "services/dynamodb/global/replica_group.h"

namespace winterbaume::dynamodb::global {
namespace {

class SharedSettingsTest : public GlobalTableTest {
 protected:
  SharedSettingsTest() {
    make_table();
    set_units("us-east-1");
    get(ask(updates({create("us-west-2")})));
    replicate_all();
  }
  void set_units(std::string region) {
    run(change_record(door, table_in(std::move(region)),
                      [](TableRecord& record) { record.throughput = {.read_units = 5, .write_units = 5}; }));
  }
  auto change(std::string region, UpdateTableInput input) {
    in(std::move(region));
    input.table_name = "items";
    return update_table(context, door, std::move(input));
  }
  TableDescription described(std::string region) {
    in(std::move(region));
    return *get(describe_table(context, door, {.table_name = "items"})).table;
  }
  static UpdateTableInput units(std::int64_t reads, std::int64_t writes) {
    UpdateTableInput input;
    input.provisioned_throughput = {reads, writes};
    return input;
  }
};

TEST_F(SharedSettingsTest, ThroughputAndBillingAreThoseOfAllReplicas) {
  get(change("us-west-2", units(7, 8)));
  EXPECT_EQ(table_in("us-east-1")->record.throughput.read_units, 7);
  EXPECT_EQ(table_in("us-east-1")->record.throughput.write_units, 8);
  get(change("us-east-1", {.billing_mode = "PAY_PER_REQUEST"}));
  EXPECT_EQ(table_in("us-west-2")->record.billing, BillingMode::pay_per_request);
}

TEST_F(SharedSettingsTest, OverrideStaysTheReplicasOwn) {
  ReplicationGroupUpdate own;
  own.update.emplace().region_name = "us-west-2";
  own.update->provisioned_throughput_override = {9};
  get(ask(updates({own})));
  get(change("us-east-1", units(6, 6)));
  EXPECT_EQ(table_in("us-west-2")->record.throughput.read_units, 9);
  EXPECT_EQ(table_in("us-west-2")->record.throughput.write_units, 6);
  EXPECT_EQ(described("us-east-1").replicas->front().provisioned_throughput_override->read_capacity_units, 9);
}

TEST_F(SharedSettingsTest, IndexesComeAndGoEverywhere) {
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'S': 'green'}}");
  replicate_all();
  UpdateTableInput input;
  input.attribute_definitions = {{{"pk", "S"}, {"sk", "N"}, {"g", "S"}}};
  auto& index = input.global_secondary_index_updates.emplace().emplace_back().create.emplace();
  index.index_name = "green";
  index.key_schema = {{{"g", "HASH"}}};
  index.projection = Projection{.projection_type = "ALL"};
  index.provisioned_throughput = {5, 5};
  get(change("us-west-2", input));
  for (const char* region : {"us-east-1", "us-west-2"}) {
    auto table = table_in(region);
    while (table->find_index("green")->backfilling) table = run(backend.backfill(table, "green", 100));
    const auto page = run(backend.read_items({.table = table, .index = "green", .hash = item_of("{'g': {'S': 'green'}}")}));
    EXPECT_EQ(page.items.size(), 1u) << region;
    run(change_record(door, table, [](TableRecord& record) { record.indexes.front().status = IndexStatus::active; }));
  }
  const auto listed = *described("us-east-1").replicas->front().global_secondary_indexes;
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].index_name, "green");
  EXPECT_EQ(listed[0].warm_throughput->read_units_per_second, 5);
  UpdateTableInput gone;
  gone.global_secondary_index_updates.emplace().emplace_back().delete_.emplace().index_name = "green";
  get(change("us-east-1", gone));
  EXPECT_EQ(table_in("us-west-2")->find_index("green"), nullptr);
}

TEST_F(SharedSettingsTest, TimesToLiveAreThoseOfAllReplicas) {
  in("us-west-2");
  ops::UpdateTimeToLive::Input input{.table_name = "items"};
  input.time_to_live_specification = TimeToLiveSpecification{.enabled = true, .attribute_name = "ends"};
  get(update_time_to_live(context, door, std::move(input)));
  EXPECT_TRUE(table_in("us-east-1")->record.time_to_live.enabled);
  EXPECT_EQ(table_in("us-east-1")->record.time_to_live.attribute, "ends");
}

TEST_F(SharedSettingsTest, ProtectionIsEachRegionsOwn) {
  get(change("us-west-2", {.deletion_protection_enabled = true}));
  EXPECT_TRUE(table_in("us-west-2")->record.deletion_protected);
  EXPECT_FALSE(table_in("us-east-1")->record.deletion_protected);
}

TEST_F(SharedSettingsTest, StreamOfAReplicaStaysOn) {
  UpdateTableInput input;
  input.stream_specification = StreamSpecification{.stream_enabled = false};
  EXPECT_EQ(refusal(change("us-west-2", input)),
            "ValidationException: One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table "
            "replica.");
}

TEST_F(SharedSettingsTest, SharingIsAModeOfTheTable) {
  EXPECT_EQ(described("us-east-1").global_table_settings_replication_mode, "ENABLED_WITH_OVERRIDES");
  EXPECT_EQ(described("us-east-1").replicas->front().global_table_settings_replication_mode, "ENABLED_WITH_OVERRIDES");
  get(change("us-east-1", {.global_table_settings_replication_mode = "DISABLED"}));
  get(change("us-east-1", units(6, 6)));
  EXPECT_EQ(table_in("us-west-2")->record.throughput.read_units, 5);
}

TEST_F(SharedSettingsTest, ReplicaThatIsBeingMadeHoldsTheOthers) {
  get(ask(updates({create("eu-west-1")})));
  EXPECT_EQ(refusal(change("us-east-1", units(6, 6))),
            "ResourceInUseException: The resource which you are attempting to change is in use.");
  replicate_all();
  get(change("us-east-1", units(6, 6)));
  EXPECT_EQ(table_in("eu-west-1")->record.throughput.read_units, 6);
}

TEST(SettingsReplication, OrdinaryTableHasNoOverrides) {
  TableRecord table;
  EXPECT_EQ(settings_replication(table), "");
  EXPECT_TRUE(set_settings_replication(table, "ENABLED_WITH_OVERRIDES")->message.starts_with("Value 'ENABLED_WITH_OVERRIDES'"));
  EXPECT_EQ(set_settings_replication(table, "ENABLED"), std::nullopt);
  EXPECT_EQ(settings_replication(table), "ENABLED");
}

}  // namespace
}  // namespace winterbaume::dynamodb::global
