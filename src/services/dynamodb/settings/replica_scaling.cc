#include "services/dynamodb/settings/replica_scaling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

using Problem = std::optional<aws::Error>;
using Input = UpdateTableReplicaAutoScalingInput;

// One update of the request: what it scales, and the name that AWS's message has for its parameter.
struct Asked {
  const AutoScalingSettingsUpdate* update;
  ScaledCapacity capacity;
  std::string_view parameter;
};

void add_asked(std::vector<Asked>& out, const std::optional<AutoScalingSettingsUpdate>& update, ScaledCapacity capacity,
               std::string_view parameter) {
  if (update) out.push_back({&*update, capacity, parameter});
}

// Points into the request.
std::vector<Asked> all_asked(const Input& input) {
  std::vector<Asked> out;
  add_asked(out, input.provisioned_write_capacity_auto_scaling_update, ScaledCapacity::write,
            "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate");
  if (input.global_secondary_index_updates) {
    for (const auto& index : *input.global_secondary_index_updates) {
      add_asked(out, index.provisioned_write_capacity_auto_scaling_update, ScaledCapacity::write,
                "GlobalTableGlobalSecondaryIndexSettingsUpdate");
    }
  }
  if (!input.replica_updates) return out;
  for (const auto& replica : *input.replica_updates) {
    add_asked(out, replica.replica_provisioned_read_capacity_auto_scaling_update, ScaledCapacity::read,
              "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate");
    if (!replica.replica_global_secondary_index_updates) continue;
    for (const auto& index : *replica.replica_global_secondary_index_updates) {
      add_asked(out, index.provisioned_read_capacity_auto_scaling_update, ScaledCapacity::read,
                "ReplicaGlobalSecondaryIndexSettingsUpdate");
    }
  }
  return out;
}

std::string failed(std::string_view table, std::string_view why) {
  return fmt::format("Failed to update settings for global table with name: ‘{}’ {}", table, why);
}

Problem check_shapes(const Input& input, const std::string& table) {
  const auto asked = all_asked(input);
  if (asked.empty() && !input.replica_updates) {
    return aws::errors::validation(failed(table, "because at least one update parameter must be specified."));
  }
  for (const auto& one : asked) {
    if (auto wrong = check_scaling_shape(*one.update, table)) return wrong;
  }
  return std::nullopt;
}

Problem check_regions(const Input& input, const TableRecord& table) {
  if (!input.replica_updates) return std::nullopt;
  std::vector<std::string> seen;
  std::vector<std::string> twice;
  std::vector<std::string> unknown;
  for (const auto& replica : *input.replica_updates) {
    const auto& region = *replica.region_name;
    const bool indexes =
        replica.replica_global_secondary_index_updates && !replica.replica_global_secondary_index_updates->empty();
    if (!indexes && !replica.replica_provisioned_read_capacity_auto_scaling_update) {
      return aws::errors::validation(
          failed(table.name, fmt::format("because at least one update parameter must be specified for region: ‘{}’.", region)));
    }
    if (std::ranges::find(seen, region) != seen.end()) twice.push_back(region);
    if (global::find_replica(table, region) == nullptr) unknown.push_back(region);
    seen.push_back(region);
  }
  if (!twice.empty()) {
    return aws::errors::validation(
        failed(table.name, fmt::format("because the regions: ‘[{}]’ were specified more than once.", fmt::join(twice, ", "))));
  }
  if (unknown.empty()) return std::nullopt;
  return errors::resource_not_found_exception(
      failed(table.name, fmt::format("because replicas in regions: ‘[{}]’ do not exist.", fmt::join(unknown, ", "))));
}

Problem check_billing(const Input& input, const TableRecord& table) {
  if (table.billing == BillingMode::provisioned) return std::nullopt;
  for (const auto& one : all_asked(input)) {
    if (ends_scaling(*one.update)) continue;
    std::vector<std::string> regions;
    for (const auto& replica : table.replicas) regions.push_back("'" + boost::to_upper_copy(replica.region) + "'");
    std::ranges::sort(regions);
    return aws::errors::validation(
        fmt::format("Failed to update global table with name ‘{}‘. Replicas {} BillingMode is PayPerRequest. You must convert "
                    "table's BillingMode to PROVISIONED to set parameters: '{}'.",
                    table.name, fmt::join(regions, ", "), one.parameter));
  }
  return std::nullopt;
}

// An index that is still being made is not there yet (measured).
bool has_index(const TableRecord& table, const std::string& name, TimePoint now) {
  return std::ranges::any_of(table.indexes, [&](const IndexRecord& index) {
    return index.global && index.name == name && status_at(index, now) != IndexStatus::creating;
  });
}

Problem check_indexes(const Input& input, const std::vector<TablePtr>& members, TimePoint now) {
  const auto& table = members.front()->record;
  std::vector<std::string> unknown;
  if (input.global_secondary_index_updates) {
    for (const auto& index : *input.global_secondary_index_updates) {
      if (!has_index(table, *index.index_name, now)) unknown.push_back(*index.index_name);
    }
  }
  if (!unknown.empty()) {
    return errors::resource_not_found_exception(
        failed(table.name,
               fmt::format("because the global secondary indexes with names: ‘[{}]’ do not exist.", fmt::join(unknown, ", "))));
  }
  if (!input.replica_updates) return std::nullopt;
  for (const auto& replica : *input.replica_updates) {
    if (!replica.replica_global_secondary_index_updates) continue;
    for (const auto& index : *replica.replica_global_secondary_index_updates) {
      if (has_index(table, *index.index_name, now)) continue;
      return errors::resource_not_found_exception(
          failed(table.name, fmt::format("because a global secondary index with name: ‘{}’ does not exist in region: ‘{}’.",
                                         *index.index_name, *replica.region_name)));
    }
  }
  return std::nullopt;
}

