// Encryption at rest, as it is kept: nothing here encrypts.
#pragma once

#include <optional>

#include "aws/error.h"
#include "core/scope.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

// Null: the key that AWS owns (SSE not enabled). A key's id or alias becomes an ARN of `scope`; none at all is the account's
// "alias/aws/dynamodb".
Result<std::optional<EncryptionRecord>> read_encryption(const SSESpecification& sse, const Scope& scope);

std::optional<SSEDescription> describe_encryption(const TableRecord& table);

}  // namespace winterbaume::dynamodb
