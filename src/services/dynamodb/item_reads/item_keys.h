// Keys of items as clients name them: of the table's schema, of its types, not empty and not too long.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

// Developer Guide, "Quotas": partition keys and sort keys.
constexpr std::size_t k_hash_key_bytes_max = 2048;
constexpr std::size_t k_range_key_bytes_max = 1024;

ValueType value_type(ScalarType type);

// A key of GetItem, DeleteItem, …: these attributes and no other. Errors (ValidationException): "The provided key element does
// not match the schema", and those of check_key_values(). The key has no faulty value.
std::optional<aws::Error> check_key(const TableRecord& table, ItemView key);

// Whether the item has all of the table's key, of its types.
bool has_key(const TableRecord& table, ItemView item);
// "The provided key element does not match the schema"
aws::Error key_mismatch();

// Empty values and sizes, of attributes that are there with the right types: "One or more parameter values are not valid. The
// AttributeValue for a key attribute cannot contain an empty string value. Key: pk", …
std::optional<aws::Error> check_key_values(const KeySchemaRecord& keys, ItemView item);

// The table's key, as far as the item has it.
Item key_of(const TableRecord& table, ItemView item);
// With the index's; null: as key_of().
Item position_of(const TableRecord& table, const IndexRecord* index, ItemView item);

bool is_key_attribute(const KeySchemaRecord& keys, std::string_view name);
// The encoded range key (items/key_encoding.h) of an item that has one of the right type.
std::string encoded_range(const KeySchemaRecord& keys, ItemView item);

}  // namespace winterbaume::dynamodb
