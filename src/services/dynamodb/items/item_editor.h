// Changes an item along paths, without taking apart what no path touches.
#pragma once

#include <memory>
#include <string>

#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/document_path.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

// Not thread-safe. `base` outlives it. Paths of one expression don't overlap (relation()), so that the order of edits matters
// only within one list: removals of indexes count by the list as it was in `base`, and are made when finish() is called.
class ItemEditor {
 public:
  explicit ItemEditor(ItemView base);
  ~ItemEditor();
  ItemEditor(ItemEditor&&) noexcept;

  // False where the path's parent is not there, or not of the kind that the step needs: "The document path provided in the
  // update expression is invalid for update". An index past the end appends.
  [[nodiscard]] bool set(const DocumentPath& path, ValueView value);
  // Removing what is not there does nothing; false as above where the parent of a nested path is missing or of another kind.
  [[nodiscard]] bool remove(const DocumentPath& path);
  Item finish() &&;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

// The parts of an item that the paths name, as ProjectionExpression gives them: maps keep the entries on the way, lists the
// elements in their order without gaps.
Item project(ItemView item, const std::vector<DocumentPath>& paths);

}  // namespace winterbaume::dynamodb
