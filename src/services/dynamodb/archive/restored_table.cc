#include "services/dynamodb/archive/restored_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/tables/index_definitions.h"
#include "services/dynamodb/tables/key_schemas.h"
#include "services/dynamodb/tables/new_table.h"
#include "services/dynamodb/tables/throughput.h"
#include "services/dynamodb/tables/vector_index_definitions.h"

namespace winterbaume::dynamodb {
namespace {

ProvisionedThroughput units_of(const ThroughputRecord& throughput) {
  return {.read_capacity_units = throughput.read_units, .write_capacity_units = throughput.write_units};
}

// An index's capacity is that of an override, where it says one; else what it was, as far as the billing mode has it.
GlobalSecondaryIndex as_request(const IndexRecord& index, bool on_demand, const ProvisionedThroughput& otherwise) {
  GlobalSecondaryIndex out;
  out.index_name = index.name;
  out.key_schema = describe(index.keys);
  out.projection = describe_projection(index);
  if (on_demand) {
    if (index.on_demand.read_units || index.on_demand.write_units) out.on_demand_throughput = describe_on_demand(index.on_demand);
  } else {
    out.provisioned_throughput = index.throughput.read_units > 0 ? units_of(index.throughput) : otherwise;
  }
  return out;
}

VectorIndex as_request(const VectorIndexDescription& index) {
  VectorIndex out;
  out.index_name = index.index_name;
  out.vector_attribute = index.vector_attribute;
  out.search_schema = index.search_schema;
  out.projection = index.projection;
  out.dimensions = index.dimensions;
  out.distance_function = index.distance_function;
  return out;
}

void plan_capacity(const TableRecord& source, const RestoreOverrides& overrides, CreateTableInput& input) {
  const bool was_on_demand = source.billing == BillingMode::pay_per_request;
  const bool on_demand = overrides.billing_mode ? *overrides.billing_mode == "PAY_PER_REQUEST" : was_on_demand;
  input.billing_mode = on_demand ? "PAY_PER_REQUEST" : "PROVISIONED";
  input.provisioned_throughput = overrides.provisioned_throughput;
  if (!on_demand && !input.provisioned_throughput && !was_on_demand) input.provisioned_throughput = units_of(source.throughput);
  input.on_demand_throughput = overrides.on_demand_throughput;
  const bool limited = source.on_demand.read_units || source.on_demand.write_units;
  if (on_demand && !input.on_demand_throughput && limited) input.on_demand_throughput = describe_on_demand(source.on_demand);
}

void plan_indexes(const TableRecord& source, RestoreOverrides& overrides, CreateTableInput& input) {
  const bool on_demand = *input.billing_mode == "PAY_PER_REQUEST";
  input.global_secondary_indexes = std::move(overrides.global_indexes);
  input.local_secondary_indexes = std::move(overrides.local_indexes);
  const bool own_global = !input.global_secondary_indexes, own_local = !input.local_secondary_indexes;
  for (const auto& index : source.indexes) {
    if (index.global && own_global) {
      if (!input.global_secondary_indexes) input.global_secondary_indexes.emplace();
      const auto otherwise = input.provisioned_throughput.value_or(ProvisionedThroughput{});
      input.global_secondary_indexes->push_back(as_request(index, on_demand, otherwise));
    } else if (!index.global && own_local) {
      if (!input.local_secondary_indexes) input.local_secondary_indexes.emplace();
      input.local_secondary_indexes->push_back({index.name, describe(index.keys), describe_projection(index)});
    }
  }
  // An empty list leaves all of them out.
  if (input.global_secondary_indexes && input.global_secondary_indexes->empty()) input.global_secondary_indexes.reset();
  if (input.local_secondary_indexes && input.local_secondary_indexes->empty()) input.local_secondary_indexes.reset();
}

void plan_vector_indexes(const TableRecord& source, RestoreOverrides& overrides, CreateTableInput& input) {
  std::vector<VectorIndex> indexes;
  if (overrides.vector_indexes) {
    indexes = std::move(*overrides.vector_indexes);
  } else {
    for (const auto& index : describe_vector_indexes(source)) indexes.push_back(as_request(index));
  }
  if (!indexes.empty()) input.vector_indexes = std::move(indexes);
}

// Only the definitions that what is left needs.
void plan_definitions(const TableRecord& source, CreateTableInput& input) {
  std::vector<std::string> used;
  const auto use = [&used](const std::optional<std::vector<KeySchemaElement>>& keys) {
    for (const auto& element : *keys) used.push_back(*element.attribute_name);
  };
  use(input.key_schema);
  if (input.global_secondary_indexes) {
    for (const auto& index : *input.global_secondary_indexes) use(index.key_schema);
  }
  if (input.local_secondary_indexes) {
    for (const auto& index : *input.local_secondary_indexes) use(index.key_schema);
  }
  if (input.vector_indexes) {
    for (const auto& index : *input.vector_indexes) {
      if (!index.search_schema) continue;
      for (const auto& element : *index.search_schema) used.push_back(*element.attribute_name);
    }
  }
  input.attribute_definitions.emplace();
  for (const auto& definition : source.attribute_definitions) {
    if (std::ranges::find(used, definition.name) == used.end()) continue;
    input.attribute_definitions->push_back({definition.name, std::string(scalar_type_name(definition.type))});
  }
}

bool same_names(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

bool same_keys(const KeySchemaRecord& a, const KeySchemaRecord& b) {
  const auto same = [](const auto& left, const auto& right) {
    return std::ranges::equal(left, right, {}, &KeyAttribute::name, &KeyAttribute::name);
  };
  return same(a.hash, b.hash) && same(a.range, b.range);
}

bool is_like(const IndexRecord& index, const IndexRecord& original) {
  return index.name == original.name && index.global == original.global && same_keys(index.keys, original.keys) &&
         index.projection == original.projection && same_names(index.non_key_attributes, original.non_key_attributes);
}

bool is_like(const VectorIndexRecord& index, const VectorIndexRecord& original) {
  return index.name == original.name && index.attribute == original.attribute && index.dimensions == original.dimensions &&
         index.distance_function == original.distance_function && index.projection == original.projection;
}

// API Reference: "the indexes provided should match existing secondary indexes".
template <class Index>
std::optional<aws::Error> check_known(const std::vector<Index>& indexes, const std::vector<Index>& originals) {
  for (const auto& index : indexes) {
    if (std::ranges::any_of(originals, [&](const Index& original) { return is_like(index, original); })) continue;
    return aws::errors::validation(fmt::format(
        "One or more parameter values were invalid: The index {} does not match an index of the source table", index.name));
  }
  return std::nullopt;
}

}  // namespace

void hold_back(TableRecord& table) {
  table.status = TableStatus::creating;
  table.changing_until = k_end_of_time;
  for (auto& index : table.indexes) {
    if (!index.global) continue;
    index.status = IndexStatus::creating;
    index.changing_until = k_end_of_time;
  }
}

void ready_table(TableRecord& table, TimePoint now, const TransitionSettings& transitions) {
  table.changing_until = now + transitions.table_delay;
  for (auto& index : table.indexes) {
    if (index.global) index.changing_until = table.changing_until;
  }
  if (table.restored) table.restored->in_progress = false;
}

Result<TableRecord> make_restored_record(const aws::RequestContext& context, const TableRecord& source, std::string target,
                                         RestoreOverrides overrides, RestoreRecord restored) {
  CreateTableInput input;
  input.table_name = std::move(target);
  input.key_schema = describe(source.keys);
  plan_capacity(source, overrides, input);
  plan_indexes(source, overrides, input);
  plan_vector_indexes(source, overrides, input);
  plan_definitions(source, input);
  input.sse_specification = std::move(overrides.encryption);
  if (source.table_class != "STANDARD") input.table_class = source.table_class;
  auto record = make_table_record(context, input, {});
  if (!record) return record;
  if (auto wrong = check_known(record->indexes, source.indexes)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_known(record->vector_indexes, source.vector_indexes)) return aws::fail(std::move(*wrong));
  if (!input.sse_specification) record->encryption = source.encryption;
  record->restored = std::move(restored);
  record->restored->in_progress = true;
  hold_back(*record);
  return record;
}

asio::awaitable<Result<TablePtr>> begin_restore(DynamoDbDoor& door, TableRecord record) {
  auto name = record.name;
  auto table = co_await door.backend.create_table(std::move(record));
  if (table == nullptr) co_return aws::fail(errors::table_already_exists_exception("Table already exists: " + name));
  co_return table;
}

asio::awaitable<void> finish_restore(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table) {
  while (table != nullptr) {
    auto record = table->record;
    ready_table(record, context.now, door.transitions);
    if (co_await door.backend.update_table(table, std::move(record)) != nullptr) co_return;
    table = co_await refreshed_table(door, std::move(table));
  }
}

}  // namespace winterbaume::dynamodb
