#include "services/dynamodb/tables/table_description.h"

#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/global/shared_settings.h"
#include "services/dynamodb/tables/index_definitions.h"
#include "services/dynamodb/tables/key_schemas.h"
#include "services/dynamodb/tables/table_encryption.h"
#include "services/dynamodb/tables/throughput.h"
#include "services/dynamodb/tables/transitions.h"
#include "services/dynamodb/tables/vector_index_definitions.h"

namespace winterbaume::dynamodb {
namespace {

ItemCount count_of(const TableCount& count, const std::string& index) {
  const auto found = count.indexes.find(index);
  return found == count.indexes.end() ? ItemCount{} : found->second;
}

template <class Description>
void describe_warm(const UnitsRecord& asked, const TableRecord& table, const ThroughputRecord& throughput, Description& out) {
  const auto warm = warm_units(asked, table.billing, throughput);
  out.read_units_per_second = warm.read_units;
  out.write_units_per_second = warm.write_units;
  out.status = "ACTIVE";
}

GlobalSecondaryIndexDescription describe_global(const TableRecord& table, const IndexRecord& index, const ItemCount& count,
                                                TimePoint now) {
  GlobalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = describe(index.keys);
  out.projection = describe_projection(index);
  out.index_status = std::string(status_name(status_at(index, now)));
  if (index.status == IndexStatus::creating && index.backfilling) out.backfilling = true;
  out.provisioned_throughput = describe(index.throughput);
  out.index_size_bytes = count.bytes;
  out.item_count = count.items;
  out.index_arn = index_arn(table, index.name);
  if (index.on_demand.read_units || index.on_demand.write_units) out.on_demand_throughput = describe_on_demand(index.on_demand);
  describe_warm(index.warm, table, index.throughput, out.warm_throughput.emplace());
  return out;
}

LocalSecondaryIndexDescription describe_local(const TableRecord& table, const IndexRecord& index, const ItemCount& count) {
  LocalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = describe(index.keys);
  out.projection = describe_projection(index);
  out.index_size_bytes = count.bytes;
  out.item_count = count.items;
  out.index_arn = index_arn(table, index.name);
  return out;
}

void describe_indexes(const TableRecord& table, const TableCount& count, TimePoint now, TableDescription& out) {
  for (const auto& index : table.indexes) {
    const auto counted = count_of(count, index.name);
    if (index.global) {
      if (!out.global_secondary_indexes) out.global_secondary_indexes.emplace();
      out.global_secondary_indexes->push_back(describe_global(table, index, counted, now));
    } else {
      if (!out.local_secondary_indexes) out.local_secondary_indexes.emplace();
      out.local_secondary_indexes->push_back(describe_local(table, index, counted));
    }
  }
  if (!table.vector_indexes.empty()) out.vector_indexes = describe_vector_indexes(table);
}

void describe_stream(const TableRecord& table, TableDescription& out) {
  if (table.streams.empty()) return;
  const auto& newest = table.streams.back();
  out.latest_stream_label = newest.label;
  out.latest_stream_arn = stream_arn(table, newest);
  if (!newest.enabled) return;
  out.stream_specification =
      StreamSpecification{.stream_enabled = true, .stream_view_type = std::string(stream_view_name(newest.view))};
}

// Of a replica and its indexes: what it has of its own. The rest is absent, but for what they are warm to (measured).
void describe_overrides(const TableRecord& table, const ReplicaRecord& replica, ReplicaDescription& out) {
  const auto group = global::group_settings(table);
  std::map<std::string, ReplicaGlobalSecondaryIndexDescription> indexes;
  for (const auto& index : table.indexes) {
    if (index.global) describe_warm(index.warm, table, index.throughput, indexes[index.name].warm_throughput.emplace());
  }
  for (const auto& [name, units] : replica.index_read_units) indexes[name].provisioned_throughput_override = {units};
  const auto on_demand = group.index_read_request_units.find(replica.region);
  if (on_demand != group.index_read_request_units.end()) {
    for (const auto& [name, units] : on_demand->second) indexes[name].on_demand_throughput_override = {units};
  }
  if (replica.read_units) out.provisioned_throughput_override = {replica.read_units};
  const auto units = group.read_request_units.find(replica.region);
  if (units != group.read_request_units.end()) out.on_demand_throughput_override = {units->second};
  for (auto& [name, index] : indexes) {
    if (!out.global_secondary_indexes) out.global_secondary_indexes.emplace();
    index.index_name = name;
    out.global_secondary_indexes->push_back(std::move(index));
  }
}

ReplicaDescription describe_replica(const TableRecord& table, const ReplicaRecord& replica) {
  ReplicaDescription out;
  out.region_name = replica.region;
  out.replica_status = replica.status;
  if (!replica.kms_key_arn.empty()) out.kms_master_key_id = replica.kms_key_arn;
  describe_overrides(table, replica, out);
  describe_warm(table.warm, table, table.throughput, out.warm_throughput.emplace());
  out.global_table_settings_replication_mode = global::settings_replication(table);
  if (!replica.table_class.empty()) {
    out.replica_table_class_summary = TableClassSummary{replica.table_class, replica.class_changed};
  }
  return out;
}

// Replicas of version 2017.11.29 are told by DescribeGlobalTable.
void describe_replicas(const TableRecord& table, TableDescription& out) {
  if (!table.global_table_version.empty()) out.global_table_version = table.global_table_version;
  if (!table.multi_region_consistency.empty()) out.multi_region_consistency = table.multi_region_consistency;
  if (auto mode = global::settings_replication(table); !mode.empty())
    out.global_table_settings_replication_mode = std::move(mode);
  if (table.global_table_version != global::k_current_version) return;
  for (const auto& replica : table.replicas) {
    if (replica.region == table.region) continue;
    if (!out.replicas) out.replicas.emplace();
    out.replicas->push_back(describe_replica(table, replica));
  }
  for (const auto& witness : global::group_settings(table).witnesses) {
    if (!out.global_table_witnesses) out.global_table_witnesses.emplace();
    out.global_table_witnesses->push_back({witness.region, witness.status});
  }
}

TableDescription describe_head(const TableRecord& table, const TableCount& count) {
  TableDescription out;
  out.table_name = table.name;
  out.provisioned_throughput = describe(table.throughput);
  out.table_size_bytes = count.table.bytes;
  out.item_count = count.table.items;
  out.table_arn = table_arn(table);
  out.table_id = table.id;
  if (table.billing == BillingMode::pay_per_request || table.billing_changed) {
    const bool on_demand = table.billing == BillingMode::pay_per_request;
    out.billing_mode_summary = BillingModeSummary{on_demand ? "PAY_PER_REQUEST" : "PROVISIONED", table.billing_changed};
  }
  out.deletion_protection_enabled = table.deletion_protected;
  return out;
}

}  // namespace

TableDescription describe_table_record(const TableRecord& table, const TableCount& count, TimePoint now) {
  auto out = describe_head(table, count);
  for (const auto& definition : table.attribute_definitions) {
    if (!out.attribute_definitions) out.attribute_definitions.emplace();
    out.attribute_definitions->push_back({definition.name, std::string(scalar_type_name(definition.type))});
  }
  out.key_schema = describe(table.keys);
  out.table_status = std::string(status_name(status_at(table, now)));
  out.creation_date_time = table.created;
  describe_indexes(table, count, now, out);
  describe_stream(table, out);
  describe_replicas(table, out);
  if (table.restored) {
    out.restore_summary = RestoreSummary{};
    if (!table.restored->source_backup_arn.empty()) out.restore_summary->source_backup_arn = table.restored->source_backup_arn;
    if (!table.restored->source_table_arn.empty()) out.restore_summary->source_table_arn = table.restored->source_table_arn;
    out.restore_summary->restore_date_time = table.restored->at;
    out.restore_summary->restore_in_progress = table.restored->in_progress;
  }
  out.sse_description = describe_encryption(table);
  if (table.table_class != "STANDARD" || table.table_class_changed) {
    out.table_class_summary = TableClassSummary{table.table_class, table.table_class_changed};
  }
  if (table.on_demand.read_units || table.on_demand.write_units) out.on_demand_throughput = describe_on_demand(table.on_demand);
  describe_warm(table.warm, table, table.throughput, out.warm_throughput.emplace());
  return out;
}

TableDescription describe_deleted_table(const TableRecord& table, const TableCount& count) {
  auto out = describe_head(table, count);
  out.table_status = "DELETING";
  return out;
}

}  // namespace winterbaume::dynamodb
