// What DescribeBackup and its kin answer.
#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/tables/table_description.h"

namespace winterbaume::dynamodb {
namespace {

std::string status_text(BackupStatus status) { return status == BackupStatus::creating ? "CREATING" : "AVAILABLE"; }
std::string type_text(BackupType type) { return type == BackupType::user ? "USER" : "SYSTEM"; }

ProvisionedThroughput units_of(const std::optional<ProvisionedThroughputDescription>& throughput) {
  if (!throughput) return {.read_capacity_units = 0, .write_capacity_units = 0};
  return {.read_capacity_units = throughput->read_capacity_units, .write_capacity_units = throughput->write_capacity_units};
}

SourceTableDetails source_details(const BackupRecord& backup, const TableDescription& table) {
  SourceTableDetails out;
  out.table_name = table.table_name;
  out.table_id = table.table_id;
  out.table_arn = table.table_arn;
  out.table_size_bytes = backup.bytes;
  out.key_schema = table.key_schema;
  out.table_creation_date_time = table.creation_date_time;
  out.provisioned_throughput = units_of(table.provisioned_throughput);
  out.on_demand_throughput = table.on_demand_throughput;
  out.item_count = backup.items;
  out.billing_mode = backup.table.billing == BillingMode::pay_per_request ? "PAY_PER_REQUEST" : "PROVISIONED";
  return out;
}

void describe_global(const TableDescription& table, SourceTableFeatureDetails& out) {
  if (!table.global_secondary_indexes) return;
  out.global_secondary_indexes.emplace();
  for (const auto& index : *table.global_secondary_indexes) {
    out.global_secondary_indexes->push_back({.index_name = index.index_name,
                                             .key_schema = index.key_schema,
                                             .projection = index.projection,
                                             .provisioned_throughput = units_of(index.provisioned_throughput),
                                             .on_demand_throughput = index.on_demand_throughput});
  }
}

void describe_local(const TableDescription& table, SourceTableFeatureDetails& out) {
  if (!table.local_secondary_indexes) return;
  out.local_secondary_indexes.emplace();
  for (const auto& index : *table.local_secondary_indexes) {
    out.local_secondary_indexes->push_back(
        {.index_name = index.index_name, .key_schema = index.key_schema, .projection = index.projection});
  }
}

void describe_vectors(const TableDescription& table, SourceTableFeatureDetails& out) {
  if (!table.vector_indexes) return;
  out.vector_indexes.emplace();
  for (const auto& index : *table.vector_indexes) {
    auto& info = out.vector_indexes->emplace_back();
    info.index_name = index.index_name;
    info.search_schema = index.search_schema;
    info.projection = index.projection;
    info.vector_attribute = index.vector_attribute;
    info.dimensions = index.dimensions;
    info.distance_function = index.distance_function;
  }
}

SourceTableFeatureDetails feature_details(const BackupRecord& backup, const TableDescription& table) {
  SourceTableFeatureDetails out;
  describe_local(table, out);
  describe_global(table, out);
  describe_vectors(table, out);
  out.stream_description = table.stream_specification;
  const auto& expiry = backup.table.time_to_live;
  out.time_to_live_description = TimeToLiveDescription{.time_to_live_status = expiry.enabled ? "ENABLED" : "DISABLED"};
  if (expiry.enabled) out.time_to_live_description->attribute_name = expiry.attribute;
  out.sse_description = table.sse_description;
  return out;
}

}  // namespace

BackupDetails describe_backup_details(const BackupRecord& backup) {
  BackupDetails out;
  out.backup_arn = backup_arn(backup);
  out.backup_name = backup.name;
  out.backup_size_bytes = backup.bytes;
  out.backup_status = status_text(backup.status);
  out.backup_type = type_text(backup.type);
  out.backup_creation_date_time = backup.created;
  out.backup_expiry_date_time = backup.expires;
  return out;
}

BackupDescription describe_backup_record(const BackupRecord& backup) {
  const auto table = describe_table_record(backup.table, {}, backup.created);
  BackupDescription out;
  out.backup_details = describe_backup_details(backup);
  out.source_table_details = source_details(backup, table);
  out.source_table_feature_details = feature_details(backup, table);
  return out;
}

BackupSummary summarize_backup(const BackupRecord& backup) {
  BackupSummary out;
  out.table_name = backup.table.name;
  out.table_id = backup.table.id;
  out.table_arn = table_arn(backup.table);
  out.backup_arn = backup_arn(backup);
  out.backup_name = backup.name;
  out.backup_creation_date_time = backup.created;
  out.backup_expiry_date_time = backup.expires;
  out.backup_status = status_text(backup.status);
  out.backup_type = type_text(backup.type);
  out.backup_size_bytes = backup.bytes;
  return out;
}

}  // namespace winterbaume::dynamodb
