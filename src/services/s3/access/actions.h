// The permissions that operations need (Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3").
#pragma once

#include <string_view>

namespace winterbaume::s3 {

enum class ActionScope : std::uint8_t {
  account,  // no bucket yet, or all of them
  bucket,
  object,
};

// Who asks: the gate before the operation's handler runs, or the handler, where the answer depends on the request's document.
enum class Asker : std::uint8_t { gate, handler };

struct OperationAction {
  std::string_view operation;
  ActionScope scope;
  std::string_view action;
  std::string_view version_action = {};  // where the request names a version; empty: the same
  Asker asker = Asker::gate;
};

// Null for an operation that is not S3's.
const OperationAction* find_operation_action(std::string_view operation);

// Whether a policy's action, wildcards included, names at least one action of S3; and whether one of those is of that scope.
bool is_known_action(std::string_view pattern);
bool applies_to(std::string_view pattern, ActionScope scope);

// What is asked of a directory bucket instead of an action of S3: its own permission of that name, or s3express:CreateSession,
// which stands for all that is done with keys.
std::string_view directory_action(std::string_view action);

}  // namespace winterbaume::s3
