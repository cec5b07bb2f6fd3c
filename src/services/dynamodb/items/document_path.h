// A path into an item: an attribute's name, then names of maps' entries and indexes of lists ("a.b[3].c").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

using PathStep = std::variant<std::string, std::uint64_t>;
struct DocumentPath {
  std::string root;             // the attribute
  std::vector<PathStep> steps;  // below it
  friend bool operator==(const DocumentPath&, const DocumentPath&) = default;
};

// "a.b[3].c", as AWS's messages print it: "[a, b, [3], c]".
std::string printed_path(const DocumentPath& path);

std::optional<ValueView> find_value(ItemView item, const DocumentPath& path);

// How two paths of one expression get in each other's way.
enum class PathRelation : std::uint8_t {
  apart,
  overlap,   // one is the other, or leads to it
  conflict,  // at the same place one takes a map and the other a list
};
PathRelation relation(const DocumentPath& a, const DocumentPath& b);

}  // namespace winterbaume::dynamodb
