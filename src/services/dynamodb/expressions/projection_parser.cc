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
  if (auto meeting = find_meeting_paths(in_order)) reader->note(problems::k_paths, std::move(*meeting));
  if (auto refusal = reader->find_problem({problems::k_reserved_word, problems::k_undefined_name, problems::k_paths})) {
    return aws::fail(std::move(*refusal));
  }
  return paths;
}

}  // namespace winterbaume::dynamodb
