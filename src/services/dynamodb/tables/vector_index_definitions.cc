#include "services/dynamodb/tables/vector_index_definitions.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Quotas": vector indexes.
constexpr std::size_t k_vector_indexes_max = 5;
constexpr std::int64_t k_dimensions_max = 4096;

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

std::optional<aws::Error> read_search_schema(const std::vector<SearchSchemaElement>& elements, const TableRecord& table,
                                             VectorIndexRecord& index) {
  for (const auto& element : elements) {
    const auto definition = std::ranges::find(table.attribute_definitions, *element.attribute_name, &KeyAttribute::name);
    if (definition == table.attribute_definitions.end()) {
      return invalid("One element in SearchSchema is not defined in attribute definitions");
    }
    index.search_schema.push_back(*definition);
    index.search_roles.push_back(*element.search_schema_element_type);
  }
  return std::nullopt;
}

// Messages measured on AWS by dynamodb-conformance.
std::optional<aws::Error> check_vector_index(const VectorIndexRecord& index, const TableRecord& table) {
  if (table.billing != BillingMode::pay_per_request) {
    return invalid("Vector indexes are only supported for PAY_PER_REQUEST tables");
  }
  if (index.dimensions < 1 || index.dimensions > k_dimensions_max) {
    return invalid("Number of dimensions must be between 1 and 4096 inclusive.");
  }
  for (const auto& other : table.vector_indexes) {
    if (other.attribute != index.attribute || other.dimensions == index.dimensions) continue;
    return invalid(fmt::format(
        "Conflicting attribute definition for '{}'. All VectorIndexes on the same vector attribute must use the same dimensions.",
        index.attribute));
  }
  return std::nullopt;
}

std::optional<aws::Error> read_projection(const Projection& projection, VectorIndexRecord& index) {
  const auto type = projection.projection_type.value_or("null");
  if (type != "ALL" && type != "KEYS_ONLY" && type != "INCLUDE") return invalid("Unknown ProjectionType: " + type);
  const bool include = type == "INCLUDE";
  if (include != projection.non_key_attributes.has_value()) {
    return invalid(fmt::format("ProjectionType is {}, but NonKeyAttributes is {}specified", type, include ? "not " : ""));
  }
  index.projection = include ? ProjectionType::include : type == "ALL" ? ProjectionType::all : ProjectionType::keys_only;
  if (include) index.non_key_attributes = *projection.non_key_attributes;
  return std::nullopt;
}

}  // namespace

std::optional<aws::Error> read_vector_indexes(const std::vector<VectorIndex>& indexes, TableRecord& table) {
  for (const auto& from : indexes) {
    VectorIndexRecord index;
    index.name = *from.index_name;
    const bool twice =
        std::ranges::find(table.vector_indexes, index.name, &VectorIndexRecord::name) != table.vector_indexes.end() ||
        std::ranges::find(table.indexes, index.name, &IndexRecord::name) != table.indexes.end();
    if (twice) return invalid("Duplicate index name: " + index.name);
    index.number = table.next_index_number++;
    index.attribute = *from.vector_attribute->attribute_name;
    index.dimensions = *from.dimensions;
    index.distance_function = *from.distance_function;
    if (from.search_schema) {
      if (auto wrong = read_search_schema(*from.search_schema, table, index)) return wrong;
    }
    if (auto wrong = read_projection(*from.projection, index)) return wrong;
    if (auto wrong = check_vector_index(index, table)) return wrong;
    if (table.vector_indexes.size() == k_vector_indexes_max) {
      return invalid("VectorIndex count exceeds the per-table limit of 5");
    }
    table.vector_indexes.push_back(std::move(index));
  }
  return std::nullopt;
}

std::vector<VectorIndexDescription> describe_vector_indexes(const TableRecord& table) {
  std::vector<VectorIndexDescription> out;
  for (const auto& index : table.vector_indexes) {
    VectorIndexDescription described;
    described.index_name = index.name;
    if (!index.search_schema.empty()) {
      described.search_schema.emplace();
      for (std::size_t i = 0; i < index.search_schema.size(); ++i) {
        described.search_schema->push_back({index.search_schema[i].name, index.search_roles[i]});
      }
    }
    Projection projection;
    projection.projection_type = index.projection == ProjectionType::all         ? "ALL"
                                 : index.projection == ProjectionType::keys_only ? "KEYS_ONLY"
                                                                                 : "INCLUDE";
    if (index.projection == ProjectionType::include) projection.non_key_attributes = index.non_key_attributes;
    described.projection = std::move(projection);
    described.vector_attribute = VectorAttributeDefinition{index.attribute};
    described.dimensions = index.dimensions;
    described.distance_function = index.distance_function;
    described.index_status = std::string(status_name(index.status));
    described.index_arn = index_arn(table, index.name);
    out.push_back(std::move(described));
  }
  return out;
}

}  // namespace winterbaume::dynamodb
