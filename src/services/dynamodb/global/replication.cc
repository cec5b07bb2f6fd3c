#include "services/dynamodb/global/replication.h"

#include <algorithm>

#include "services/dynamodb/global/carry_writes.h"
#include "services/dynamodb/global/replica_copy.h"
#include "services/dynamodb/global/replica_group.h"

namespace winterbaume::dynamodb::global {
namespace {

bool is_member(const std::vector<TablePtr>& members, const std::string& region) {
  return std::ranges::any_of(members, [&region](const TablePtr& member) { return member->record.region == region; });
}

// Replicas whose tables were deleted (DeleteTable), or made anew.
asio::awaitable<std::vector<TablePtr>> drop_lost(const DynamoDbDoor& door, std::vector<TablePtr> members) {
  const auto replicas = members.front()->record.replicas;
  for (const auto& replica : replicas) {
    if (is_member(members, replica.region)) continue;
    const auto drop = [region = replica.region](TableRecord& record) { drop_replica(record, region); };
    members = co_await change_members(door, std::move(members), drop);
  }
  co_return members;
}

// Where a new replica copies from: the region that it was added at, or any other that is whole.
TablePtr source_of(const std::vector<TablePtr>& members, const TableRecord& target) {
  const auto settings = group_settings(target);
  const auto source = settings.sources.find(target.region);
  TablePtr found;
  for (const auto& member : members) {
    const auto* replica = find_replica(target, member->record.region);
    if (member->record.region == target.region || replica == nullptr || replica->status == "CREATING") continue;
    if (found == nullptr || (source != settings.sources.end() && source->second.region == member->record.region)) found = member;
  }
  return found;
}

void become_active(TableRecord& record, const std::string& region) {
  if (auto* replica = find_replica(record, region)) replica->status = "ACTIVE";
  auto settings = group_settings(record);
  for (auto& witness : settings.witnesses) witness.status = "ACTIVE";
  set_group_settings(record, settings);
  if (record.region != region) return;
  record.status = TableStatus::active;
  record.changing_until.reset();
}

// Copies to the replicas that are still being made. Those that could not be finished are tried again in the next round.
asio::awaitable<std::vector<TablePtr>> finish_new(const DynamoDbDoor& door, std::vector<TablePtr> members, TimePoint now) {
  const auto all = members;
  for (const auto& target : all) {
    const auto& region = target->record.region;
    const auto* replica = find_replica(target->record, region);
    if (replica == nullptr || replica->status != "CREATING") continue;
    auto source = source_of(members, target->record);
    if (source == nullptr || !co_await copy_to_replica(door, std::move(source), target, now)) continue;
    members = co_await change_members(door, std::move(members), [region](TableRecord& record) { become_active(record, region); });
  }
  co_return members;
}

bool is_whole(const std::vector<TablePtr>& members) {
  return std::ranges::none_of(members.front()->record.replicas,
                              [](const ReplicaRecord& replica) { return replica.status == "CREATING"; });
}

}  // namespace

asio::awaitable<void> replicate(const DynamoDbDoor& door, TablePtr table, TimePoint now) {
  if (table->record.replicas.empty()) co_return;
  auto members = co_await find_members(door, table);
  if (members.empty() || members.front()->record.region != table->record.region) co_return;
  members = co_await drop_lost(door, std::move(members));
  if (members.size() < 2) co_return;
  members = co_await finish_new(door, std::move(members), now);
  // Writes wait for a replica that is not whole yet: it gets them with the others. Strongly consistent replicas get each write at
  // once (strong_backend.h).
  if (members.size() < 2 || !is_whole(members) || is_strong(members.front()->record)) co_return;
  co_await carry_writes(door, std::move(members), now);
}

}  // namespace winterbaume::dynamodb::global
