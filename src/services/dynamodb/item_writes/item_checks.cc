#include "services/dynamodb/item_writes/item_checks.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/vectors/vector_entry.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Quotas": nested attribute depth, 32 with the attribute itself.
constexpr std::size_t k_levels_below_attribute_max = 31;

std::string invalid_item_message(std::initializer_list<std::string_view> parts) {
  std::string out = "One or more parameter values were invalid: ";
  for (const auto part : parts) out.append(part);
  return out;
}

std::optional<aws::Error> check_table_key(const KeyAttribute& attribute, ItemView item) {
  const auto value = item.find(attribute.name);
  if (!value) return aws::errors::validation(invalid_item_message({"Missing the key ", attribute.name, " in the item"}));
  const auto wanted = value_type(attribute.type);
  if (value->type() == wanted) return std::nullopt;
  return aws::errors::validation(invalid_item_message({"Type mismatch for key ", attribute.name, " expected: ",
                                                       value_type_name(wanted), " actual: ", value_type_name(value->type())}));
}

std::optional<aws::Error> check_index_key(std::string_view index, const KeyAttribute& attribute, ItemView item,
                                          std::size_t bytes_max) {
  const auto value = item.find(attribute.name);
  if (!value) return std::nullopt;
  const auto wanted = value_type(attribute.type);
  if (value->type() != wanted) {
    return aws::errors::validation(
        invalid_item_message({"Type mismatch for Index Key ", attribute.name, " Expected: ", value_type_name(wanted),
                              " Actual: ", value_type_name(value->type()), " IndexName: ", index}));
  }
  if (wanted == ValueType::n) return std::nullopt;
  if (value->text().empty()) {
    return aws::errors::validation(
        std::string("One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
                    "The AttributeValue for a key attribute cannot contain an empty ")
            .append(wanted == ValueType::s ? "string" : "binary")
            .append(" value. IndexName: ")
            .append(index)
            .append(", IndexKey: ")
            .append(attribute.name));
  }
  if (value->text().size() <= bytes_max) return std::nullopt;
  return aws::errors::validation(
      bytes_max == k_hash_key_bytes_max
          ? invalid_item_message({"Size of hashkey has exceeded the maximum size limit of2048 bytes"})
          : invalid_item_message({"Aggregated size of all range keys has exceeded the size limit of 1024 bytes"}));
}

std::optional<aws::Error> check_nesting(ItemView item) {
  for (const auto& [name, value] : item) {
    if (nesting_depth(value) > k_levels_below_attribute_max) {
      return aws::errors::validation(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
    }
  }
  return std::nullopt;
}

// Of the search schema the partition key is a key; inline filters have types alone.
std::optional<aws::Error> check_vector_index(const VectorIndexRecord& index, ItemView item) {
  if (auto wrong = check_vector(index, item)) return wrong;
  for (std::size_t i = 0; i < index.search_schema.size(); ++i) {
    const auto& attribute = index.search_schema[i];
    const auto value = item.find(attribute.name);
    if (!value || (index.search_roles[i] != "HASH" && value->type() == value_type(attribute.type))) continue;
    if (auto wrong = check_index_key(index.name, attribute, item, k_hash_key_bytes_max)) return wrong;
  }
  return std::nullopt;
}

}  // namespace

std::optional<aws::Error> check_index_keys(const TableRecord& table, ItemView item) {
  for (const auto& index : table.indexes) {
    if (index.status == IndexStatus::deleting) continue;
    for (const auto& attribute : index.keys.hash) {
      if (auto wrong = check_index_key(index.name, attribute, item, k_hash_key_bytes_max)) return wrong;
    }
    for (const auto& attribute : index.keys.range) {
      if (auto wrong = check_index_key(index.name, attribute, item, k_range_key_bytes_max)) return wrong;
    }
  }
  for (const auto& index : table.vector_indexes) {
    if (auto wrong = check_vector_index(index, item)) return wrong;
  }
  return std::nullopt;
}

std::optional<aws::Error> check_new_item(const TableRecord& table, ItemView item, ItemOrigin origin) {
  if (item_size(item) > k_item_bytes_max) {
    return aws::errors::validation(origin == ItemOrigin::put ? "Item size has exceeded the maximum allowed size"
                                                             : "Item size to update has exceeded the maximum allowed size");
  }
  if (origin == ItemOrigin::put) {
    for (const auto& attribute : table.keys.hash) {
      if (auto wrong = check_table_key(attribute, item)) return wrong;
    }
    for (const auto& attribute : table.keys.range) {
      if (auto wrong = check_table_key(attribute, item)) return wrong;
    }
    if (auto wrong = check_key_values(table.keys, item)) return wrong;
  } else if (auto wrong = check_nesting(item)) {
    return wrong;
  }
  return table.indexes.empty() && table.vector_indexes.empty() ? std::nullopt : check_index_keys(table, item);
}

}  // namespace winterbaume::dynamodb
