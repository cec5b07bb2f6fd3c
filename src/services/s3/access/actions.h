// The permissions that operations need (Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3").
#pragma once

#include <string_view>

namespace winterbaume::s3 {

enum class ActionScope : std::uint8_t {
  account,  // no bucket yet, or all of them
  bucket,
  object,
  handler,  // the handler asks, entry by entry
};

struct OperationAction {
  std::string_view operation;
  ActionScope scope;
  std::string_view action;
  std::string_view version_action = {};  // where the request names a version; empty: the same
};

// Null for an operation that is not S3's.
const OperationAction* find_operation_action(std::string_view operation);

// Whether a policy's action, wildcards included, names at least one action of S3; and whether one of those is of that scope.
bool is_known_action(std::string_view pattern);
bool applies_to(std::string_view pattern, ActionScope scope);

}  // namespace winterbaume::s3
