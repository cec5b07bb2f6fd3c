// Names of backups, exports, imports and bulk operations: "01489602797149-73d8d5bc", the time and something unique; later ones
// sort after earlier ones. Their ARNs end with them: "arn:aws:dynamodb:us-east-1:123456789012:table/Music/backup/01489…".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "core/clock.h"
#include "core/ids.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

std::string make_archive_id(TimePoint at, Ids& ids);

// `kind`: "backup", "export", "import", "bulk-operation".
std::string archive_arn(const TableRecord& table, std::string_view kind, std::string_view id);
// The id that ends an ARN of that kind; null where it is none.
std::optional<std::string> archive_id_of(std::string_view arn, std::string_view kind);

// Of an ARN that a request names its backup, export or import by. Errors: ValidationException "Invalid Export ARN" (`kind` in
// capitals: "BulkOperation"); AccessDeniedException where it is of another account, region or service.
Result<std::string> read_archive_id(const aws::RequestContext& context, std::string_view arn, std::string_view kind);

// Tokens of lists: a key in hexadecimal, padded to what the model wants of a token's form ([0-9a-f], a multiple of 16).
std::string make_list_token(std::string_view key, std::size_t size_min = 16);
std::optional<std::string> parse_list_token(std::string_view token);

}  // namespace winterbaume::dynamodb
