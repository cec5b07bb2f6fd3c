#include "services/dynamodb/item_reads/item_keys.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/items/key_encoding.h"

namespace winterbaume::dynamodb {
namespace {

bool has_attributes(const std::vector<KeyAttribute>& attributes, ItemView item) {
  return std::ranges::all_of(attributes, [&](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    return value && value->type() == value_type(attribute.type);
  });
}

std::optional<aws::Error> check_not_empty(const KeyAttribute& attribute, ValueView value) {
  if (attribute.type == ScalarType::n || !value.text().empty()) return std::nullopt;
  return aws::errors::validation(
      std::string("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ")
          .append(attribute.type == ScalarType::s ? "string" : "binary")
          .append(" value. Key: ")
          .append(attribute.name));
}

std::size_t key_text_bytes(ValueView value) { return value.type() == ValueType::n ? 0 : value.text().size(); }

using KeyValues = std::vector<std::pair<std::string_view, ValueView>>;

void append_values(KeyValues& values, const std::vector<KeyAttribute>& attributes, ItemView item) {
  for (const auto& attribute : attributes) {
    if (const auto value = item.find(attribute.name)) values.emplace_back(attribute.name, *value);
  }
}

}  // namespace

ValueType value_type(ScalarType type) {
  switch (type) {
    case ScalarType::s:
      return ValueType::s;
    case ScalarType::n:
      return ValueType::n;
    case ScalarType::b:
      return ValueType::b;
  }
  std::unreachable();
}

bool has_key(const TableRecord& table, ItemView item) {
  return has_attributes(table.keys.hash, item) && has_attributes(table.keys.range, item);
}

aws::Error key_mismatch() { return aws::errors::validation("The provided key element does not match the schema"); }

std::optional<aws::Error> check_key(const TableRecord& table, ItemView key) {
  if (key.size() != table.keys.hash.size() + table.keys.range.size() || !has_key(table, key)) return key_mismatch();
  return check_key_values(table.keys, key);
}

std::optional<aws::Error> check_key_values(const KeySchemaRecord& keys, ItemView item) {
  for (const auto& attribute : keys.hash) {
    const auto value = item.find(attribute.name).value();
    if (auto wrong = check_not_empty(attribute, value)) return wrong;
    if (key_text_bytes(value) > k_hash_key_bytes_max) {
      // Without a space, as AWS words it.
      return aws::errors::validation(
          "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
  }
  for (const auto& attribute : keys.range) {
    const auto value = item.find(attribute.name).value();
    if (auto wrong = check_not_empty(attribute, value)) return wrong;
    if (key_text_bytes(value) > k_range_key_bytes_max) {
      return aws::errors::validation(
          "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 "
          "bytes");
    }
  }
  return std::nullopt;
}

Item key_of(const TableRecord& table, ItemView item) { return position_of(table, nullptr, item); }

Item position_of(const TableRecord& table, const IndexRecord* index, ItemView item) {
  KeyValues values;
  values.reserve(4);
  append_values(values, table.keys.hash, item);
  append_values(values, table.keys.range, item);
  if (index != nullptr) {
    append_values(values, index->keys.hash, item);
    append_values(values, index->keys.range, item);
  }
  return Item(std::move(values));
}

bool is_key_attribute(const KeySchemaRecord& keys, std::string_view name) {
  const auto named = [&](const KeyAttribute& attribute) { return attribute.name == name; };
  return std::ranges::any_of(keys.hash, named) || std::ranges::any_of(keys.range, named);
}

std::string encoded_range(const KeySchemaRecord& keys, ItemView item) {
  std::string out;
  for (const auto& attribute : keys.range) append_key(out, item.find(attribute.name).value());
  return out;
}

}  // namespace winterbaume::dynamodb
