#include "services/dynamodb/global/replica_group.h"

#include <algorithm>

#include "storage/record_json.h"

namespace winterbaume::dynamodb::global {
namespace {

const std::string k_setting = "global";

}  // namespace

GroupSettings group_settings(const TableRecord& table) {
  const auto found = table.settings.find(k_setting);
  return found == table.settings.end() ? GroupSettings() : read_record<GroupSettings>(found->second);
}

void set_group_settings(TableRecord& table, const GroupSettings& settings) { table.settings[k_setting] = write_record(settings); }

bool is_strong(const TableRecord& table) { return table.multi_region_consistency == "STRONG"; }

const ReplicaRecord* find_replica(const TableRecord& table, std::string_view region) {
  const auto found = std::ranges::find(table.replicas, region, &ReplicaRecord::region);
  return found == table.replicas.end() ? nullptr : &*found;
}
ReplicaRecord* find_replica(TableRecord& table, std::string_view region) {
  const auto found = std::ranges::find(table.replicas, region, &ReplicaRecord::region);
  return found == table.replicas.end() ? nullptr : &*found;
}

void leave_group(TableRecord& table) {
  table.replicas.clear();
  table.global_table_version.clear();
  table.multi_region_consistency.clear();
  table.settings.erase(k_setting);
}

void drop_replica(TableRecord& table, const std::string& region) {
  std::erase_if(table.replicas, [&region](const ReplicaRecord& replica) { return replica.region == region; });
  // A group of version 2017.11.29 is one with a single replica too: CreateGlobalTable takes one.
  const std::size_t smallest = table.global_table_version == k_legacy_version ? 1 : 2;
  if (table.replicas.size() < smallest || table.region == region) return leave_group(table);
  auto settings = group_settings(table);
  settings.sources.erase(region);
  settings.read_request_units.erase(region);
  settings.index_read_request_units.erase(region);
  set_group_settings(table, settings);
}

asio::awaitable<std::vector<TablePtr>> find_members(const DynamoDbDoor& door, TablePtr table) {
  std::vector<TablePtr> members;
  for (const auto& replica : table->record.replicas) {
    auto member = co_await door.backend.find_table({table->record.account_id, replica.region}, table->record.name);
    // A table that was made anew by that name is not of the group.
    if (member != nullptr && find_replica(member->record, table->record.region) != nullptr) members.push_back(std::move(member));
  }
  co_return members;
}

asio::awaitable<TablePtr> change_record(const DynamoDbDoor& door, TablePtr table, RecordChange change) {
  const auto id = table->record.id;
  while (table != nullptr && table->record.id == id) {
    auto record = table->record;
    change(record);
    if (auto changed = co_await door.backend.update_table(table, std::move(record))) co_return changed;
    table = co_await door.backend.find_table(table->record.scope(), table->record.name);
  }
  co_return nullptr;
}

asio::awaitable<std::vector<TablePtr>> change_members(const DynamoDbDoor& door, std::vector<TablePtr> members,
                                                      RecordChange change) {
  std::vector<TablePtr> changed;
  for (auto& member : members) {
    if (auto now = co_await change_record(door, std::move(member), change)) changed.push_back(std::move(now));
  }
  co_return changed;
}

}  // namespace winterbaume::dynamodb::global
