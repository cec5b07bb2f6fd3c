#include "services/dynamodb/global/replica_updates.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/global/carry_writes.h"
#include "services/dynamodb/global/group_checks.h"
#include "services/dynamodb/global/new_replica.h"
#include "services/dynamodb/global/replica_group.h"
#include "services/dynamodb/settings/auto_scaling.h"

namespace winterbaume::dynamodb::global {
namespace {

using aws::errors::validation;

aws::Error replica_exists(const std::string& table) {
  return validation(fmt::format(
      "Failed to create a the new replica of table with name: ‘{}’ because one or more replicas already existed as tables.",
      table));
}

aws::Error gone(const std::string& table) {
  return errors::resource_not_found_exception(fmt::format("Requested resource not found: Table: {} not found", table));
}

void begin_updating(TableRecord& record, TimePoint now, const DynamoDbDoor& door) {
  record.status = TableStatus::updating;
  record.changing_until = now + door.transitions.table_delay;
}

// ---- Creation ----

// Strongly consistent replicas begin empty, and have no local indexes and no times to live (Developer Guide, "Multi-Region strong
// consistency"; AWS's texts are not known).
asio::awaitable<std::optional<aws::Error>> check_strong_table(const DynamoDbDoor& door, TablePtr table) {
  constexpr std::string_view k_rule = "for global tables with MultiRegionConsistency set to STRONG.";
  const auto& record = table->record;
  if (std::ranges::any_of(record.indexes, [](const IndexRecord& index) { return !index.global; })) {
    co_return validation(fmt::format("Local secondary indexes are not supported {}", k_rule));
  }
  if (record.time_to_live.enabled) co_return validation(fmt::format("Time to live is not supported {}", k_rule));
  const auto page = co_await door.backend.read_items({.table = table, .items_max = 1});
  if (!page.items.empty()) co_return validation(fmt::format("The table must be empty {}", k_rule));
  co_return std::nullopt;
}

// The group with its new replicas, as each record of it has them.
void join(TableRecord& record, const aws::RequestContext& context, const TableRecord& table, const GroupUpdate& update) {
  if (record.replicas.empty()) {
    ReplicaRecord own{.region = record.region, .status = "ACTIVE"};
    if (record.encryption) own.kms_key_arn = record.encryption->kms_key_arn;
    record.replicas.push_back(std::move(own));
  }
  record.global_table_version = k_current_version;
  if (update.strong) record.multi_region_consistency = "STRONG";
  auto settings = group_settings(record);
  if (update.new_witness) settings.witnesses.push_back({*update.new_witness, "CREATING"});
  for (const auto& action : update.actions) settings.sources[action.region] = {table.region, context.now};
  set_group_settings(record, settings);
  for (const auto& action : update.actions) {
    if (find_replica(record, action.region) == nullptr) record.replicas.push_back(make_replica(context, table, action));
    override_listed(record, action.region, table, action.overrides, context.now);
  }
}

asio::awaitable<Result<TablePtr>> create_replicas(const aws::RequestContext& context, const DynamoDbDoor& door, TablePtr table,
                                                  GroupUpdate update) {
  for (const auto& action : update.actions) {
    if (auto wrong = check_overrides(action, table->record)) co_return aws::fail(std::move(*wrong));
    const Scope there{table->record.account_id, action.region};
    if (co_await door.backend.find_table(there, table->record.name)) co_return aws::fail(replica_exists(table->record.name));
  }
  if (update.strong) {
    if (auto wrong = co_await check_strong_table(door, table)) co_return aws::fail(std::move(*wrong));
  }
  auto members = co_await find_members(door, table);
  if (members.empty()) {
    if (table->enabled_stream() != nullptr) co_await begin_at_end_of_stream(door, table);
    members.push_back(table);
  }
  auto base = table->record;
  if (!update.strong) enable_stream(base, context.now);
  join(base, context, table->record, update);
  // The new tables first: a group never names a replica that is not there.
  for (const auto& action : update.actions) {
    auto replica = make_replica_record(context, base, action);
    share_write_scaling(base, replica);
    if (!co_await door.backend.create_table(std::move(replica))) {
      co_return aws::fail(replica_exists(table->record.name));
    }
  }
  members = co_await change_members(door, std::move(members), [&](TableRecord& record) {
    if (!update.strong) enable_stream(record, context.now);
    join(record, context, base, update);
    if (record.region == base.region) begin_updating(record, context.now, door);
  });
  const auto own = std::ranges::find(members, base.region, [](const TablePtr& member) { return member->record.region; });
  if (own == members.end()) co_return aws::fail(gone(base.name));
  co_return *own;
}

// ---- Change ----

asio::awaitable<Result<TablePtr>> update_replica(const aws::RequestContext& context, const DynamoDbDoor& door, TablePtr table,
                                                 ReplicaAction action) {
  if (auto wrong = check_overrides(action, table->record)) co_return aws::fail(std::move(*wrong));
  const auto base = table->record;
  auto members = co_await find_members(door, table);
  members = co_await change_members(door, std::move(members), [&](TableRecord& record) {
    if (record.region == action.region) override_own(record, base, action.overrides, context.now);
    override_listed(record, action.region, base, action.overrides, context.now);
    if (record.region == base.region) begin_updating(record, context.now, door);
  });
  const auto own = std::ranges::find(members, base.region, [](const TablePtr& member) { return member->record.region; });
  if (own == members.end()) co_return aws::fail(gone(base.name));
  co_return *own;
}

// ---- Removal ----

asio::awaitable<std::optional<aws::Error>> check_removal(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                         TablePtr table, std::string region) {
  if (!is_strong(table->record)) {
    if (auto wrong = check_no_source(table->record, region, context.now)) co_return wrong;
  }
  const auto member = co_await door.backend.find_table({table->record.account_id, region}, table->record.name);
  if (member == nullptr || !member->record.deletion_protected) co_return std::nullopt;
  co_return validation(fmt::format(
      "Cannot delete table {} in region {} because it has deletion protection enabled. Disable deletion protection first.",
      table->record.name, region));
}

asio::awaitable<void> remove_replica(const DynamoDbDoor& door, TablePtr table, ReplicaAction action) {
  const Scope there{table->record.account_id, action.region};
  auto member = co_await door.backend.find_table(there, table->record.name);
  if (member == nullptr) co_return;
  co_await forget_place(door, member);
  if (action.kind == ReplicaActionKind::disassociate) {
    co_await change_record(door, std::move(member), leave_group);
    co_return;
  }
  const auto id = member->record.id;
  while (member != nullptr && member->record.id == id && !co_await door.backend.delete_table(member)) {
    member = co_await door.backend.find_table(there, table->record.name);
  }
}

// As the request found it, but UPDATING: its replicas are on their way.
TablePtr as_updating(const Table& before) {
  auto shown = before;
  shown.record.status = TableStatus::updating;
  return std::make_shared<const Table>(std::move(shown));
}

asio::awaitable<Result<TablePtr>> remove_replicas(const aws::RequestContext& context, const DynamoDbDoor& door, TablePtr table,
                                                  GroupUpdate update) {
  for (const auto& action : update.actions) {
    if (auto wrong = co_await check_removal(context, door, table, action.region)) co_return aws::fail(std::move(*wrong));
  }
  auto members = co_await find_members(door, table);
  // What clients wrote there goes to the others before the replica goes.
  if (!is_strong(table->record)) co_await carry_writes(door, members, context.now);
  for (const auto& action : update.actions) co_await remove_replica(door, table, action);
  members = co_await change_members(door, std::move(members), [&](TableRecord& record) {
    for (const auto& action : update.actions) drop_replica(record, action.region);
    if (record.region == table->record.region) begin_updating(record, context.now, door);
  });
  for (const auto& member : members) {
    if (member->record.replicas.empty()) co_await forget_place(door, member);
  }
  co_return as_updating(*table);
}

}  // namespace

bool asks_for_replicas(const UpdateTableInput& input) { return input.replica_updates && !input.replica_updates->empty(); }

asio::awaitable<Result<TablePtr>> update_replicas(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table,
                                                  UpdateTableInput input) {
  auto update = read_group_update(input, table->record);
  if (!update) co_return aws::fail(std::move(update.error()));
  if (auto wrong = check_settled(table->record, context.now)) co_return aws::fail(std::move(*wrong));
  Result<TablePtr> changed;
  switch (update->actions.front().kind) {
    case ReplicaActionKind::create:
      changed = co_await create_replicas(context, door, table, std::move(*update));
      break;
    case ReplicaActionKind::update:
      for (auto& action : update->actions) {
        changed = co_await update_replica(context, door, table, std::move(action));
        if (!changed) break;
        table = *changed;
      }
      break;
    case ReplicaActionKind::delete_:
    case ReplicaActionKind::disassociate:
      changed = co_await remove_replicas(context, door, table, std::move(*update));
      break;
  }
  if (door.background != nullptr) door.background->wake();
  co_return changed;
}

std::optional<aws::Error> check_replica_deletable(const TableRecord& table, TimePoint now) {
  if (table.replicas.size() < 2) return std::nullopt;
  if (is_strong(table)) {
    return validation(
        "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG.");
  }
  return check_no_source(table, table.region, now);
}

}  // namespace winterbaume::dynamodb::global
