#include "services/dynamodb/expressions/path_overlaps.h"
#include "services/dynamodb/expressions/token_reader.h"

namespace winterbaume::dynamodb {

Result<std::vector<DocumentPath>> parse_projection(std::string_view text, Placeholders& placeholders) {
  auto reader = read_tokens(ExpressionKind::projection, text, placeholders);
  if (!reader) return aws::fail(std::move(reader.error()));
  std::vector<DocumentPath> paths;
  do {
    auto path = reader->path();
    if (!path) return aws::fail(std::move(path.error()));
    paths.push_back(std::move(*path));
  } while (reader->take_symbol(","));
  if (!reader->at_end()) return aws::fail(reader->syntax());
  std::vector<const DocumentPath*> in_order;
  in_order.reserve(paths.size());
  for (const auto& path : paths) in_order.push_back(&path);
  if (auto refusal = check_paths_apart(ExpressionKind::projection, in_order)) return aws::fail(std::move(*refusal));
  return paths;
}

}  // namespace winterbaume::dynamodb
