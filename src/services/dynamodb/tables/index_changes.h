// Indexes that UpdateTable creates, changes and deletes.
#pragma once

#include <optional>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using Definitions = std::optional<std::vector<AttributeDefinition>>;

// At most one index is created or deleted at a time (LimitExceededException).
std::optional<aws::Error> change_indexes(const std::vector<GlobalSecondaryIndexUpdate>& updates, const Definitions& definitions,
                                         TimePoint now, const TransitionSettings& transitions, TableRecord& table);
std::optional<aws::Error> change_vector_indexes(const std::vector<VectorIndexUpdate>& updates, const Definitions& definitions,
                                                TableRecord& table);

// New provisioned throughput of a table or an index; notes when it rose and fell.
std::optional<aws::Error> change_units(const ProvisionedThroughput& asked, ThroughputRecord& units, TimePoint now);

// The definitions of attributes that no key names any more go.
void drop_unused_definitions(TableRecord& table);

}  // namespace winterbaume::dynamodb
