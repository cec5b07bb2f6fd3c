// From a table's record to that of its replica in another region.
#pragma once

#include <string>

#include "aws/request_context.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/global/replica_actions.h"

namespace winterbaume::dynamodb::global {

// CREATING until it has the items of the others. `table` is of the group already. Tags, protection against deletion, continuous
// backups, policies and contributor insights are each region's own.
TableRecord make_replica_record(const aws::RequestContext& context, const TableRecord& table, const ReplicaAction& action);

// What DescribeTable shows of the replica among the others.
ReplicaRecord make_replica(const aws::RequestContext& context, const TableRecord& table, const ReplicaAction& action);

// Sets overrides in the replica's own record; those that say what `base` has anyway are none.
void override_own(TableRecord& replica, const TableRecord& base, const ReplicaOverrides& overrides, TimePoint now);
// The same among the replicas that a record lists.
void override_listed(TableRecord& table, const std::string& region, const TableRecord& base, const ReplicaOverrides& overrides,
                     TimePoint now);

// A stream of new and old images, where there is none that is enabled.
void enable_stream(TableRecord& table, TimePoint now);

}  // namespace winterbaume::dynamodb::global
