#include "services/dynamodb/tables/index_definitions.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/tables/key_schemas.h"
#include "services/dynamodb/tables/throughput.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

std::optional<aws::Error> read_projection(const std::optional<Projection>& projection, IndexRecord& index) {
  const auto type = projection ? projection->projection_type : std::nullopt;
  if (!type) return invalid("Unknown ProjectionType: null");
  const auto* names = projection->non_key_attributes ? &*projection->non_key_attributes : nullptr;
  if (*type == "INCLUDE") {
    if (names == nullptr || names->empty()) return invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    for (auto name = names->begin(); name != names->end(); ++name) {
      if (std::find(names->begin(), name, *name) != name) return invalid("Duplicate NonKeyAttribute: " + *name);
    }
    index.projection = ProjectionType::include;
    index.non_key_attributes = *names;
    return std::nullopt;
  }
  if (names != nullptr) return invalid(fmt::format("ProjectionType is {}, but NonKeyAttributes is specified", *type));
  index.projection = *type == "ALL" ? ProjectionType::all : ProjectionType::keys_only;
  return std::nullopt;
}

std::optional<aws::Error> check_local_keys(const IndexRecord& index, const TableRecord& table) {
  if (table.keys.range.empty()) {
    return invalid("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
  }
  if (index.keys.range.empty()) return invalid("Index KeySchema does not have a range key for index: " + index.name);
  const auto& hash = index.keys.hash.front().name;
  if (hash == table.keys.hash.front().name) return std::nullopt;
  return invalid(
      fmt::format("Index KeySchema does not have the same leading hash key as table KeySchema for index: {}. index hash key: {}, "
                  "table hash key: {}",
                  index.name, hash, table.keys.hash.front().name));
}

}  // namespace

Result<IndexRecord> read_global_index(const GlobalSecondaryIndex& index, const TableRecord& table) {
  IndexRecord record;
  record.global = true;
  record.name = *index.index_name;
  auto keys = read_key_schema(*index.key_schema, table.attribute_definitions, KeyShape::multi_attribute);
  if (!keys) return aws::fail(std::move(keys.error()));
  record.keys = std::move(*keys);
  if (auto wrong = read_projection(index.projection, record)) return aws::fail(std::move(*wrong));
  if (auto wrong = read_index_throughput(index, table, record)) return aws::fail(std::move(*wrong));
  return record;
}

Result<IndexRecord> read_local_index(const LocalSecondaryIndex& index, const TableRecord& table) {
  IndexRecord record;
  record.name = *index.index_name;
  auto keys = read_key_schema(*index.key_schema, table.attribute_definitions, KeyShape::simple);
  if (!keys) return aws::fail(std::move(keys.error()));
  record.keys = std::move(*keys);
  if (auto wrong = check_local_keys(record, table)) return aws::fail(std::move(*wrong));
  if (auto wrong = read_projection(index.projection, record)) return aws::fail(std::move(*wrong));
  return record;
}

std::optional<aws::Error> check_indexes(const TableRecord& table) {
  std::size_t global = 0;
  std::size_t local = 0;
  std::size_t projected = 0;
  for (auto index = table.indexes.begin(); index != table.indexes.end(); ++index) {
    const bool twice = std::ranges::find(table.indexes.begin(), index, index->name, &IndexRecord::name) != index;
    if (twice) return invalid("Duplicate index name: " + index->name);
    ++(index->global ? global : local);
    projected += index->non_key_attributes.size();
  }
  if (global > k_global_indexes_max) return invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  if (local > k_local_indexes_max) return invalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  if (projected <= k_projected_attributes_max) return std::nullopt;
  return invalid(
      fmt::format("Number of NonKeyAttributes over all indexes exceeds the per-table limit of {}", k_projected_attributes_max));
}

Projection describe_projection(const IndexRecord& index) {
  Projection out;
  switch (index.projection) {
    case ProjectionType::all:
      out.projection_type = "ALL";
      break;
    case ProjectionType::keys_only:
      out.projection_type = "KEYS_ONLY";
      break;
    case ProjectionType::include:
      out.projection_type = "INCLUDE";
      out.non_key_attributes = index.non_key_attributes;
      break;
  }
  return out;
}

}  // namespace winterbaume::dynamodb
