// The rules of a group of replicas, in the order in which AWS was measured to check them.
#pragma once

#include <optional>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/global/replica_actions.h"

namespace winterbaume::dynamodb::global {

// `with_consistency`: the request says a MultiRegionConsistency.
std::optional<aws::Error> check_group_update(const GroupUpdate& update, bool with_consistency, const TableRecord& table);

// ReplicaUpdates of a table whose replicas or that itself is still changing: ResourceInUseException.
std::optional<aws::Error> check_settled(const TableRecord& table, TimePoint now);

// What a replica is to have of its own, against the table it is of.
std::optional<aws::Error> check_overrides(const ReplicaAction& action, const TableRecord& table);

// Developer Guide, "Global tables": a replica that was the source of another can go a day later, or after that one.
std::optional<aws::Error> check_no_source(const TableRecord& table, const std::string& region, TimePoint now);

}  // namespace winterbaume::dynamodb::global
