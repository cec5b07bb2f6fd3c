// How a table and its global indexes are scaled, as Application Auto Scaling keeps it: per region, reads and writes apart, one
// target-tracking policy each. (What it answers and refuses is measured.) Nothing measures load here: capacity changes only where
// it lies outside new bounds.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

struct ScalingRecord {
  std::int64_t minimum = 1;
  std::int64_t maximum = 1;
  std::string policy_name;
  double target_value = 0;  // percent of the capacity
  std::optional<bool> disable_scale_in;
  std::optional<std::int64_t> scale_in_cooldown;  // seconds
  std::optional<std::int64_t> scale_out_cooldown;
};
BOOST_DESCRIBE_STRUCT(ScalingRecord, (),
                      (minimum, maximum, policy_name, target_value, disable_scale_in, scale_in_cooldown, scale_out_cooldown))

// Null and absent: not scaled.
struct AutoScalingRecord {
  std::optional<ScalingRecord> read;
  std::optional<ScalingRecord> write;
  std::map<std::string, ScalingRecord> index_reads;  // by the index's name
  std::map<std::string, ScalingRecord> index_writes;
};
BOOST_DESCRIBE_STRUCT(AutoScalingRecord, (), (read, write, index_reads, index_writes))

AutoScalingRecord auto_scaling(const TableRecord& table);
void set_auto_scaling(TableRecord& table, const AutoScalingRecord& scaling);
// Where the writes of a table with replicas are scaled, so are those of its new indexes (measured).
void scale_new_indexes(TableRecord& table);
// A new replica's writes are scaled as those of the table that it comes from.
void share_write_scaling(const TableRecord& table, TableRecord& replica);

enum class ScaledCapacity : std::uint8_t { read, write };

// ValidationException where an update is incomplete, or says more than that scaling ends.
std::optional<aws::Error> check_scaling_shape(const AutoScalingSettingsUpdate& update, std::string_view table);
// ValidationException in the words of Application Auto Scaling for bounds and targets that it does not take. `update` has its
// shape.
std::optional<aws::Error> check_scaling_values(const aws::RequestContext& context, const AutoScalingSettingsUpdate& update,
                                               ScaledCapacity capacity);
// Whether it ends scaling, which a table on demand allows too.
bool ends_scaling(const AutoScalingSettingsUpdate& update);
// What a checked update makes of the scaling of `resource` ("table/name", "table/name/index/index").
std::optional<ScalingRecord> scaling_after(const AutoScalingSettingsUpdate& update, ScaledCapacity capacity,
                                           std::string_view resource);

// The nearest capacity within the bounds.
std::int64_t scaled_units(std::int64_t units, const std::optional<ScalingRecord>& scaling);

AutoScalingSettingsDescription describe_scaling(const TableRecord& table, const std::optional<ScalingRecord>& scaling);
std::optional<ScalingRecord> find_scaling(const std::map<std::string, ScalingRecord>& by_index, const std::string& index);

}  // namespace winterbaume::dynamodb
