// Paths of one expression must not get in each other's way.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

// "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]", of
// the first pair that does in the order of `paths`; else of the first that conflicts. Null: all are apart.
std::optional<std::string> find_meeting_paths(std::span<const DocumentPath* const> paths);
// The same as the error that it is in an expression of that kind.
std::optional<aws::Error> check_paths_apart(ExpressionKind kind, std::span<const DocumentPath* const> paths);

}  // namespace winterbaume::dynamodb
