// Secondary indexes of requests, as AWS checks them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

// Service, account, and table quotas.
inline constexpr std::size_t k_global_indexes_max = 20;
inline constexpr std::size_t k_local_indexes_max = 5;
inline constexpr std::size_t k_projected_attributes_max = 100;  // over all indexes of a table

// Makes the record of one index; `table` has its keys and definitions already. The caller gives it its number.
Result<IndexRecord> read_global_index(const GlobalSecondaryIndex& index, const TableRecord& table);
Result<IndexRecord> read_local_index(const LocalSecondaryIndex& index, const TableRecord& table);

// Of a table with all its indexes: names that are there twice, numbers past the limits, too many projected attributes.
std::optional<aws::Error> check_indexes(const TableRecord& table);

Projection describe_projection(const IndexRecord& index);

}  // namespace winterbaume::dynamodb
