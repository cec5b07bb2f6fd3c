#include "services/dynamodb/global/legacy_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/settings/replica_scaling.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb::global {
namespace {

using Input = UpdateGlobalTableSettingsInput;
using Problem = std::optional<aws::Error>;

// The scaling that the request asks for, as the other version asks for it.
UpdateTableReplicaAutoScalingInput scaling_of(const Input& input) {
  UpdateTableReplicaAutoScalingInput out{.table_name = input.global_table_name};
  out.provisioned_write_capacity_auto_scaling_update = input.global_table_provisioned_write_capacity_auto_scaling_settings_update;
  if (input.global_table_global_secondary_index_settings_update) {
    for (const auto& index : *input.global_table_global_secondary_index_settings_update) {
      if (!index.provisioned_write_capacity_auto_scaling_settings_update) continue;
      if (!out.global_secondary_index_updates) out.global_secondary_index_updates.emplace();
      out.global_secondary_index_updates->push_back(
          {index.index_name, index.provisioned_write_capacity_auto_scaling_settings_update});
    }
  }
  if (!input.replica_settings_update) return out;
  for (const auto& replica : *input.replica_settings_update) {
    ReplicaAutoScalingUpdate update{.region_name = replica.region_name};
    update.replica_provisioned_read_capacity_auto_scaling_update =
        replica.replica_provisioned_read_capacity_auto_scaling_settings_update;
    if (replica.replica_global_secondary_index_settings_update) {
      for (const auto& index : *replica.replica_global_secondary_index_settings_update) {
        if (!index.provisioned_read_capacity_auto_scaling_settings_update) continue;
        if (!update.replica_global_secondary_index_updates) update.replica_global_secondary_index_updates.emplace();
        update.replica_global_secondary_index_updates->push_back(
            {index.index_name, index.provisioned_read_capacity_auto_scaling_settings_update});
      }
    }
    if (!update.replica_provisioned_read_capacity_auto_scaling_update && !update.replica_global_secondary_index_updates) continue;
    if (!out.replica_updates) out.replica_updates.emplace();
    out.replica_updates->push_back(std::move(update));
  }
  return out;
}

bool asks_for_scaling(const UpdateTableReplicaAutoScalingInput& input) {
  return input.provisioned_write_capacity_auto_scaling_update || input.global_secondary_index_updates || input.replica_updates;
}

std::string failed(const TableRecord& table, std::string_view why) {
  return fmt::format("Failed to update settings for global table with name: ‘{}’ because {}", table.name, why);
}

Problem check_asked(const Input& input, const TableRecord& table) {
  const bool some = input.global_table_billing_mode || input.global_table_provisioned_write_capacity_units ||
                    input.global_table_provisioned_write_capacity_auto_scaling_settings_update ||
                    input.global_table_global_secondary_index_settings_update || input.replica_settings_update;
  if (some) return std::nullopt;
  return aws::errors::validation(failed(table, "at least one update parameter must be specified."));
}

Problem check_regions(const Input& input, const TableRecord& table) {
  if (!input.replica_settings_update) return std::nullopt;
  std::vector<std::string> seen;
  for (const auto& replica : *input.replica_settings_update) {
    const auto& region = *replica.region_name;
    if (find_replica(table, region) == nullptr) {
      return errors::replica_not_found_exception(failed(table, fmt::format("replicas in regions: ‘[{}]’ do not exist.", region)));
    }
    if (std::ranges::find(seen, region) != seen.end()) {
      return aws::errors::validation(failed(table, fmt::format("the regions: ‘[{}]’ were specified more than once.", region)));
    }
    seen.push_back(region);
  }
  return std::nullopt;
}

bool has_index(const TableRecord& table, const std::optional<std::string>& name) {
  return std::ranges::any_of(table.indexes, [&name](const IndexRecord& index) { return index.global && index.name == name; });
}

Problem check_indexes(const Input& input, const TableRecord& table) {
  std::vector<std::string> unknown;
  const auto look_at = [&](const auto& indexes) {
    if (!indexes) return;
    for (const auto& index : *indexes) {
      if (!has_index(table, index.index_name)) unknown.push_back(*index.index_name);
    }
  };
  look_at(input.global_table_global_secondary_index_settings_update);
  if (input.replica_settings_update) {
    for (const auto& replica : *input.replica_settings_update) look_at(replica.replica_global_secondary_index_settings_update);
  }
  if (unknown.empty()) return std::nullopt;
  return errors::index_not_found_exception(
      failed(table, fmt::format("the global secondary indexes with names: ‘[{}]’ do not exist.", fmt::join(unknown, ", "))));
}

bool asks_for_units(const Input& input) {
  if (input.global_table_provisioned_write_capacity_units) return true;
  const auto has_units = [](const auto& indexes, auto member) {
    return indexes && std::ranges::any_of(*indexes, [member](const auto& index) { return (index.*member).has_value(); });
  };
  if (has_units(input.global_table_global_secondary_index_settings_update,
                &GlobalTableGlobalSecondaryIndexSettingsUpdate::provisioned_write_capacity_units)) {
    return true;
  }
  return input.replica_settings_update && std::ranges::any_of(*input.replica_settings_update, [&](const auto& replica) {
           return replica.replica_provisioned_read_capacity_units ||
                  has_units(replica.replica_global_secondary_index_settings_update,
                            &ReplicaGlobalSecondaryIndexSettingsUpdate::provisioned_read_capacity_units);
         });
}

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

// A replica as it would be.
Problem check_capacity(const Input& input, const TableRecord& replica) {
  if (replica.billing == BillingMode::pay_per_request) {
    if (!asks_for_units(input)) return std::nullopt;
    return invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (replica.throughput.read_units < 1 || replica.throughput.write_units < 1) {
    return invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  }
  for (const auto& index : replica.indexes) {
    if (!index.global || (index.throughput.read_units > 0 && index.throughput.write_units > 0)) continue;
    return invalid(fmt::format("ProvisionedThroughput must be specified for index: {}", index.name));
  }
  return std::nullopt;
}

IndexRecord* find_index(TableRecord& table, const std::optional<std::string>& name) {
  const auto found = std::ranges::find(table.indexes, name, &IndexRecord::name);
  return found == table.indexes.end() ? nullptr : &*found;
}

void switch_billing(const std::string& mode, TableRecord& replica, TimePoint now) {
  const auto asked = mode == "PROVISIONED" ? BillingMode::provisioned : BillingMode::pay_per_request;
  if (replica.billing == asked) return;
  replica.billing = asked;
  if (asked == BillingMode::pay_per_request) replica.billing_changed = now;
  replica.throughput = {};
  for (auto& index : replica.indexes) index.throughput = {};
}

void apply_writes(const Input& input, TableRecord& replica) {
  if (const auto units = input.global_table_provisioned_write_capacity_units) replica.throughput.write_units = *units;
  if (!input.global_table_global_secondary_index_settings_update) return;
  for (const auto& index : *input.global_table_global_secondary_index_settings_update) {
    auto* found = find_index(replica, index.index_name);
    if (found != nullptr && index.provisioned_write_capacity_units) {
      found->throughput.write_units = *index.provisioned_write_capacity_units;
    }
  }
}

void apply_reads(const ReplicaSettingsUpdate& update, TableRecord& replica, TimePoint now) {
  if (const auto units = update.replica_provisioned_read_capacity_units) replica.throughput.read_units = *units;
  if (update.replica_table_class && *update.replica_table_class != replica.table_class) {
    replica.table_class = *update.replica_table_class;
    replica.table_class_changed = now;
  }
  if (!update.replica_global_secondary_index_settings_update) return;
  for (const auto& index : *update.replica_global_secondary_index_settings_update) {
    auto* found = find_index(replica, index.index_name);
    if (found != nullptr && index.provisioned_read_capacity_units) {
      found->throughput.read_units = *index.provisioned_read_capacity_units;
    }
  }
}

ReplicaSettingsDescription describe_settings(const TableRecord& record, TimePoint now) {
  const auto scaling = auto_scaling(record);
  ReplicaSettingsDescription out;
  out.region_name = record.region;
  const auto* listed = find_replica(record, record.region);
  out.replica_status = listed == nullptr ? "ACTIVE" : listed->status;
  const bool on_demand = record.billing == BillingMode::pay_per_request;
  out.replica_billing_mode_summary = BillingModeSummary{on_demand ? "PAY_PER_REQUEST" : "PROVISIONED", record.billing_changed};
  out.replica_provisioned_read_capacity_units = record.throughput.read_units;
  out.replica_provisioned_read_capacity_auto_scaling_settings = describe_scaling(record, scaling.read);
  out.replica_provisioned_write_capacity_units = record.throughput.write_units;
  out.replica_provisioned_write_capacity_auto_scaling_settings = describe_scaling(record, scaling.write);
  out.replica_table_class_summary = TableClassSummary{record.table_class, record.table_class_changed};
  for (const auto& index : record.indexes) {
    if (!index.global) continue;
    if (!out.replica_global_secondary_index_settings) out.replica_global_secondary_index_settings.emplace();
    auto& described = out.replica_global_secondary_index_settings->emplace_back();
    described.index_name = index.name;
    described.index_status = std::string(status_name(status_at(index, now)));
    described.provisioned_read_capacity_units = index.throughput.read_units;
    described.provisioned_read_capacity_auto_scaling_settings =
        describe_scaling(record, find_scaling(scaling.index_reads, index.name));
    described.provisioned_write_capacity_units = index.throughput.write_units;
    described.provisioned_write_capacity_auto_scaling_settings =
        describe_scaling(record, find_scaling(scaling.index_writes, index.name));
  }
  return out;
}

}  // namespace

Problem check_legacy_settings(const aws::RequestContext& context, const Input& input, const std::vector<TablePtr>& members) {
  const auto& first = members.front()->record;
  if (auto wrong = check_asked(input, first)) return wrong;
  if (auto wrong = check_regions(input, first)) return wrong;
  if (auto wrong = check_indexes(input, first)) return wrong;
  // Scaling is looked at with the billing mode that is asked for.
  std::vector<TablePtr> switched;
  for (const auto& member : members) {
    auto table = *member;
    if (input.global_table_billing_mode) switch_billing(*input.global_table_billing_mode, table.record, context.now);
    switched.push_back(std::make_shared<const Table>(std::move(table)));
  }
  if (const auto scaling = scaling_of(input); asks_for_scaling(scaling)) {
    if (auto wrong = check_replica_scaling(context, scaling, switched)) return wrong;
  }
  for (const auto& member : members) {
    auto record = member->record;
    apply_legacy_settings(input, record, context.now);
    if (auto wrong = check_capacity(input, record)) return wrong;
  }
  return std::nullopt;
}

void apply_legacy_settings(const Input& input, TableRecord& replica, TimePoint now) {
  if (input.global_table_billing_mode) switch_billing(*input.global_table_billing_mode, replica, now);
  apply_writes(input, replica);
  if (input.replica_settings_update) {
    for (const auto& update : *input.replica_settings_update) {
      if (*update.region_name == replica.region) apply_reads(update, replica, now);
    }
  }
  if (const auto scaling = scaling_of(input); asks_for_scaling(scaling)) apply_replica_scaling(scaling, replica);
}

std::vector<ReplicaSettingsDescription> describe_legacy_settings(const std::vector<TablePtr>& members, TimePoint now) {
  std::vector<ReplicaSettingsDescription> out;
  for (const auto& member : members) out.push_back(describe_settings(member->record, now));
  return out;
}

}  // namespace winterbaume::dynamodb::global
