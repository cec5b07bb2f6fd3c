#include "services/dynamodb/items/document_path.h"

#include <algorithm>

namespace winterbaume::dynamodb {

std::string printed_path(const DocumentPath& path) {
  std::string out = "[" + path.root;
  for (const auto& step : path.steps) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      out.append(", ").append(*name);
    } else {
      out.append(", [").append(std::to_string(std::get<std::uint64_t>(step))).append("]");
    }
  }
  return out + "]";
}

std::optional<ValueView> find_value(ItemView item, const DocumentPath& path) {
  auto value = item.find(path.root);
  for (const auto& step : path.steps) {
    if (!value) return std::nullopt;
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (value->tag() != ValueTag::m) return std::nullopt;
      value = value->map().find(*name);
    } else {
      if (value->tag() != ValueTag::l) return std::nullopt;
      value = value->list().at(std::get<std::uint64_t>(step));
    }
  }
  return value;
}

PathRelation relation(const DocumentPath& a, const DocumentPath& b) {
  if (a.root != b.root) return PathRelation::apart;
  const auto common = std::min(a.steps.size(), b.steps.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (a.steps[i].index() != b.steps[i].index()) return PathRelation::conflict;
    if (a.steps[i] != b.steps[i]) return PathRelation::apart;
  }
  return PathRelation::overlap;
}

}  // namespace winterbaume::dynamodb
