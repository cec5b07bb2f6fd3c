// Key schemas and attribute definitions of requests, as AWS checks them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

// The attributes of a request's AttributeDefinitions. Errors: one that is defined twice.
Result<std::vector<KeyAttribute>> read_definitions(const std::vector<AttributeDefinition>& definitions);

// Whether a schema may have more than one hash and one range attribute: those of global indexes.
enum class KeyShape : std::uint8_t { simple, multi_attribute };
// Errors: order and number of hash and range elements, names that are there twice, names without a definition.
Result<KeySchemaRecord> read_key_schema(const std::vector<KeySchemaElement>& elements, std::span<const KeyAttribute> definitions,
                                        KeyShape shape);

std::vector<KeySchemaElement> describe(const KeySchemaRecord& keys);

// "[a, b]".
std::string printed_names(std::span<const std::string> names);
// Names of all attributes that keys of the table and its indexes have, each once, in that order.
std::vector<std::string> key_names(const TableRecord& table);

std::string_view scalar_type_name(ScalarType type);  // "S"

}  // namespace winterbaume::dynamodb
