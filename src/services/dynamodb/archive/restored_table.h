// From a table as it was to the record of one that is made after it.
#pragma once

#include <optional>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// What a restore is asked to have otherwise.
struct RestoreOverrides {
  std::optional<std::string> billing_mode;
  std::optional<std::vector<GlobalSecondaryIndex>> global_indexes;
  std::optional<std::vector<LocalSecondaryIndex>> local_indexes;
  std::optional<std::vector<VectorIndex>> vector_indexes;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<SSESpecification> encryption;
};
template <class Input>
RestoreOverrides overrides_of(Input& input) {
  return {std::move(input.billing_mode_override),           std::move(input.global_secondary_index_override),
          std::move(input.local_secondary_index_override),  std::move(input.vector_index_override),
          std::move(input.provisioned_throughput_override), std::move(input.on_demand_throughput_override),
          std::move(input.sse_specification_override)};
}

// Keys, indexes, capacity and encryption of `source` under the name `target`; not its tags, stream, time to live, policies and
// continuous backups (API Reference, "RestoreTableFromBackup"). Creating, until finish_restore(). Errors: those of CreateTable
// for what the overrides make of it; ValidationException where an override names an index that `source` does not have like this.
Result<TableRecord> make_restored_record(const aws::RequestContext& context, const TableRecord& source, std::string target,
                                         RestoreOverrides overrides, RestoreRecord restored);

// The table that is filled; TableAlreadyExistsException "Table already exists: x".
asio::awaitable<Result<TablePtr>> begin_restore(DynamoDbDoor& door, TableRecord record);
// The table is filled: active, after what transitions take.
asio::awaitable<void> finish_restore(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table);

// A table that is filled before anyone may use it: creating until ready_table().
void hold_back(TableRecord& table);
void ready_table(TableRecord& table, TimePoint now, const TransitionSettings& transitions);

}  // namespace winterbaume::dynamodb
