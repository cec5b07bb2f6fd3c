#include "services/dynamodb/global/new_replica.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/tables/new_table.h"

namespace winterbaume::dynamodb::global {
namespace {

// A bare id is a key of the replica's region.
std::string key_arn(const TableRecord& table, const std::string& region, const std::string& key) {
  if (key.starts_with("arn:")) return key;
  const bool alias = key.starts_with("alias/");
  return fmt::format("arn:aws:kms:{}:{}:{}{}", region, table.account_id, alias ? "" : "key/", key);
}

std::optional<EncryptionRecord> encryption_of(const TableRecord& table, const ReplicaAction& action) {
  if (!table.encryption) return std::nullopt;
  const auto key = action.overrides.kms_key.value_or("alias/aws/dynamodb");
  return EncryptionRecord{.kms_key_arn = key_arn(table, action.region, key), .inaccessible_since = std::nullopt};
}

void settle_indexes(TableRecord& replica) {
  const auto settle = [](auto& index) {
    index.status = IndexStatus::active;
    index.backfilling = false;
    index.changing_until.reset();
  };
  for (auto& index : replica.indexes) settle(index);
  for (auto& index : replica.vector_indexes) settle(index);
}

void override_units(std::map<std::string, std::int64_t>& kept, const std::map<std::string, std::int64_t>& asked,
                    const TableRecord& base, std::int64_t (*units)(const IndexRecord&)) {
  for (const auto& [name, value] : asked) {
    const auto index = std::ranges::find(base.indexes, name, &IndexRecord::name);
    if (index == base.indexes.end()) continue;  // AWS passes over names that it does not know
    if (units(*index) == value) {
      kept.erase(name);
    } else {
      kept[name] = value;
    }
  }
}

IndexRecord* find_index(TableRecord& table, const std::string& name) {
  const auto found = std::ranges::find(table.indexes, name, &IndexRecord::name);
  return found == table.indexes.end() ? nullptr : &*found;
}

// A stream is copied with its view; a table without one gets new and old images.
void take_stream(TableRecord& replica, const TableRecord& table, TimePoint now) {
  replica.streams.clear();
  if (is_strong(table)) return;  // each region's own
  enable_stream(replica, now);
  if (!table.streams.empty() && table.streams.back().enabled) replica.streams.back().view = table.streams.back().view;
}

}  // namespace

void enable_stream(TableRecord& table, TimePoint now) {
  if (!table.streams.empty() && table.streams.back().enabled) return;
  table.streams.push_back({.label = stream_label(now),
                           .view = StreamView::new_and_old_images,
                           .enabled = true,
                           .created = now,
                           .disabled = std::nullopt});
}

TableRecord make_replica_record(const aws::RequestContext& context, const TableRecord& table, const ReplicaAction& action) {
  auto replica = table;
  replica.region = action.region;
  replica.id = context.ids->uuid().text();
  replica.created = context.now;
  replica.status = TableStatus::creating;
  replica.changing_until = k_end_of_time;
  settle_indexes(replica);
  take_stream(replica, table, context.now);
  if (replica.billing == BillingMode::pay_per_request) replica.billing_changed = context.now;
  replica.encryption = encryption_of(table, action);
  replica.time_to_live.filling = false;
  replica.deletion_protected = false;
  replica.continuous_backups = {};
  replica.restored.reset();
  replica.tags.clear();
  replica.policy.clear();
  replica.policy_revision.clear();
  const auto group = group_settings(table);
  replica.settings.clear();
  set_group_settings(replica, group);
  override_own(replica, table, action.overrides, context.now);
  return replica;
}

ReplicaRecord make_replica(const aws::RequestContext& context, const TableRecord& table, const ReplicaAction& action) {
  ReplicaRecord replica{.region = action.region, .status = "CREATING"};
  if (const auto encryption = encryption_of(table, action)) replica.kms_key_arn = encryption->kms_key_arn;
  if (action.overrides.table_class) {
    replica.table_class = *action.overrides.table_class;
    replica.class_changed = context.now;
  }
  return replica;
}

void override_own(TableRecord& replica, const TableRecord& base, const ReplicaOverrides& overrides, TimePoint now) {
  if (overrides.table_class) {
    replica.table_class = *overrides.table_class;
    replica.table_class_changed = now;
  }
  if (base.billing == BillingMode::provisioned && overrides.read_units) replica.throughput.read_units = *overrides.read_units;
  if (overrides.read_request_units) replica.on_demand.read_units = *overrides.read_request_units;
  for (const auto& [name, units] : overrides.index_read_units) {
    if (auto* index = find_index(replica, name)) index->throughput.read_units = units;
  }
  for (const auto& [name, units] : overrides.index_read_request_units) {
    if (auto* index = find_index(replica, name)) index->on_demand.read_units = units;
  }
}

void override_listed(TableRecord& table, const std::string& region, const TableRecord& base, const ReplicaOverrides& overrides,
                     TimePoint now) {
  auto* replica = find_replica(table, region);
  if (replica == nullptr) return;
  if (overrides.table_class) {
    replica->table_class = *overrides.table_class;
    replica->class_changed = now;
  }
  if (base.billing == BillingMode::provisioned && overrides.read_units) {
    replica->read_units = overrides.read_units;
    if (*overrides.read_units == base.throughput.read_units) replica->read_units.reset();
  }
  override_units(replica->index_read_units, overrides.index_read_units, base,
                 [](const IndexRecord& index) { return index.throughput.read_units; });
  auto settings = group_settings(table);
  if (overrides.read_request_units) {
    settings.read_request_units[region] = *overrides.read_request_units;
    if (overrides.read_request_units == base.on_demand.read_units) settings.read_request_units.erase(region);
  }
  override_units(settings.index_read_request_units[region], overrides.index_read_request_units, base,
                 [](const IndexRecord& index) { return index.on_demand.read_units.value_or(-1); });
  set_group_settings(table, settings);
}

}  // namespace winterbaume::dynamodb::global
