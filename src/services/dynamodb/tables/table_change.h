// What UpdateTable makes of a table's record.
#pragma once

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// The record after the change, with every check of UpdateTable but those of replicas. `before` is settled (transitions.h) and of
// a table that is active.
Result<TableRecord> change_table(const UpdateTableInput& input, const TableRecord& before, TimePoint now,
                                 const TransitionSettings& transitions);

}  // namespace winterbaume::dynamodb
