// What UpdateTable is asked to do with replicas and witnesses, as AWS checks it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb::global {

using aws::Result;

// What a replica has of its own; null and absent: as the others have it.
struct ReplicaOverrides {
  std::optional<std::string> kms_key;
  std::optional<std::int64_t> read_units;
  std::optional<std::int64_t> read_request_units;
  std::map<std::string, std::int64_t> index_read_units;
  std::map<std::string, std::int64_t> index_read_request_units;
  std::optional<std::string> table_class;

  bool empty() const;
};

enum class ReplicaActionKind : std::uint8_t { create, update, delete_, disassociate };
struct ReplicaAction {
  ReplicaActionKind kind = ReplicaActionKind::create;
  std::string region;
  ReplicaOverrides overrides;
};

struct GroupUpdate {
  std::vector<ReplicaAction> actions;        // no two alike
  std::optional<std::string> new_witness;    // its region
  std::optional<std::string> witness_to_go;  // its region
  bool strong = false;                       // MultiRegionConsistency STRONG
};

// Of a request that asks_for_replicas(). `table` is the one that it was sent to. Errors: ValidationException with AWS's texts, as
// far as the request and the table's record tell.
Result<GroupUpdate> read_group_update(const UpdateTableInput& input, const TableRecord& table);

}  // namespace winterbaume::dynamodb::global
