// How a transaction says why it was cancelled: a reason for each of its items, in their order.
#pragma once

#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"

namespace winterbaume::dynamodb {

// Code "None".
CancellationReason no_reason();
// ConditionalCheckFailed (with the item, where the error has it), ValidationError; any other error by its own code.
CancellationReason reason_of(const aws::Error& error);
// TransactionConflict: other writers were faster each time.
CancellationReason conflict_reason();
// TransactionCanceledException "Transaction cancelled, please refer cancellation reasons for specific reasons [None,
// ConditionalCheckFailed]".
aws::Error transaction_cancelled(std::vector<CancellationReason> reasons);
// Of `count` items the one at `failed` was in conflict.
aws::Error transaction_in_conflict(std::size_t count, std::size_t failed);

}  // namespace winterbaume::dynamodb
