#include "services/dynamodb/vectors/vector_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_size.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_entry_bytes_min = 1024;
constexpr std::size_t k_component_bytes = 4;

aws::Error invalid_vector(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid. {}", why));
}

bool has_partition_key(const VectorIndexRecord& index, ItemView item) {
  for (std::size_t i = 0; i < index.search_schema.size(); ++i) {
    if (index.search_roles[i] != "HASH") continue;
    const auto value = item.find(index.search_schema[i].name);
    if (!value || value->type() != value_type(index.search_schema[i].type)) return false;
  }
  return true;
}

// The shortest decimal that is that float.
AttributeValue kept_component(float component) {
  return AttributeValue::of_number(Number::parse(fmt::format("{}", component)).value_or(Number()));
}

AttributeValue kept_vector(const FloatVector& vector) {
  std::vector<AttributeValue> components;
  components.reserve(vector.size());
  for (const auto component : vector) components.push_back(kept_component(component));
  std::vector<ValueView> views;
  views.reserve(vector.size());
  for (const auto& component : components) views.push_back(component.view());
  return AttributeValue::of_list(views);
}

std::vector<std::string> projected_names(const TableRecord& table, const VectorIndexRecord& index) {
  std::vector<std::string> names = index.non_key_attributes;
  for (const auto& attribute : table.keys.hash) names.push_back(attribute.name);
  for (const auto& attribute : table.keys.range) names.push_back(attribute.name);
  for (const auto& attribute : index.search_schema) names.push_back(attribute.name);
  return names;
}

// Without the vector.
Item projected_rest(const TableRecord& table, const VectorIndexRecord& index, ItemView item) {
  if (index.projection != ProjectionType::all) {
    auto names = projected_names(table, index);
    std::erase(names, index.attribute);
    return keep_only(item, names);
  }
  std::vector<std::pair<std::string_view, ValueView>> attributes;
  for (const auto& [name, value] : item) {
    if (name != index.attribute) attributes.emplace_back(name, value);
  }
  return Item(std::move(attributes));
}

}  // namespace

std::optional<float> read_component(ValueView value) {
  if (value.tag() != ValueTag::n) return std::nullopt;
  const double number = value.number().to_double();
  if (std::abs(number) > std::numeric_limits<float>::max()) return std::nullopt;
  return static_cast<float>(number);
}

std::optional<FloatVector> find_vector(const VectorIndexRecord& index, ItemView item) {
  const auto value = item.find(index.attribute);
  if (!value || value->tag() != ValueTag::l || !has_partition_key(index, item)) return std::nullopt;
  const auto list = value->list();
  if (static_cast<std::int64_t>(list.size()) != index.dimensions) return std::nullopt;
  FloatVector vector;
  vector.reserve(list.size());
  for (const auto& element : list) {
    const auto component = read_component(element);
    if (!component) return std::nullopt;
    vector.push_back(*component);
  }
  return vector;
}

Item vector_entry(const TableRecord& table, const VectorIndexRecord& index, ItemView item) {
  const auto rest = projected_rest(table, index, item);
  const auto vector = kept_vector(find_vector(index, item).value_or(FloatVector()));
  std::vector<std::pair<std::string_view, ValueView>> attributes{{index.attribute, vector.view()}};
  for (const auto& [name, value] : rest.view()) attributes.emplace_back(name, value);
  return Item(std::move(attributes));
}

std::size_t vector_entry_bytes(const TableRecord& table, const VectorIndexRecord& index, ItemView item) {
  const auto vector_bytes = index.attribute.size() + static_cast<std::size_t>(index.dimensions) * k_component_bytes;
  return std::max(k_entry_bytes_min, item_size(projected_rest(table, index, item).view()) + vector_bytes);
}

std::optional<aws::Error> check_vector(const VectorIndexRecord& index, ItemView item) {
  const auto value = item.find(index.attribute);
  if (!value) return std::nullopt;
  if (value->tag() != ValueTag::l) {
    return invalid_vector(fmt::format("Invalid type for parameter {}, Expected: 32-bit floating point number list IndexName: {}",
                                      index.attribute, index.name));
  }
  const auto list = value->list();
  if (static_cast<std::int64_t>(list.size()) != index.dimensions) {
    return invalid_vector(fmt::format("Invalid size for parameter {}, Expected: {}, Actual: {} IndexName: {}", index.attribute,
                                      index.dimensions, list.size(), index.name));
  }
  std::size_t at = 0;
  for (const auto& element : list) {
    if (!read_component(element)) {
      return invalid_vector(
          fmt::format("Invalid type for parameter {}[{}], Expected: 32-bit floating point number, Actual: {}. IndexName: {}",
                      index.attribute, at, value_type_name(element.type()), index.name));
    }
    ++at;
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
