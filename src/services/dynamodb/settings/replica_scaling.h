// UpdateTableReplicaAutoScaling: what it asks for, checked against the replicas of a group.
#pragma once

#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/settings/auto_scaling.h"

namespace winterbaume::dynamodb {

// `members` are the replicas' tables. Errors: ValidationException, ResourceNotFoundException (regions and indexes that are not
// there), in AWS's words as far as they are known.
std::optional<aws::Error> check_replica_scaling(const aws::RequestContext& context,
                                                const UpdateTableReplicaAutoScalingInput& input,
                                                const std::vector<TablePtr>& members);

// What a checked request changes in a replica's record: writes everywhere, reads in the regions that it names. Capacity that
// lies outside the new bounds moves to them at once.
void apply_replica_scaling(const UpdateTableReplicaAutoScalingInput& input, TableRecord& replica);

TableAutoScalingDescription describe_replica_scaling(const TableRecord& table, const std::vector<TablePtr>& members,
                                                     TimePoint now);

}  // namespace winterbaume::dynamodb
