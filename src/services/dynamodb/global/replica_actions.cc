#include "services/dynamodb/global/replica_actions.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/global/group_checks.h"

namespace winterbaume::dynamodb::global {
namespace {

using aws::errors::validation;

template <class Action>
ReplicaOverrides read_overrides(const Action& action) {
  ReplicaOverrides out;
  out.kms_key = action.kms_master_key_id;
  if (action.provisioned_throughput_override) out.read_units = action.provisioned_throughput_override->read_capacity_units;
  if (action.on_demand_throughput_override) out.read_request_units = action.on_demand_throughput_override->max_read_request_units;
  out.table_class = action.table_class_override;
  if (!action.global_secondary_indexes) return out;
  for (const auto& index : *action.global_secondary_indexes) {
    const auto& provisioned = index.provisioned_throughput_override;
    if (provisioned && provisioned->read_capacity_units) {
      out.index_read_units[*index.index_name] = *provisioned->read_capacity_units;
    }
    const auto& on_demand = index.on_demand_throughput_override;
    if (on_demand && on_demand->max_read_request_units) {
      out.index_read_request_units[*index.index_name] = *on_demand->max_read_request_units;
    }
  }
  return out;
}

Result<ReplicaAction> read_action(const ReplicationGroupUpdate& update) {
  const int asked = int{update.create.has_value()} + int{update.update.has_value()} + int{update.delete_.has_value()} +
                    int{update.disassociate.has_value()};
  if (asked == 0) {
    return aws::fail(validation("There are no actions specified in the Replica Update Action of the request."));
  }
  if (asked > 1) {
    return aws::fail(validation("Update table operation with more than one type of replica actions not allowed."));
  }
  if (update.create) return ReplicaAction{ReplicaActionKind::create, *update.create->region_name, read_overrides(*update.create)};
  if (update.delete_) return ReplicaAction{ReplicaActionKind::delete_, *update.delete_->region_name, {}};
  if (update.disassociate) return ReplicaAction{ReplicaActionKind::disassociate, *update.disassociate->region_name, {}};
  ReplicaAction action{ReplicaActionKind::update, *update.update->region_name, read_overrides(*update.update)};
  if (action.overrides.empty()) {
    return aws::fail(validation("There are no actions specified in the Replica Update Action of the request."));
  }
  return action;
}

bool asks_for_more(const UpdateTableInput& input) {
  return input.attribute_definitions || input.billing_mode || input.provisioned_throughput ||
         input.global_secondary_index_updates || input.stream_specification || input.sse_specification || input.table_class ||
         input.deletion_protection_enabled || input.on_demand_throughput || input.warm_throughput ||
         input.global_table_settings_replication_mode || input.disassociation_protection_enabled || input.vector_index_updates;
}

std::optional<aws::Error> check_alone(const UpdateTableInput& input) {
  if (!asks_for_more(input)) return std::nullopt;
  if (input.multi_region_consistency || input.global_table_witness_updates) {
    return validation("Requests that modify replicas or witnesses must not also modify other fields");
  }
  return validation("One or more parameter values were invalid: Replica modification must be the only operation in the request");
}

}  // namespace

bool ReplicaOverrides::empty() const {
  return !kms_key && !read_units && !read_request_units && index_read_units.empty() && index_read_request_units.empty() &&
         !table_class;
}

Result<GroupUpdate> read_group_update(const UpdateTableInput& input, const TableRecord& table) {
  if (auto wrong = check_alone(input)) return aws::fail(std::move(*wrong));
  GroupUpdate out{.strong = input.multi_region_consistency == "STRONG"};
  for (const auto& update : *input.replica_updates) {
    auto action = read_action(update);
    if (!action) return aws::fail(std::move(action.error()));
    const auto is_same = [&action](const ReplicaAction& other) {
      return other.kind == action->kind && other.region == action->region && action->kind == ReplicaActionKind::create;
    };
    if (std::ranges::none_of(out.actions, is_same)) out.actions.push_back(std::move(*action));
  }
  if (input.global_table_witness_updates) {
    for (const auto& witness : *input.global_table_witness_updates) {
      if (witness.create) out.new_witness = *witness.create->region_name;
      if (witness.delete_) out.witness_to_go = *witness.delete_->region_name;
    }
  }
  if (auto wrong = check_group_update(out, input.multi_region_consistency.has_value(), table))
    return aws::fail(std::move(*wrong));
  return out;
}

}  // namespace winterbaume::dynamodb::global
