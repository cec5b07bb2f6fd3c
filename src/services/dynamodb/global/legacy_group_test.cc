#include "services/dynamodb/global/legacy_group.h"

#include <gtest/gtest.h>

#include "services/dynamodb/global/global_fixture.h"
#include "services/dynamodb/global/replica_group.h"

namespace winterbaume::dynamodb::global {
namespace {

using Strings = std::vector<std::string>;

class LegacyGroupTest : public GlobalTableTest {
 protected:
  LegacyGroupTest() {
    make_table();
    stream_in("us-east-1");
    table_like("us-west-2");
    table_like("eu-west-1");
    in("us-east-1");
  }

  void change(std::string region, RecordChange change) {
    run(change_record(door, table_in(std::move(region)), std::move(change)));
  }
  void stream_in(std::string region) {
    change(std::move(region), [this](TableRecord& record) {
      record.streams.push_back(
          {.label = "2026-01-01T00:00:00.000", .view = StreamView::new_and_old_images, .created = context.now});
    });
  }
  void table_like(std::string region) {
    auto record = table_in("us-east-1")->record;
    record.id = region;
    record.region = std::move(region);
    run(backend.create_table(std::move(record)));
  }

  auto make(Strings regions) {
    ops::CreateGlobalTable::Input input{.global_table_name = "items"};
    input.replication_group.emplace();
    for (auto& region : regions) input.replication_group->push_back({std::move(region)});
    return create_global_table(context, door, std::move(input));
  }
  auto update(std::optional<std::string> joining, std::optional<std::string> leaving) {
    ops::UpdateGlobalTable::Input input{.global_table_name = "items"};
    auto& update = input.replica_updates.emplace().emplace_back();
    if (joining) update.create = {std::move(joining)};
    if (leaving) update.delete_ = {std::move(leaving)};
    return update_global_table(context, door, std::move(input));
  }
  auto describe() { return describe_global_table(context, door, {.global_table_name = "items"}); }
  Strings regions() {
    Strings out;
    const auto answer = get(describe());
    for (const auto& replica : *answer.global_table_description->replication_group) out.push_back(*replica.region_name);
    return out;
  }
};

TEST_F(LegacyGroupTest, TablesOfSeveralRegionsReceiveEachOthersWrites) {
  const auto made = *get(make({"us-east-1", "us-west-2"})).global_table_description;
  EXPECT_EQ(made.global_table_status, "CREATING");
  EXPECT_EQ(made.global_table_arn, "arn:aws:dynamodb::123456789012:global-table/items");
  EXPECT_EQ(regions(), (Strings{"us-east-1", "us-west-2"}));
  put_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'east'}}");
  put_in("us-west-2", "{'pk': {'S': 'b'}, 'sk': {'N': '1'}, 'v': {'S': 'west'}}");
  replicate_all();
  EXPECT_EQ(stored_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'east'}}");
  EXPECT_EQ(stored_in("us-east-1", "{'pk': {'S': 'b'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'b'},'sk':{'N':'1'},'v':{'S':'west'}}");
  EXPECT_EQ(stored_in("eu-west-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "none");
}

TEST_F(LegacyGroupTest, IsSeenFromEveryRegionAndListed) {
  get(make({"us-east-1", "us-west-2"}));
  in("ap-south-1");
  EXPECT_EQ(regions(), (Strings{"us-east-1", "us-west-2"}));
  const auto listed = [this](std::optional<std::string> region) {
    return get(list_global_tables(context, door, {.region_name = std::move(region)})).global_tables->size();
  };
  EXPECT_EQ(listed({}), 1u);
  EXPECT_EQ(listed("us-west-2"), 1u);
  EXPECT_EQ(listed("eu-west-1"), 0u);
  EXPECT_EQ(get(list_global_tables(context, door, {.exclusive_start_global_table_name = "items"})).global_tables->size(), 0u);
}

TEST_F(LegacyGroupTest, TablesMustBeFitForEachOther) {
  const std::string invalid = "ValidationException: One or more parameter values were invalid";
  EXPECT_EQ(refusal(make({})), invalid);
  EXPECT_EQ(refusal(make({"us-east-1", "us-east-1"})), invalid);
  EXPECT_EQ(refusal(make({"us-east-1", "us-east-2"})),
            "TableNotFoundException: Table not found: Table with name: 'items' does not exist in region: 'us-east-2'");
  const std::string west = invalid + ": Table with name: 'items' in region: 'us-west-2' ";
  change("us-west-2", [](TableRecord& record) { record.keys.range.clear(); });
  EXPECT_EQ(refusal(make({"us-east-1", "us-west-2"})), west + "must have the same key schema as the other replicas");
  change("us-west-2", [](TableRecord& record) { record.streams.back().enabled = false; });
  EXPECT_EQ(refusal(make({"us-east-1", "us-west-2"})), west + "must have a stream with StreamViewType NEW_AND_OLD_IMAGES");
  put_in("eu-west-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  EXPECT_EQ(refusal(make({"us-east-1", "eu-west-1"})),
            invalid + ": Table with name: 'items' in region: 'eu-west-1' must be empty");
  get(make({"us-east-1"}));
  EXPECT_EQ(refusal(make({"us-east-1"})),
            "GlobalTableAlreadyExistsException: Global table already exists: Global table with name: 'items' already exists.");
}

TEST_F(LegacyGroupTest, ReplicasComeAndGo) {
  EXPECT_EQ(refusal(update("us-west-2", {})),
            "GlobalTableNotFoundException: Global table not found: Global table with name: 'items' does not exist.");
  get(make({"us-east-1"}));
  EXPECT_EQ(get(update("us-west-2", {})).global_table_description->global_table_status, "UPDATING");
  EXPECT_EQ(regions(), (Strings{"us-east-1", "us-west-2"}));
  EXPECT_TRUE(refusal(update("us-west-2", {})).starts_with("ReplicaAlreadyExistsException: "));
  EXPECT_TRUE(refusal(update({}, "eu-west-1")).starts_with("ReplicaNotFoundException: "));
  EXPECT_EQ(refusal(update({}, {})), "ValidationException: One or more parameter values were invalid");
  put_in("us-west-2", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  get(update({}, "us-west-2"));
  EXPECT_EQ(stored_in("us-east-1", "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  EXPECT_TRUE(table_in("us-west-2")->record.replicas.empty());
  EXPECT_TRUE(refusal(update("eu-west-1", {})).ends_with("must be empty"));
  get(update({}, "us-east-1"));
  EXPECT_TRUE(refusal(describe()).starts_with("GlobalTableNotFoundException: "));
}

TEST_F(LegacyGroupTest, TheOtherVersionIsAnotherThing) {
  get(ask(updates({create("us-east-2")})));
  replicate_all();
  EXPECT_TRUE(refusal(describe()).starts_with("GlobalTableNotFoundException: "));
  EXPECT_TRUE(refusal(make({"us-east-1", "us-west-2"})).ends_with("is a replica of version 2019.11.21"));
}

TEST_F(LegacyGroupTest, LegacyReplicaIsNotChangedByUpdateTable) {
  get(make({"us-east-1", "us-west-2"}));
  EXPECT_TRUE(refusal(ask(updates({create("us-east-2")}))).starts_with("ValidationException: "));
}

class LegacySettingsTest : public LegacyGroupTest {
 protected:
  using Input = ops::UpdateGlobalTableSettings::Input;

  LegacySettingsTest() {
    for (const char* region : {"us-east-1", "us-west-2"}) {
      change(region, [](TableRecord& record) { record.throughput = {.read_units = 5, .write_units = 5}; });
    }
    get(make({"us-east-1", "us-west-2"}));
  }
  auto settings(Input input) {
    input.global_table_name = "items";
    return update_global_table_settings(context, door, std::move(input));
  }
  static Input reads(std::string region, std::int64_t units) {
    Input input;
    auto& replica = input.replica_settings_update.emplace().emplace_back();
    replica.region_name = std::move(region);
    replica.replica_provisioned_read_capacity_units = units;
    return input;
  }
  ReplicaSettingsDescription of(std::string region) {
    const auto answer = get(describe_global_table_settings(context, door, {.global_table_name = "items"}));
    for (const auto& one : *answer.replica_settings) {
      if (one.region_name == region) return one;
    }
    ADD_FAILURE() << region;
    return {};
  }
};

TEST_F(LegacySettingsTest, WritesAreEverywhereReadsByRegion) {
  get(settings({.global_table_provisioned_write_capacity_units = 9}));
  get(settings(reads("us-west-2", 7)));
  EXPECT_EQ(of("us-east-1").replica_provisioned_write_capacity_units, 9);
  EXPECT_EQ(of("us-west-2").replica_provisioned_write_capacity_units, 9);
  EXPECT_EQ(of("us-east-1").replica_provisioned_read_capacity_units, 5);
  EXPECT_EQ(of("us-west-2").replica_provisioned_read_capacity_units, 7);
  EXPECT_EQ(of("us-west-2").replica_provisioned_read_capacity_auto_scaling_settings->auto_scaling_disabled, true);
}

TEST_F(LegacySettingsTest, BillingIsSwitchedAsAWhole) {
  get(settings({.global_table_billing_mode = "PAY_PER_REQUEST"}));
  EXPECT_EQ(of("us-west-2").replica_billing_mode_summary->billing_mode, "PAY_PER_REQUEST");
  EXPECT_EQ(
      refusal(settings(reads("us-west-2", 7))),
      "ValidationException: One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can "
      "be specified when BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(
      refusal(settings({.global_table_billing_mode = "PROVISIONED"})),
      "ValidationException: One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
      "specified when BillingMode is PROVISIONED");
  auto back = reads("us-west-2", 2);
  back.replica_settings_update->push_back(back.replica_settings_update->front());
  back.replica_settings_update->back().region_name = "us-east-1";
  back.global_table_billing_mode = "PROVISIONED";
  back.global_table_provisioned_write_capacity_units = 3;
  get(settings(back));
  EXPECT_EQ(of("us-east-1").replica_provisioned_read_capacity_units, 2);
  EXPECT_EQ(of("us-west-2").replica_provisioned_write_capacity_units, 3);
}

TEST_F(LegacySettingsTest, WhatIsNotThereIsNotChanged) {
  const std::string failed = "Failed to update settings for global table with name: ‘items’ because ";
  EXPECT_EQ(refusal(settings({})), "ValidationException: " + failed + "at least one update parameter must be specified.");
  EXPECT_EQ(refusal(settings(reads("eu-west-1", 2))),
            "ReplicaNotFoundException: " + failed + "replicas in regions: ‘[eu-west-1]’ do not exist.");
  Input input;
  input.global_table_global_secondary_index_settings_update.emplace().push_back({"none", 2, {}});
  EXPECT_EQ(refusal(settings(input)),
            "IndexNotFoundException: " + failed + "the global secondary indexes with names: ‘[none]’ do not exist.");
}

}  // namespace
}  // namespace winterbaume::dynamodb::global
