// Carries the writes that replicas took to the other ones.
#pragma once

#include <vector>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// Reads what came to the members' streams since the last time, and writes it to the others (WriteCause::replication). Where
// several took writes to one item, all of them end with the latest. Interrupted at any point, the next call does the rest.
asio::awaitable<void> carry_writes(const DynamoDbDoor& door, std::vector<TablePtr> members, TimePoint now);

// A table becomes a replica: what its stream holds so far is not carried; the items that are there are copied instead.
asio::awaitable<void> begin_at_end_of_stream(const DynamoDbDoor& door, TablePtr table);
// A table is a replica no more.
asio::awaitable<void> forget_place(const DynamoDbDoor& door, TablePtr table);

}  // namespace winterbaume::dynamodb::global
