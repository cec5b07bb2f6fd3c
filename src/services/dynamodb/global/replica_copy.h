// Gives a new replica the items that are there.
#pragma once

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// Into `target`, which no client uses yet, what `source` holds, as replication; items that `target` has already stay. False: one
// of them went away, or changed too often. Writes that come to `source` meanwhile are carried afterwards (carry_writes.h).
asio::awaitable<bool> copy_to_replica(const DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint now);

}  // namespace winterbaume::dynamodb::global
