// What goes on between the replicas of a global table.
#pragma once

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// Brings the replicas of the global table that `table` belongs to up to date: new replicas get the items that are there, every
// replica the writes that others took; of two writes to an item the later one stays. Reads the replicas' streams, so ordinary
// writes do nothing for it. Called for each replica now and then; does its work once for all of them.
asio::awaitable<void> replicate(const DynamoDbDoor& door, TablePtr table, TimePoint now);

}  // namespace winterbaume::dynamodb::global
