// What the replicas of version 2019.11.21 share: a client changes it at one of them, and it is changed at all (measured; tags,
// protection against deletion, continuous backups, policies and contributor insights are each region's own).
#pragma once

#include <optional>
#include <string>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// After UpdateTable has changed `table`: billing, throughput, global indexes, the class and encryption of the others. What they
// override stays theirs.
asio::awaitable<void> share_table_change(const DynamoDbDoor& door, TablePtr table, UpdateTableInput input, TimePoint now);

// GlobalTableSettingsReplicationMode: whether settings are shared. Empty: an ordinary table that nobody set it for.
std::string settings_replication(const TableRecord& table);
// ValidationException where the table can't have that mode.
std::optional<aws::Error> set_settings_replication(TableRecord& table, const std::string& mode);

// After UpdateTimeToLive has changed `table`.
asio::awaitable<void> share_time_to_live(const DynamoDbDoor& door, TablePtr table);

}  // namespace winterbaume::dynamodb::global
