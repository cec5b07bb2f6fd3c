// The Policy attribute: an access policy document. SQS keeps it and hands it back; AddPermission and RemovePermission edit its
// statements. Nothing here decides about access.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// Null where the text is a policy that SQS would keep; empty text removes the policy. Errors: InvalidAttributeValue, OverLimit
// (more than 20 statements).
std::optional<aws::Error> check_policy(std::string_view text);

struct Permission {
  std::string label;
  std::vector<std::string> account_ids;
  std::vector<std::string> actions;  // "SendMessage", "*"
};

// Null where AddPermission may take it. Errors: MissingParameter, InvalidParameterValue, OverLimit.
std::optional<aws::Error> check_permission(const Permission& permission);

// `policy` (empty: none) with a statement added. Errors: InvalidParameterValue (label in use), OverLimit.
aws::Result<std::string> add_permission_to(std::string_view policy, const QueueKey& queue, const Permission& permission);

// `policy` without the statement of that label; empty where none is left. Error: InvalidParameterValue (no such label).
aws::Result<std::string> remove_permission_from(std::string_view policy, std::string_view label);

}  // namespace winterbaume::sqs
