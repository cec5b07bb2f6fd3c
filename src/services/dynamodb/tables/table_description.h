// What DescribeTable and its kin answer of a table.
#pragma once

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

// As the table is at `now`.
TableDescription describe_table_record(const TableRecord& table, const TableCount& count, TimePoint now);
// What DeleteTable answers: AWS leaves the keys and the indexes out.
TableDescription describe_deleted_table(const TableRecord& table, const TableCount& count);

}  // namespace winterbaume::dynamodb
