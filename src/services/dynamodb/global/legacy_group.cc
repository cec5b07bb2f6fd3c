#include "services/dynamodb/global/legacy_group.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/global/carry_writes.h"
#include "services/dynamodb/global/legacy_checks.h"
#include "services/dynamodb/global/regions.h"
#include "services/dynamodb/global/replica_group.h"

namespace winterbaume::dynamodb::global {
namespace {

constexpr std::size_t k_tables_max = 1'000'000'000;

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

asio::awaitable<std::vector<Scope>> scopes_of(const aws::RequestContext& context, const DynamoDbDoor& door) {
  auto scopes = co_await door.backend.scopes();
  std::erase_if(scopes, [&context](const Scope& scope) { return scope.account_id != context.scope.account_id; });
  co_return scopes;
}

// The tables that are to join, in the order of the regions. Errors: ValidationException, TableNotFoundException.
asio::awaitable<Result<std::vector<TablePtr>>> get_joining(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                           std::string name, std::vector<std::string> regions) {
  std::vector<TablePtr> out;
  for (const auto& region : regions) {
    if (!takes_replicas(region, context.scope.region)) co_return aws::fail(invalid(fmt::format("Unknown region: {}", region)));
    auto table = co_await door.backend.find_table({context.scope.account_id, region}, name);
    if (table == nullptr) {
      co_return aws::fail(errors::table_not_found_exception(
          fmt::format("Table not found: Table with name: '{}' does not exist in region: '{}'", name, region)));
    }
    if (!table->record.replicas.empty() && !is_legacy(table->record)) {
      co_return aws::fail(invalid(
          fmt::format("Table with name: '{}' in region: '{}' is a replica of version {}", name, region, k_current_version)));
    }
    out.push_back(std::move(table));
  }
  co_return out;
}

// Makes `regions` the group of each of the tables.
asio::awaitable<std::vector<TablePtr>> regroup(const DynamoDbDoor& door, std::vector<TablePtr> tables,
                                               std::vector<std::string> regions, TimePoint created) {
  co_return co_await change_members(door, std::move(tables), [&](TableRecord& record) {
    record.replicas.clear();
    for (const auto& region : regions) record.replicas.push_back({.region = region, .status = "ACTIVE"});
    record.global_table_version = k_legacy_version;
    auto settings = group_settings(record);
    settings.created = created;
    set_group_settings(record, settings);
  });
}

asio::awaitable<std::optional<aws::Error>> check_group(const DynamoDbDoor& door, std::vector<TablePtr> tables, TimePoint now) {
  if (auto wrong = check_alike(tables, now)) co_return wrong;
  co_return co_await check_empty(door, std::move(tables));
}

bool has_region(const std::vector<TablePtr>& tables, const std::string& region) {
  return std::ranges::any_of(tables, [&region](const TablePtr& table) { return table->record.region == region; });
}

std::optional<aws::Error> check_membership(const std::vector<TablePtr>& members, const LegacyUpdate& update) {
  const auto& name = members.front()->record.name;
  for (const auto& region : update.joining) {
    if (update.leaving.contains(region)) return invalid("Cannot both add and remove the replica in region: " + region);
    if (!has_region(members, region)) continue;
    return errors::replica_already_exists_exception(
        fmt::format("Replica already exists: Global table with name: '{}' already has a replica in region: '{}'", name, region));
  }
  for (const auto& region : update.leaving) {
    if (has_region(members, region)) continue;
    return errors::replica_not_found_exception(
        fmt::format("Replica not found: Global table with name: '{}' does not have a replica in region: '{}'", name, region));
  }
  return std::nullopt;
}

// What clients wrote to those that leave goes to the others before.
asio::awaitable<std::vector<TablePtr>> let_go(const DynamoDbDoor& door, std::vector<TablePtr> members, LegacyUpdate update,
                                              TimePoint now) {
  if (update.leaving.empty()) co_return members;
  co_await carry_writes(door, members, now);
  std::vector<TablePtr> staying;
  for (auto& member : members) {
    if (!update.leaving.contains(member->record.region)) {
      staying.push_back(std::move(member));
      continue;
    }
    co_await forget_place(door, member);
    co_await change_record(door, std::move(member), leave_group);
  }
  co_return staying;
}

}  // namespace

bool is_legacy(const TableRecord& table) { return table.global_table_version == k_legacy_version; }

asio::awaitable<std::vector<TablePtr>> find_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                         std::string name) {
  for (auto& scope : co_await scopes_of(context, door)) {
    auto table = co_await door.backend.find_table(std::move(scope), name);
    if (table != nullptr && is_legacy(table->record)) co_return co_await find_members(door, std::move(table));
  }
  co_return std::vector<TablePtr>();
}

