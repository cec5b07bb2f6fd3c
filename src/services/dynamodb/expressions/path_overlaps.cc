#include "services/dynamodb/expressions/path_overlaps.h"

#include <fmt/format.h>

#include "services/dynamodb/expressions/lexer.h"

namespace winterbaume::dynamodb {

std::optional<aws::Error> check_paths_apart(ExpressionKind kind, std::span<const DocumentPath* const> paths) {
  for (std::size_t later = 1; later < paths.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const auto related = relation(*paths[earlier], *paths[later]);
      if (related == PathRelation::apart) continue;
      return invalid_expression(
          kind,
          fmt::format(
              "Two document paths {} with each other; must remove or rewrite one of these paths; path one: {}, path two: {}",
              related == PathRelation::overlap ? "overlap" : "conflict", printed_path(*paths[earlier]),
              printed_path(*paths[later])));
    }
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
