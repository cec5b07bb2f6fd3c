// Vector indexes of requests, as the model describes them.
#pragma once

#include <optional>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// Adds the indexes to the table, whose definitions and other indexes are read already.
std::optional<aws::Error> read_vector_indexes(const std::vector<VectorIndex>& indexes, TableRecord& table);

std::vector<VectorIndexDescription> describe_vector_indexes(const TableRecord& table);

}  // namespace winterbaume::dynamodb
