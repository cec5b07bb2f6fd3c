// DescribeGlobalTableSettings and UpdateGlobalTableSettings: billing and capacity of the replicas of version 2017.11.29. Writes
// are the same everywhere, reads are each region's own.
#pragma once

#include <optional>
#include <vector>

#include "aws/request_context.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// `members` are all of a group, at least one. Errors: ValidationException, ReplicaNotFoundException, IndexNotFoundException.
std::optional<aws::Error> check_legacy_settings(const aws::RequestContext& context, const UpdateGlobalTableSettingsInput& input,
                                                const std::vector<TablePtr>& members);
// What a checked request changes in a replica's record.
void apply_legacy_settings(const UpdateGlobalTableSettingsInput& input, TableRecord& replica, TimePoint now);

std::vector<ReplicaSettingsDescription> describe_legacy_settings(const std::vector<TablePtr>& members, TimePoint now);

}  // namespace winterbaume::dynamodb::global
