// CreateGlobalTable, UpdateGlobalTable, DescribeGlobalTable, ListGlobalTables: version 2017.11.29.
#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/global/legacy_group.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_global_tables_listed_max = 100;  // API Reference, ListGlobalTables: the default

// AWS says no more (measured).
aws::Error invalid_group() { return aws::errors::validation("One or more parameter values were invalid"); }

// The regions of a request, or none where they are not as they should be.
std::vector<std::string> regions_of(const std::vector<Replica>& group) {
  std::vector<std::string> out;
  for (const auto& replica : group) {
    if (!replica.region_name || std::ranges::find(out, *replica.region_name) != out.end()) return {};
    out.push_back(*replica.region_name);
  }
  return out;
}

Result<global::LegacyUpdate> read_legacy_update(const std::vector<ReplicaUpdate>& updates) {
  global::LegacyUpdate out;
  for (const auto& update : updates) {
    if (!update.create && !update.delete_) return aws::fail(invalid_group());
    if (update.create) out.joining.insert(*update.create->region_name);
    if (update.delete_) out.leaving.insert(*update.delete_->region_name);
  }
  if (updates.empty()) return aws::fail(invalid_group());
  return out;
}

}  // namespace

Answer<ops::CreateGlobalTable> create_global_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   ops::CreateGlobalTable::Input input) {
  auto regions = regions_of(*input.replication_group);
  if (regions.empty()) co_return aws::fail(invalid_group());
  auto members = co_await global::create_legacy_group(context, door, *input.global_table_name, std::move(regions));
  if (!members) co_return aws::fail(std::move(members.error()));
  if (door.background != nullptr) door.background->wake();
  ops::CreateGlobalTable::Output output;
  output.global_table_description = global::describe_legacy_group(*members, "CREATING");
  co_return output;
}

Answer<ops::UpdateGlobalTable> update_global_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   ops::UpdateGlobalTable::Input input) {
  auto update = read_legacy_update(*input.replica_updates);
  if (!update) co_return aws::fail(std::move(update.error()));
  auto before = co_await global::find_legacy_group(context, door, *input.global_table_name);
  auto members = co_await global::update_legacy_group(context, door, *input.global_table_name, std::move(*update));
  if (!members) co_return aws::fail(std::move(members.error()));
  if (door.background != nullptr) door.background->wake();
  ops::UpdateGlobalTable::Output output;
  const bool dissolved = members->empty();
  output.global_table_description =
      global::describe_legacy_group(dissolved ? before : *members, dissolved ? "DELETING" : "UPDATING");
  co_return output;
}

Answer<ops::DescribeGlobalTable> describe_global_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                       ops::DescribeGlobalTable::Input input) {
  const auto members = co_await global::find_legacy_group(context, door, *input.global_table_name);
  if (members.empty()) {
    co_return aws::fail(errors::global_table_not_found_exception(
        fmt::format("Global table not found: Global table with name: '{}' does not exist.", *input.global_table_name)));
  }
  ops::DescribeGlobalTable::Output output;
  output.global_table_description = global::describe_legacy_group(members, "ACTIVE");
  co_return output;
}

// Those that have a replica in RegionName, where one is given.
Answer<ops::ListGlobalTables> list_global_tables(const aws::RequestContext& context, DynamoDbDoor& door,
                                                 ops::ListGlobalTables::Input input) {
  const auto max = static_cast<std::size_t>(input.limit.value_or(k_global_tables_listed_max));
  ops::ListGlobalTables::Output output;
  auto& tables = output.global_tables.emplace();
  for (const auto& [name, regions] : co_await global::list_legacy_groups(context, door)) {
    if (input.exclusive_start_global_table_name && name <= *input.exclusive_start_global_table_name) continue;
    if (input.region_name && std::ranges::find(regions, *input.region_name) == regions.end()) continue;
    if (tables.size() == max) {
      output.last_evaluated_global_table_name = tables.back().global_table_name;
      break;
    }
    auto& table = tables.emplace_back();
    table.global_table_name = name;
    table.replication_group.emplace();
    for (const auto& region : regions) table.replication_group->push_back({region});
  }
  co_return output;
}

}  // namespace winterbaume::dynamodb
