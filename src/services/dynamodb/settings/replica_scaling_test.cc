#include <gtest/gtest.h>

#include "services/dynamodb/global/global_fixture.h"
#include "services/dynamodb/settings/auto_scaling.h"

namespace winterbaume::dynamodb::global {
namespace {

class ReplicaScalingTest : public GlobalTableTest {
 protected:
  using Input = ops::UpdateTableReplicaAutoScaling::Input;

  ReplicaScalingTest() {
    make_group({"us-west-2"}, true);
    for (const char* region : {"us-east-1", "us-west-2"}) {
      auto table = table_in(region);
      auto record = table->record;
      record.throughput = {.read_units = 5, .write_units = 5};
      run(backend.update_table(table, std::move(record)));
    }
    in("us-east-1");
  }

  static AutoScalingSettingsUpdate bounds(std::int64_t min, std::int64_t max, double target = 70) {
    AutoScalingSettingsUpdate out{.minimum_units = min, .maximum_units = max};
    out.scaling_policy_update.emplace().target_tracking_scaling_policy_configuration.emplace().target_value = target;
    return out;
  }
  static AutoScalingSettingsUpdate off() { return {.auto_scaling_disabled = true}; }
  static Input writes(AutoScalingSettingsUpdate update) {
    Input input{.table_name = "items"};
    input.provisioned_write_capacity_auto_scaling_update = std::move(update);
    return input;
  }
  static Input reads(std::string region, std::optional<AutoScalingSettingsUpdate> update) {
    Input input{.table_name = "items"};
    auto& replica = input.replica_updates.emplace().emplace_back();
    replica.region_name = std::move(region);
    replica.replica_provisioned_read_capacity_auto_scaling_update = std::move(update);
    return input;
  }
  auto update(Input input) { return update_table_replica_auto_scaling(context, door, std::move(input)); }
  ReplicaAutoScalingDescription replica(std::string region) {
    const auto answer = get(describe_table_replica_auto_scaling(context, door, {.table_name = "items"}));
    for (const auto& one : *answer.table_auto_scaling_description->replicas) {
      if (one.region_name == region) return one;
    }
    ADD_FAILURE() << region;
    return {};
  }
  static std::string printed(const std::optional<AutoScalingSettingsDescription>& settings) {
    if (settings->auto_scaling_disabled) return "off";
    const auto& policy = settings->scaling_policies->front();
    return std::to_string(*settings->minimum_units) + "-" + std::to_string(*settings->maximum_units) + " " + *policy.policy_name;
  }
};

TEST_F(ReplicaScalingTest, WritesAreScaledAlikeReadsByRegion) {
  EXPECT_EQ(printed(replica("us-east-1").replica_provisioned_write_capacity_auto_scaling_settings), "off");
  get(update(writes(bounds(1, 10))));
  get(update(reads("us-west-2", bounds(2, 20))));
  for (const char* region : {"us-east-1", "us-west-2"}) {
    EXPECT_EQ(printed(replica(region).replica_provisioned_write_capacity_auto_scaling_settings),
              "1-10 DynamoDBWriteCapacityUtilization:table/items");
  }
  EXPECT_EQ(printed(replica("us-east-1").replica_provisioned_read_capacity_auto_scaling_settings), "off");
  EXPECT_EQ(printed(replica("us-west-2").replica_provisioned_read_capacity_auto_scaling_settings),
            "2-20 DynamoDBReadCapacityUtilization:table/items");
  get(update(writes(off())));
  EXPECT_EQ(printed(replica("us-west-2").replica_provisioned_write_capacity_auto_scaling_settings), "off");
  EXPECT_NE(printed(replica("us-west-2").replica_provisioned_read_capacity_auto_scaling_settings), "off");
}

TEST_F(ReplicaScalingTest, NewReplicaHasTheScalingOfWrites) {
  get(update(writes(bounds(1, 10))));
  get(update(reads("us-east-1", bounds(2, 20))));
  get(ask(updates({create("eu-west-1")})));
  replicate_all();
  in("us-east-1");
  EXPECT_NE(printed(replica("eu-west-1").replica_provisioned_write_capacity_auto_scaling_settings), "off");
  EXPECT_EQ(printed(replica("eu-west-1").replica_provisioned_read_capacity_auto_scaling_settings), "off");
}

TEST_F(ReplicaScalingTest, NewIndexIsScaledWhereTheTableIs) {
  get(update(writes(bounds(1, 10))));
  UpdateTableInput input{.table_name = "items"};
  input.attribute_definitions = {{{"pk", "S"}, {"sk", "N"}, {"c", "S"}, {"g", "S"}, {"h", "S"}}};
  auto& index = input.global_secondary_index_updates.emplace().emplace_back().create.emplace();
  index.index_name = "new";
  index.key_schema = {{{"h", "HASH"}}};
  index.projection = Projection{.projection_type = "ALL"};
  index.provisioned_throughput = {1, 1};
  get(update_table(context, door, std::move(input)));
  for (const char* region : {"us-east-1", "us-west-2"}) {
    const auto scaling = find_scaling(auto_scaling(table_in(region)->record).index_writes, "new");
    ASSERT_TRUE(scaling.has_value()) << region;
    EXPECT_EQ(scaling->maximum, 10);
    EXPECT_EQ(scaling->policy_name, "DynamoDBWriteCapacityUtilization:table/items/index/new");
  }
  // It is told of once it is there.
  EXPECT_EQ(replica("us-west-2").global_secondary_indexes->size(), 1u);
}

TEST_F(ReplicaScalingTest, CapacityMovesToItsNewBounds) {
  get(update(writes(bounds(7, 10))));
  get(update(reads("us-east-1", bounds(1, 3))));
  EXPECT_EQ(table_in("us-east-1")->record.throughput.write_units, 7);
  EXPECT_EQ(table_in("us-west-2")->record.throughput.write_units, 7);
  EXPECT_EQ(table_in("us-east-1")->record.throughput.read_units, 3);
  EXPECT_EQ(table_in("us-west-2")->record.throughput.read_units, 5);
}

TEST_F(ReplicaScalingTest, IndexesAreScaledOnTheirOwn) {
  Input input{.table_name = "items"};
  auto& index = input.global_secondary_index_updates.emplace().emplace_back();
  index.index_name = "global";
  index.provisioned_write_capacity_auto_scaling_update = bounds(1, 10);
  get(update(input));
  const auto indexes = *replica("us-west-2").global_secondary_indexes;
  ASSERT_EQ(indexes.size(), 1u);
  EXPECT_EQ(printed(indexes[0].provisioned_write_capacity_auto_scaling_settings),
            "1-10 DynamoDBWriteCapacityUtilization:table/items/index/global");
  EXPECT_EQ(printed(indexes[0].provisioned_read_capacity_auto_scaling_settings), "off");
  input.global_secondary_index_updates->front().index_name = "local";
  EXPECT_EQ(
      refusal(update(input)),
      "ResourceNotFoundException: Failed to update settings for global table with name: ‘items’ because the global secondary "
      "indexes with names: ‘[local]’ do not exist.");
}

TEST_F(ReplicaScalingTest, UpdatesAreWholeOrEndScaling) {
  const std::string failed = "ValidationException: Failed to update settings for global table with name: ‘items’";
  const std::string needed = " are required unless auto scaling is being disabled.";
  auto half = bounds(1, 10);
  half.maximum_units.reset();
  EXPECT_EQ(refusal(update(writes(half))), failed + ": Parameters 'MaximumUnits'" + needed);
  EXPECT_EQ(refusal(update(writes({}))), failed + ": Parameters 'MaximumUnits', 'ScalingPolicyUpdate', 'MinimumUnits'" + needed);
  half.auto_scaling_disabled = true;
  EXPECT_EQ(
      refusal(update(writes(half))),
      "ValidationException: Failed to update settings for global table with name ‘items’: Parameters 'ScalingPolicyUpdate', "
      "'MinimumUnits' must be left blank when disabling auto scaling.");
  EXPECT_EQ(refusal(update(reads("us-west-2", {}))),
            failed + " because at least one update parameter must be specified for region: ‘us-west-2’.");
  auto twice = reads("us-west-2", off());
  twice.replica_updates->push_back(twice.replica_updates->front());
  EXPECT_EQ(refusal(update(twice)), failed + " because the regions: ‘[us-west-2]’ were specified more than once.");
  EXPECT_EQ(refusal(update(reads("eu-west-1", off()))).substr(0, 25), "ResourceNotFoundException");
}

TEST_F(ReplicaScalingTest, ValuesAreThoseOfApplicationAutoScaling) {
  EXPECT_TRUE(refusal(update(writes(bounds(2, 1))))
                  .starts_with("ValidationException: Maximum capacity cannot be less than minimum capacity (Service: "
                               "AWSApplicationAutoScaling; Status Code: 400;"));
  EXPECT_TRUE(
      refusal(update(writes(bounds(1, 2, 90.1))))
          .starts_with("ValidationException: For predefined metric type DynamoDBWriteCapacityUtilization, target value must "
                       "be between '10.0' and '90.0', but was '90.1'. (Service"));
  EXPECT_TRUE(refusal(update(writes(bounds(1, 2, 0)))).contains("but was '0.0'. (Service"));
}

TEST_F(ReplicaScalingTest, OnDemandIsNotScaled) {
  get(update(writes(bounds(1, 10))));
  auto table = table_in("us-east-1");
  auto record = table->record;
  record.billing = BillingMode::pay_per_request;
  run(backend.update_table(table, std::move(record)));
  EXPECT_EQ(
      refusal(update(writes(bounds(1, 10)))),
      "ValidationException: Failed to update global table with name ‘items‘. Replicas 'US-EAST-1', 'US-WEST-2' BillingMode is "
      "PayPerRequest. You must convert table's BillingMode to PROVISIONED to set parameters: "
      "'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'.");
  const auto kept = replica("us-east-1").replica_provisioned_write_capacity_auto_scaling_settings;
  EXPECT_EQ(kept->auto_scaling_disabled, true);
  EXPECT_EQ(kept->maximum_units, 10);
  get(update(writes(off())));
}

TEST_F(ReplicaScalingTest, TableWithoutReplicasIsNotScaled) {
  in("eu-west-1");
  const std::string none = "ResourceNotFoundException: Global table with name: 'items' does not exist.";
  EXPECT_EQ(refusal(describe_table_replica_auto_scaling(context, door, {.table_name = "items"})), none);
  EXPECT_EQ(refusal(update(writes(off()))), none);
}

}  // namespace
}  // namespace winterbaume::dynamodb::global
