#include "services/dynamodb/expressions/path_overlaps.h"

#include <fmt/format.h>

#include "services/dynamodb/expressions/lexer.h"

namespace winterbaume::dynamodb {

std::optional<std::string> find_meeting_paths(std::span<const DocumentPath* const> paths) {
  for (const auto wanted : {PathRelation::overlap, PathRelation::conflict}) {
    for (std::size_t later = 1; later < paths.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (relation(*paths[earlier], *paths[later]) != wanted) continue;
        return fmt::format(
            "Two document paths {} with each other; must remove or rewrite one of these paths; path one: {}, path two: {}",
            wanted == PathRelation::overlap ? "overlap" : "conflict", printed_path(*paths[earlier]), printed_path(*paths[later]));
      }
    }
  }
  return std::nullopt;
}

std::optional<aws::Error> check_paths_apart(ExpressionKind kind, std::span<const DocumentPath* const> paths) {
  const auto meeting = find_meeting_paths(paths);
  if (!meeting) return std::nullopt;
  return invalid_expression(kind, *meeting);
}

}  // namespace winterbaume::dynamodb
