// What a vector index holds of an item. An item is in the index where its vector attribute is a list of as many numbers as the
// index has dimensions, and where it has the partition key (HASH) of the index's search schema, if that has one.
#pragma once

#include <optional>
#include <vector>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

using FloatVector = std::vector<float>;

// A number as the index keeps it: 32 bits. Null: it is none, or too large.
std::optional<float> read_component(ValueView value);

// The vector under which the index holds the item. Null: it doesn't hold it.
std::optional<FloatVector> find_vector(const VectorIndexRecord& index, ItemView item);

// What is projected, with the vector as the index keeps it. Of an item that the index holds.
Item vector_entry(const TableRecord& table, const VectorIndexRecord& index, ItemView item);

// By AWS's sizes, the vector with its name and four bytes a dimension; 1 KB at least (measured on AWS by dynamodb-conformance).
std::size_t vector_entry_bytes(const TableRecord& table, const VectorIndexRecord& index, ItemView item);

// What is written must fit each index where it has its attribute: "One or more parameter values were invalid. Invalid size for
// parameter embedding, Expected: 3, Actual: 2 IndexName: i", "… Invalid type for parameter embedding[1], …"
// (ValidationException).
std::optional<aws::Error> check_vector(const VectorIndexRecord& index, ItemView item);

}  // namespace winterbaume::dynamodb