asio::awaitable<LegacyGroups> list_legacy_groups(const aws::RequestContext& context, const DynamoDbDoor& door) {
  LegacyGroups out;
  for (const auto& scope : co_await scopes_of(context, door)) {
    for (auto& name : co_await door.backend.list_tables(scope, {}, k_tables_max)) {
      if (out.contains(name)) continue;
      const auto table = co_await door.backend.find_table(scope, name);
      if (table == nullptr || !is_legacy(table->record)) continue;
      for (const auto& replica : table->record.replicas) out[name].push_back(replica.region);
    }
  }
  co_return out;
}

asio::awaitable<Result<std::vector<TablePtr>>> create_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                   std::string name, std::vector<std::string> regions) {
  const auto there = co_await find_legacy_group(context, door, name);
  if (!there.empty()) {
    co_return aws::fail(errors::global_table_already_exists_exception(
        fmt::format("Global table already exists: Global table with name: '{}' already exists.", name)));
  }
  auto tables = co_await get_joining(context, door, std::move(name), regions);
  if (!tables) co_return tables;
  if (auto wrong = co_await check_group(door, *tables, context.now)) co_return aws::fail(std::move(*wrong));
  for (const auto& table : *tables) co_await begin_at_end_of_stream(door, table);
  co_return co_await regroup(door, std::move(*tables), std::move(regions), context.now);
}

asio::awaitable<Result<std::vector<TablePtr>>> update_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                   std::string name, LegacyUpdate update) {
  auto members = co_await find_legacy_group(context, door, name);
  if (members.empty()) {
    co_return aws::fail(errors::global_table_not_found_exception(
        fmt::format("Global table not found: Global table with name: '{}' does not exist.", name)));
  }
  if (auto wrong = check_membership(members, update)) co_return aws::fail(std::move(*wrong));
  const auto created = group_settings(members.front()->record).created.value_or(context.now);
  std::vector<TablePtr> joined;
  if (!update.joining.empty()) {
    auto joining = co_await get_joining(context, door, name, {update.joining.begin(), update.joining.end()});
    if (!joining) co_return joining;
    joined = std::move(*joining);
    auto all = members;
    all.insert(all.end(), joined.begin(), joined.end());
    if (auto wrong = co_await check_group(door, std::move(all), context.now)) co_return aws::fail(std::move(*wrong));
    for (const auto& table : joined) co_await begin_at_end_of_stream(door, table);
  }
  members = co_await let_go(door, std::move(members), update, context.now);
  members.insert(members.end(), joined.begin(), joined.end());
  std::vector<std::string> regions;
  for (const auto& member : members) regions.push_back(member->record.region);
  co_return co_await regroup(door, std::move(members), std::move(regions), created);
}

GlobalTableDescription describe_legacy_group(const std::vector<TablePtr>& members, std::string_view status) {
  const auto& first = members.front()->record;
  GlobalTableDescription out;
  out.replication_group.emplace();
  for (const auto& replica : first.replicas) {
    auto& described = out.replication_group->emplace_back();
    described.region_name = replica.region;
    described.replica_status = replica.status;
  }
  out.global_table_arn =
      fmt::format("arn:{}:dynamodb::{}:global-table/{}", aws::partition_of(first.region), first.account_id, first.name);
  out.creation_date_time = group_settings(first).created;
  out.global_table_status = std::string(status);
  out.global_table_name = first.name;
  return out;
}

}  // namespace winterbaume::dynamodb::global
