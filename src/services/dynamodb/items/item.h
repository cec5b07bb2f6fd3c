// A map of attribute names to values: an item, a key, an image of a stream; in its compact form (value_view.h).
#pragma once

#include <simdjson.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

// A value type; without attributes when made by default.
class Item {
 public:
  Item() = default;
  explicit Item(std::string encoded) : bytes_(std::move(encoded)) {}
  explicit Item(ItemView view);
  // In any order; of two with one name the last.
  explicit Item(std::vector<std::pair<std::string_view, ValueView>> attributes);

  ItemView view() const { return ItemView(bytes_); }
  const std::string& bytes() const { return bytes_; }
  std::string take_bytes() && { return std::move(bytes_); }
  bool empty() const { return bytes_.empty() || view().empty(); }
  std::optional<ValueView> find(std::string_view name) const { return view().find(name); }

  // Of the first faulty value (attribute_value.h), or null.
  std::optional<std::string_view> fault() const;

  bool read_json(simdjson::dom::element json, std::string& problem);
  void append_json(std::string& out) const;

  friend bool operator==(const Item&, const Item&) = default;

 private:
  std::string bytes_;
};

void append_item_json(std::string& out, ItemView item);

// What `names` name, of those that are there.
Item keep_only(ItemView item, const std::vector<std::string>& names);

}  // namespace winterbaume::dynamodb
