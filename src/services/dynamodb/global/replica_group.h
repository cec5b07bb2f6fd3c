// The replicas of a global table: tables of one name in several regions of one account. Each has the whole group in its record
// (TableRecord::replicas, its own region included), so that any of them can be asked.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

inline constexpr std::string_view k_current_version = "2019.11.21";
inline constexpr std::string_view k_legacy_version = "2017.11.29";

// A region that only takes part in deciding about writes of strongly consistent tables; it has no table.
struct WitnessRecord {
  std::string region;
  std::string status;  // as the model's WitnessStatus
};
BOOST_DESCRIBE_STRUCT(WitnessRecord, (), (region, status))

// Where a replica was added, and when.
struct ReplicaSource {
  std::string region;
  TimePoint added;
};
BOOST_DESCRIBE_STRUCT(ReplicaSource, (), (region, added))

// What a group keeps beside TableRecord::replicas: TableRecord::settings["global"].
struct GroupSettings {
  std::vector<WitnessRecord> witnesses;
  std::map<std::string, ReplicaSource> sources;                                         // by region
  std::map<std::string, std::int64_t> read_request_units;                               // on-demand overrides, by region
  std::map<std::string, std::map<std::string, std::int64_t>> index_read_request_units;  // by region and index
  std::optional<TimePoint> created;                                                     // version 2017.11.29
};
BOOST_DESCRIBE_STRUCT(GroupSettings, (), (witnesses, sources, read_request_units, index_read_request_units, created))

GroupSettings group_settings(const TableRecord& table);
void set_group_settings(TableRecord& table, const GroupSettings& settings);

bool is_strong(const TableRecord& table);
// Null: that region is none of the replicas.
const ReplicaRecord* find_replica(const TableRecord& table, std::string_view region);
ReplicaRecord* find_replica(TableRecord& table, std::string_view region);
// Makes the table an ordinary one again.
void leave_group(TableRecord& table);
// Takes a region out of the group; the last one left is an ordinary table.
void drop_replica(TableRecord& table, const std::string& region);

// The replicas whose tables are there, in the order of the record; the table itself as it is now.
asio::awaitable<std::vector<TablePtr>> find_members(const DynamoDbDoor& door, TablePtr table);

// Changes a table's record, however often others change it meanwhile. Null: the table is gone, or another is there by its name.
using RecordChange = std::function<void(TableRecord&)>;
asio::awaitable<TablePtr> change_record(const DynamoDbDoor& door, TablePtr table, RecordChange change);
// The same change in every member; the members as they are then, without those that went away.
asio::awaitable<std::vector<TablePtr>> change_members(const DynamoDbDoor& door, std::vector<TablePtr> members,
                                                      RecordChange change);

}  // namespace winterbaume::dynamodb::global
