// Many planned writes as one commit.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

// In the order of the writes.
using StoredItems = std::vector<std::optional<StoredItem>>;
using WriteOutcomes = std::vector<std::optional<Item>>;

// For WriteQueues::enter().
std::vector<std::pair<TablePtr, Item>> items_of(const std::vector<PlannedWrite>& writes);
// What is there; not of those that `all` or needs_read() does not ask for.
asio::awaitable<StoredItems> read_stored(DynamoDbDoor& door, const std::vector<PlannedWrite>& writes, bool all);
// Whether two of them are to one item; after check_write().
bool has_duplicates(const std::vector<PlannedWrite>& writes);
// `all` as in read_stored(): what was not read is written over.
ItemCommit joint_commit(const aws::RequestContext& context, const std::vector<PlannedWrite>& writes, StoredItems stored,
                        WriteOutcomes outcomes, bool all);
// Finds each write's table again. False: one of them is gone.
asio::awaitable<bool> refresh_tables(DynamoDbDoor& door, std::vector<PlannedWrite>& writes);

}  // namespace winterbaume::dynamodb
