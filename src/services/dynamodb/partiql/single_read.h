// A SELECT of one item by its key, as batches and transactions have them.
#pragma once

#include <string_view>
#include <vector>

#include "services/dynamodb/partiql/select_plan.h"

namespace winterbaume::dynamodb::partiql {

struct SingleRead {
  TablePtr table;
  Item key;  // complete; of whatever types
  std::vector<Column> columns;
};

// Of the table itself. `operation` is the one to name. Errors: "Select statements within BatchExecuteStatement must specify the
// primary key in the where clause.", those of the columns and of WHERE.
Result<SingleRead> plan_single_read(const SelectStatement& statement, TablePtr table, Parameters parameters,
                                    std::string_view operation);
// "Select statements within … must specify the primary key in the where clause."
aws::Error needs_primary_key(std::string_view operation);

}  // namespace winterbaume::dynamodb::partiql
