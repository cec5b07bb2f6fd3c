// The table that a backup, a restore or an export is of.
#pragma once

#include <optional>
#include <string>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// By name or ARN, of the caller's account and region. Errors: TableNotFoundException "Table not found: x"; TableInUseException
// where it is being created or deleted; ValidationException for what is no name and no ARN.
asio::awaitable<Result<TablePtr>> get_source_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                   std::string name_or_arn);

// The times that continuous backups reach: from `earliest` on, to `latest`, the present.
struct RecoveryWindow {
  TimePoint earliest;
  TimePoint latest;
};
// Null: the table has no continuous backups.
std::optional<RecoveryWindow> recovery_window(const TableRecord& table, TimePoint now);

}  // namespace winterbaume::dynamodb
