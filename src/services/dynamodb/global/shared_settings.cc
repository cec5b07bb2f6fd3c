#include "services/dynamodb/global/shared_settings.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/settings/auto_scaling.h"
#include "services/dynamodb/tables/table_change.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb::global {
namespace {

const std::string k_mode_setting = "settings_replication";
constexpr std::string_view k_default_mode = "ENABLED_WITH_OVERRIDES";

UpdateTableInput shared_part(const UpdateTableInput& input) {
  UpdateTableInput out{.table_name = input.table_name};
  out.attribute_definitions = input.attribute_definitions;
  out.billing_mode = input.billing_mode;
  out.provisioned_throughput = input.provisioned_throughput;
  out.global_secondary_index_updates = input.global_secondary_index_updates;
  out.table_class = input.table_class;
  out.on_demand_throughput = input.on_demand_throughput;
  out.warm_throughput = input.warm_throughput;
  // A key of the client's is of one region.
  if (input.sse_specification && !input.sse_specification->kms_master_key_id) out.sse_specification = input.sse_specification;
  return out;
}

bool shares_anything(const UpdateTableInput& shared) {
  return shared.billing_mode || shared.provisioned_throughput || shared.global_secondary_index_updates || shared.table_class ||
         shared.on_demand_throughput || shared.warm_throughput || shared.sse_specification;
}

void keep_overrides(TableRecord& record) {
  const auto* own = find_replica(record, record.region);
  if (own == nullptr) return;
  const bool provisioned = record.billing == BillingMode::provisioned;
  if (provisioned && own->read_units) record.throughput.read_units = *own->read_units;
  for (const auto& [name, units] : own->index_read_units) {
    const auto index = std::ranges::find(record.indexes, name, &IndexRecord::name);
    if (provisioned && index != record.indexes.end()) index->throughput.read_units = units;
  }
  const auto settings = group_settings(record);
  const auto units = settings.read_request_units.find(record.region);
  if (!provisioned && units != settings.read_request_units.end()) record.on_demand.read_units = units->second;
}

asio::awaitable<std::vector<TablePtr>> find_others(const DynamoDbDoor& door, TablePtr table) {
  if (table->record.global_table_version != k_current_version || settings_replication(table->record) == "DISABLED")
    co_return std::vector<TablePtr>();
  auto members = co_await find_members(door, table);
  std::erase_if(members, [&table](const TablePtr& member) { return member->record.region == table->record.region; });
  co_return members;
}

}  // namespace

std::string settings_replication(const TableRecord& table) {
  const auto kept = table.settings.find(k_mode_setting);
  if (kept != table.settings.end()) return kept->second;
  return table.global_table_version == k_current_version ? std::string(k_default_mode) : std::string();
}

std::optional<aws::Error> set_settings_replication(TableRecord& table, const std::string& mode) {
  if (table.replicas.empty() && mode == k_default_mode) {
    return aws::errors::validation(
        "Value 'ENABLED_WITH_OVERRIDES' at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint: Only ENABLED and "
        "DISABLED settings replication are supported for a Regional Table.");
  }
  table.settings[k_mode_setting] = mode;
  return std::nullopt;
}

asio::awaitable<void> share_table_change(const DynamoDbDoor& door, TablePtr table, UpdateTableInput input, TimePoint now) {
  const auto shared = shared_part(input);
  if (!shares_anything(shared)) co_return;
  co_await change_members(door, co_await find_others(door, std::move(table)), [&](TableRecord& record) {
    // Where it has that already, as with a repeated request, there is nothing to change.
    auto changed = change_table(shared, settled(record, now), now, door.transitions);
    if (!changed) return;
    scale_new_indexes(*changed);
    record = settled(std::move(*changed), now);
    keep_overrides(record);
  });
}

asio::awaitable<void> share_time_to_live(const DynamoDbDoor& door, TablePtr table) {
  const auto settings = table->record.time_to_live;
  co_await change_members(door, co_await find_others(door, std::move(table)), [&settings](TableRecord& record) {
    record.time_to_live.enabled = settings.enabled;
    record.time_to_live.attribute = settings.attribute;
    record.time_to_live.changed = settings.changed;
  });
}

}  // namespace winterbaume::dynamodb::global
