// What UpdateTable does to the replicas of a table (global tables version 2019.11.21).
#pragma once

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// Whether UpdateTable is asked to change replicas or witnesses. Such a request changes nothing else.
bool asks_for_replicas(const UpdateTableInput& input);

// Makes, changes and removes replicas, each a table of the same name in another region. The table as it is then: UPDATING until
// its replicas are as they were asked for. Errors: ValidationException of a request that AWS does not take,
// ResourceInUseException while another change of the replicas goes on.
asio::awaitable<Result<TablePtr>> update_replicas(const aws::RequestContext& context, DynamoDbDoor& door, TablePtr table,
                                                  UpdateTableInput input);

// Why a replica may not be deleted by DeleteTable; null where it may, and of a table that is none.
std::optional<aws::Error> check_replica_deletable(const TableRecord& table, TimePoint now);

}  // namespace winterbaume::dynamodb::global
