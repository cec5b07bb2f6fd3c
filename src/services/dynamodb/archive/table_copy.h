// Copies what a table holds, or held at some time, into another, while clients write to it.
//
// A copy is of one moment: its items are read page by page, and what changed meanwhile is undone by the changes' history, which
// continuous backups keep anyway. A table without them keeps it as long as it is being copied (`settings["copies"]`): setting
// that changes the table's record, so that every write that does not keep history yet is tried again.
#pragma once

#include <optional>
#include <string>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// Who copies, of a table without continuous backups: keys of TableRecord::settings["copies"], a JSON object of their deadlines.
inline constexpr std::string_view k_copies_setting = "copies";

// Into `target`, which is empty and has the same keys, what `source` holds. `id` is the copier's, unique. False: the source went
// away meanwhile.
asio::awaitable<bool> copy_table(DynamoDbDoor& door, TablePtr source, TablePtr target, std::string id, TimePoint now);

// What `source`, which has had continuous backups since then, held at the end of the millisecond `at`.
asio::awaitable<void> copy_table_as_of(DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint at, TimePoint now);

// Of a table that nobody writes to.
asio::awaitable<void> copy_items(DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint now);

// Forgets copiers that never came to their end.
asio::awaitable<void> forget_stale_copies(DynamoDbDoor& door, TablePtr table, TimePoint now);

}  // namespace winterbaume::dynamodb
