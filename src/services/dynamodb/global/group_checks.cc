#include "services/dynamodb/global/group_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/regions.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb::global {
namespace {

using aws::errors::validation;

constexpr auto k_source_kept = std::chrono::hours(24);

std::size_t count(const GroupUpdate& update, ReplicaActionKind kind) {
  return static_cast<std::size_t>(std::ranges::count(update.actions, kind, &ReplicaAction::kind));
}

std::optional<aws::Error> check_strong_regions(const GroupUpdate& update, const TableRecord& table) {
  std::vector<std::string> unsupported;
  const auto look_at = [&unsupported](const std::string& region) {
    if (!takes_strong_replicas(region) && std::ranges::find(unsupported, region) == unsupported.end()) {
      unsupported.push_back(region);
    }
  };
  for (const auto& action : update.actions) look_at(action.region);
  if (update.new_witness) look_at(*update.new_witness);
  look_at(table.region);
  if (unsupported.empty()) return std::nullopt;
  return validation(
      fmt::format("Unsupported Region(s) specified for global tables with MultiRegionConsistency set to STRONG: [{}].",
                  fmt::join(unsupported, ", ")));
}

// Two replicas more, or one and a witness.
std::optional<aws::Error> check_strong_creation(const GroupUpdate& update, const TableRecord& table) {
  if (count(update, ReplicaActionKind::create) + (update.new_witness ? 1 : 0) != 2) {
    return validation("Unsupported replica count for global tables with MultiRegionConsistency set to STRONG.");
  }
  if (auto wrong = check_strong_regions(update, table)) return wrong;
  if (update.new_witness == table.region) {
    return validation(
        "Cannot add a witness in the same region as an existing replica when creating a global table with MultiRegionConsistency "
        "set to STRONG.");
  }
  if (update.new_witness && update.new_witness == update.actions.front().region) {
    return validation("Cannot target multiple regions with the same action");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_consistency(const GroupUpdate& update, bool with_consistency, const TableRecord& table) {
  if (with_consistency && count(update, ReplicaActionKind::create) != update.actions.size()) {
    return validation("Only Replica Create actions are supported when MultiRegionConsistency parameter is provided.");
  }
  if (update.new_witness && !update.strong) {
    return validation("MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.");
  }
  if (update.strong) {
    if (auto wrong = check_strong_creation(update, table)) return wrong;
  }
  if (with_consistency && !table.replicas.empty()) {
    return validation("MultiRegionConsistency parameter is unsupported on existing global table");
  }
  return std::nullopt;
}

// A strongly consistent group goes as a whole.
std::optional<aws::Error> check_frozen(const GroupUpdate& update, const TableRecord& table) {
  if (count(update, ReplicaActionKind::create) > 0) {
    return validation("Cannot add replicas to a global table with strong MultiRegionConsistency");
  }
  const auto gone = count(update, ReplicaActionKind::delete_);
  if (gone == 0) return std::nullopt;
  const auto witnesses = group_settings(table).witnesses;
  const auto& witness = update.witness_to_go;
  if (witness && std::ranges::find(witnesses, *witness, &WitnessRecord::region) == witnesses.end()) {
    return validation(fmt::format(
        "Update global table operation failed because one or more witnesses were not part of the global table. Please "
        "retry the request without these witnesses: [{}].",
        *witness));
  }
  if (!witness && !witnesses.empty()) {
    return validation("Update table delete operation does not include all witnesses.");
  }
  if (gone + 1 < table.replicas.size()) {
    return validation(
        "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG.");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_regions(const GroupUpdate& update, const TableRecord& table) {
  std::vector<std::string> strangers;
  for (const auto& action : update.actions) {
    if (action.region == table.region) {
      return validation(
          "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as "
          "required.");
    }
    if (!takes_replicas(action.region, table.region)) {
      return validation(fmt::format(
          "Region {} is not supported. The latest version of global tables are only supported in the following regions: {}",
          action.region, printed_regions(table.region)));
    }
    const bool known = find_replica(table, action.region) != nullptr;
    if (!known && action.kind != ReplicaActionKind::create) strangers.push_back(action.region);
  }
  if (strangers.empty()) return std::nullopt;
  return validation(
      fmt::format("Update global table operation failed because one or more replicas were not part of the global table. Please "
                  "retry the request without these replicas: [{}].",
                  fmt::join(strangers, ", ")));
}

bool is_customer_key(std::string_view arn) { return !arn.empty() && !arn.ends_with("alias/aws/dynamodb"); }

std::optional<aws::Error> check_key(const ReplicaAction& action, const TableRecord& table) {
  const bool customer_keys = table.encryption && is_customer_key(table.encryption->kms_key_arn);
  const auto& key = action.overrides.kms_key;
  const bool creates = action.kind == ReplicaActionKind::create;
  if (customer_keys && creates && key && !is_customer_key(*key)) {
    return validation(
        "One or more parameter values were invalid: All replica keys must either be Customer Managed CMK or AWS Managed CMK.");
  }
  // The key of a replica that is there is changed by SSESpecification, in its own region.
  const bool fits = creates ? customer_keys == key.has_value() : !key;
  if (fits || (creates && !customer_keys && table.encryption && !is_customer_key(*key))) return std::nullopt;
  return validation("One or more parameter values were invalid: KMSMasterKeyId must be specified for each replica.");
}

}  // namespace

std::optional<aws::Error> check_group_update(const GroupUpdate& update, bool with_consistency, const TableRecord& table) {
  const auto kind = update.actions.front().kind;
  if (count(update, kind) != update.actions.size()) {
    return validation("Update table operation with more than one type of replica actions not allowed.");
  }
  if (auto wrong = check_consistency(update, with_consistency, table)) return wrong;
  if (is_strong(table)) {
    if (auto wrong = check_regions(update, table)) return wrong;
    return check_frozen(update, table);
  }
  if (!update.strong && update.actions.size() > 1 && kind != ReplicaActionKind::update) {
    return validation("Update table operation with more than one create or delete replica actions not allowed");
  }
  if (table.global_table_version == k_legacy_version) {
    return validation(
        "One or more parameter values were invalid: ReplicaUpdates are not supported for global tables version 2017.11.29");
  }
  return check_regions(update, table);
}

std::optional<aws::Error> check_settled(const TableRecord& table, TimePoint now) {
  const auto is_changing = [](const ReplicaRecord& replica) { return replica.status != "ACTIVE"; };
  if (std::ranges::any_of(table.replicas, is_changing) ||
      (!table.replicas.empty() && status_at(table, now) != TableStatus::active)) {
    return errors::resource_in_use_exception("The resource which you are attempting to change is in use.");
  }
  const auto status = status_at(table, now);
  if (status == TableStatus::active) return std::nullopt;
  constexpr std::string_view k_prefix = "Attempt to change a resource which is still in use: ";
  if (status == TableStatus::updating) {
    return errors::resource_in_use_exception(
        fmt::format("{}Table: {} is in the process of being updated.", k_prefix, table.name));
  }
  return errors::resource_in_use_exception(
      fmt::format("{}Table is being {}: {}", k_prefix, status == TableStatus::creating ? "created" : "deleted", table.name));
}

std::optional<aws::Error> check_overrides(const ReplicaAction& action, const TableRecord& table) {
  const bool on_demand = table.billing == BillingMode::pay_per_request;
  const auto& overrides = action.overrides;
  if (action.kind == ReplicaActionKind::update && on_demand && (overrides.read_units || !overrides.index_read_units.empty())) {
    return validation("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (!on_demand && (overrides.read_request_units || !overrides.index_read_request_units.empty())) {
    return validation("MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED");
  }
  return check_key(action, table);
}

std::optional<aws::Error> check_no_source(const TableRecord& table, const std::string& region, TimePoint now) {
  for (const auto& [added, source] : group_settings(table).sources) {
    if (source.region != region || source.added + k_source_kept <= now) continue;
    return validation(
        "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the "
        "last "
        "24 hours.");
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb::global
