// The actions that policies of tables and of streams can speak of.
#pragma once

#include <string_view>

#include "services/dynamodb/settings/policy_checks.h"

namespace winterbaume::dynamodb {

// `*` is any text and `?` any character, of the text case-insensitively.
bool matches_pattern(std::string_view pattern, std::string_view text);

// "dynamodb:GetItem", "dynamodb:Get*", "*": whether any action of such a resource is meant (Developer Guide, "DynamoDB API
// operations supported by resource-based policies").
bool is_action_of(PolicyTarget target, std::string_view action);

}  // namespace winterbaume::dynamodb
