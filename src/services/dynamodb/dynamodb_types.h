// What DynamoDB keeps of tables. Records are described structs: the backend writes them as JSON (storage/record_json.h), and a
// record reads what an older one wrote; so members are added with defaults and never renamed.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/scope.h"

namespace winterbaume::dynamodb {

BOOST_DEFINE_ENUM_CLASS(ScalarType, s, n, b)
BOOST_DEFINE_ENUM_CLASS(TableStatus, creating, updating, deleting, active, archived)
BOOST_DEFINE_ENUM_CLASS(IndexStatus, creating, updating, deleting, active)
BOOST_DEFINE_ENUM_CLASS(ProjectionType, all, keys_only, include)
BOOST_DEFINE_ENUM_CLASS(BillingMode, provisioned, pay_per_request)
BOOST_DEFINE_ENUM_CLASS(StreamView, keys_only, new_image, old_image, new_and_old_images)

struct KeyAttribute {
  std::string name;
  ScalarType type = ScalarType::s;
};
BOOST_DESCRIBE_STRUCT(KeyAttribute, (), (name, type))

// One hash attribute and at most one range attribute in a table; up to four of each in a global index.
struct KeySchemaRecord {
  std::vector<KeyAttribute> hash;
  std::vector<KeyAttribute> range;
};
BOOST_DESCRIBE_STRUCT(KeySchemaRecord, (), (hash, range))

struct ThroughputRecord {
  std::int64_t read_units = 0;
  std::int64_t write_units = 0;
  std::optional<TimePoint> increased;
  std::optional<TimePoint> decreased;
  std::int64_t decreases_today = 0;
};
BOOST_DESCRIBE_STRUCT(ThroughputRecord, (), (read_units, write_units, increased, decreased, decreases_today))

// Null members: not limited, not set.
struct UnitsRecord {
  std::optional<std::int64_t> read_units;
  std::optional<std::int64_t> write_units;
};
BOOST_DESCRIBE_STRUCT(UnitsRecord, (), (read_units, write_units))

struct IndexRecord {
  std::string name;
  std::uint32_t number = 0;  // what its rows are named by; never given again within a table
  bool global = false;
  KeySchemaRecord keys;
  ProjectionType projection = ProjectionType::all;
  std::vector<std::string> non_key_attributes;  // of an include projection
  IndexStatus status = IndexStatus::active;
  bool backfilling = false;                 // entries of items that were there before it are still to be made
  std::optional<TimePoint> changing_until;  // creating, updating, deleting: not done before this time
  ThroughputRecord throughput;
  UnitsRecord on_demand;
  UnitsRecord warm;
};
BOOST_DESCRIBE_STRUCT(IndexRecord, (),
                      (name, number, global, keys, projection, non_key_attributes, status, backfilling, changing_until,
                       throughput, on_demand, warm))

struct VectorIndexRecord {
  std::string name;
  std::uint32_t number = 0;
  std::string attribute;
  std::int64_t dimensions = 0;
  std::string distance_function;  // as the model's enum has it
  std::vector<KeyAttribute> search_schema;
  std::vector<std::string> search_roles;  // one for each of search_schema: the model's type of the element
  ProjectionType projection = ProjectionType::all;
  std::vector<std::string> non_key_attributes;
  IndexStatus status = IndexStatus::active;
  bool backfilling = false;
  std::optional<TimePoint> changing_until;
};
BOOST_DESCRIBE_STRUCT(VectorIndexRecord, (),
                      (name, number, attribute, dimensions, distance_function, search_schema, search_roles, projection,
                       non_key_attributes, status, backfilling, changing_until))

// A stream outlives its being disabled by 24 hours; a table that enables it again gets another.
struct StreamInfo {
  std::string label;  // "2026-01-02T03:04:05.678", the end of its ARN
  StreamView view = StreamView::keys_only;
  bool enabled = true;
  TimePoint created;
  std::optional<TimePoint> disabled;
};
BOOST_DESCRIBE_STRUCT(StreamInfo, (), (label, view, enabled, created, disabled))

struct TimeToLiveRecord {
  std::string attribute;  // empty: never set
  bool enabled = false;
  std::optional<TimePoint> changed;
  // The backend's own: what its rows are named by, and whether those of items that were there before are still to be made.
  std::uint32_t generation = 0;
  bool filling = false;
};
BOOST_DESCRIBE_STRUCT(TimeToLiveRecord, (), (attribute, enabled, changed, generation, filling))

struct EncryptionRecord {
  std::string kms_key_arn;  // empty: the key that AWS owns
  std::optional<TimePoint> inaccessible_since;
};
BOOST_DESCRIBE_STRUCT(EncryptionRecord, (), (kms_key_arn, inaccessible_since))

struct ContinuousBackupsRecord {
  bool enabled = false;
  std::int64_t recovery_days = 35;
  std::optional<TimePoint> since;  // the earliest time to restore to, but for the window
};
BOOST_DESCRIBE_STRUCT(ContinuousBackupsRecord, (), (enabled, recovery_days, since))

struct ReplicaRecord {
  std::string region;
  std::string status;  // as the model's ReplicaStatus
  std::string kms_key_arn;
  std::string table_class;
  std::optional<std::int64_t> read_units;
  std::map<std::string, std::int64_t> index_read_units;
  std::optional<TimePoint> class_changed;
};
BOOST_DESCRIBE_STRUCT(ReplicaRecord, (), (region, status, kms_key_arn, table_class, read_units, index_read_units, class_changed))

struct RestoreRecord {
  std::string source_table_arn;
  std::string source_backup_arn;
  TimePoint at;
  bool in_progress = false;
};
BOOST_DESCRIBE_STRUCT(RestoreRecord, (), (source_table_arn, source_backup_arn, at, in_progress))

struct TableRecord {
  std::string account_id;
  std::string region;
  std::string name;
  std::string id;  // a UUID: a table made again under its name is another
  TimePoint created;
  TableStatus status = TableStatus::active;
  std::optional<TimePoint> changing_until;  // creating, updating, deleting: not done before this time
  std::vector<KeyAttribute> attribute_definitions;
  KeySchemaRecord keys;
  std::vector<IndexRecord> indexes;
  std::vector<VectorIndexRecord> vector_indexes;
  std::uint32_t next_index_number = 1;
  BillingMode billing = BillingMode::provisioned;
  std::optional<TimePoint> billing_changed;  // to pay per request, last
  ThroughputRecord throughput;
  UnitsRecord on_demand;
  UnitsRecord warm;
  std::string table_class = "STANDARD";
  std::optional<TimePoint> table_class_changed;
  bool deletion_protected = false;
  std::optional<EncryptionRecord> encryption;
  std::vector<StreamInfo> streams;  // by age; the last may be enabled
  TimeToLiveRecord time_to_live;
  ContinuousBackupsRecord continuous_backups;
  std::vector<ReplicaRecord> replicas;  // of a global table; its own region included
  std::string global_table_version;     // "2019.11.21", "2017.11.29"; empty: not global
  std::string multi_region_consistency;
  std::optional<RestoreRecord> restored;
  std::map<std::string, std::string> tags;
  std::string policy;  // resource policy, empty: none
  std::string policy_revision;
  // What is kept of the newer and rarer features, each a JSON document of its own room: "kinesis", "insights", "auto_scaling", …
  std::map<std::string, std::string> settings;

  Scope scope() const { return {account_id, region}; }
};
BOOST_DESCRIBE_STRUCT(TableRecord, (),
                      (account_id, region, name, id, created, status, changing_until, attribute_definitions, keys, indexes,
                       vector_indexes, next_index_number, billing, billing_changed, throughput, on_demand, warm, table_class,
                       table_class_changed, deletion_protected, encryption, streams, time_to_live, continuous_backups, replicas,
                       global_table_version, multi_region_consistency, restored, tags, policy, policy_revision, settings))

// A table as it was when read. Never changes.
struct Table {
  TableRecord record;
  std::uint64_t version = 0;                                   // of its record; 0: not stored yet
  const IndexRecord* find_index(std::string_view name) const;  // null: none of that name
  const StreamInfo* enabled_stream() const;                    // null: none
};
using TablePtr = std::shared_ptr<const Table>;  // never null, but where a declaration says so

std::string table_arn(const TableRecord& table);
std::string index_arn(const TableRecord& table, std::string_view index);
std::string stream_arn(const TableRecord& table, const StreamInfo& stream);

}  // namespace winterbaume::dynamodb