std::string index_resource(const TableRecord& table, const std::string& index) {
  return fmt::format("table/{}/index/{}", table.name, index);
}

IndexRecord* find_index(TableRecord& table, const std::string& name) {
  const auto found = std::ranges::find(table.indexes, name, &IndexRecord::name);
  return found == table.indexes.end() ? nullptr : &*found;
}

void scale_index(TableRecord& table, const std::string& name, const std::optional<AutoScalingSettingsUpdate>& update,
                 ScaledCapacity capacity, std::map<std::string, ScalingRecord>& by_index) {
  if (!update) return;
  const auto scaling = scaling_after(*update, capacity, index_resource(table, name));
  if (!scaling) {
    by_index.erase(name);
    return;
  }
  by_index[name] = *scaling;
  auto* index = find_index(table, name);
  if (index == nullptr) return;
  auto& units = capacity == ScaledCapacity::read ? index->throughput.read_units : index->throughput.write_units;
  units = scaled_units(units, scaling);
}

void scale_reads(const ReplicaAutoScalingUpdate& update, TableRecord& replica, AutoScalingRecord& scaling) {
  if (const auto& reads = update.replica_provisioned_read_capacity_auto_scaling_update) {
    scaling.read = scaling_after(*reads, ScaledCapacity::read, "table/" + replica.name);
    replica.throughput.read_units = scaled_units(replica.throughput.read_units, scaling.read);
  }
  if (!update.replica_global_secondary_index_updates) return;
  for (const auto& index : *update.replica_global_secondary_index_updates) {
    scale_index(replica, *index.index_name, index.provisioned_read_capacity_auto_scaling_update, ScaledCapacity::read,
                scaling.index_reads);
  }
}

}  // namespace

Problem check_replica_scaling(const aws::RequestContext& context, const Input& input, const std::vector<TablePtr>& members) {
  const auto& table = members.front()->record;
  if (auto wrong = check_shapes(input, table.name)) return wrong;
  if (auto wrong = check_regions(input, table)) return wrong;
  if (auto wrong = check_billing(input, table)) return wrong;
  if (auto wrong = check_indexes(input, members, context.now)) return wrong;
  for (const auto& one : all_asked(input)) {
    if (auto wrong = check_scaling_values(context, *one.update, one.capacity)) return wrong;
  }
  return std::nullopt;
}

void apply_replica_scaling(const Input& input, TableRecord& replica) {
  auto scaling = auto_scaling(replica);
  if (const auto& writes = input.provisioned_write_capacity_auto_scaling_update) {
    scaling.write = scaling_after(*writes, ScaledCapacity::write, "table/" + replica.name);
    replica.throughput.write_units = scaled_units(replica.throughput.write_units, scaling.write);
  }
  if (input.global_secondary_index_updates) {
    for (const auto& index : *input.global_secondary_index_updates) {
      scale_index(replica, *index.index_name, index.provisioned_write_capacity_auto_scaling_update, ScaledCapacity::write,
                  scaling.index_writes);
    }
  }
  if (input.replica_updates) {
    for (const auto& update : *input.replica_updates) {
      if (*update.region_name == replica.region) scale_reads(update, replica, scaling);
    }
  }
  set_auto_scaling(replica, scaling);
}

TableAutoScalingDescription describe_replica_scaling(const TableRecord& table, const std::vector<TablePtr>& members,
                                                     TimePoint now) {
  TableAutoScalingDescription out;
  out.table_name = table.name;
  out.table_status = std::string(status_name(status_at(table, now)));
  out.replicas.emplace();
  for (const auto& member : members) {
    const auto& record = member->record;
    const auto scaling = auto_scaling(record);
    auto& replica = out.replicas->emplace_back();
    replica.region_name = record.region;
    if (const auto* listed = global::find_replica(table, record.region)) replica.replica_status = listed->status;
    replica.replica_provisioned_read_capacity_auto_scaling_settings = describe_scaling(record, scaling.read);
    replica.replica_provisioned_write_capacity_auto_scaling_settings = describe_scaling(record, scaling.write);
    replica.global_secondary_indexes.emplace();
    for (const auto& index : record.indexes) {
      if (!has_index(record, index.name, now)) continue;
      auto& described = replica.global_secondary_indexes->emplace_back();
      described.index_name = index.name;
      described.index_status = std::string(status_name(status_at(index, now)));
      described.provisioned_read_capacity_auto_scaling_settings =
          describe_scaling(record, find_scaling(scaling.index_reads, index.name));
      described.provisioned_write_capacity_auto_scaling_settings =
          describe_scaling(record, find_scaling(scaling.index_writes, index.name));
    }
  }
  std::ranges::sort(*out.replicas, {}, &ReplicaAutoScalingDescription::region_name);
  return out;
}

}  // namespace winterbaume::dynamodb
