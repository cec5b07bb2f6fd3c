#include "services/dynamodb/items/item.h"

#include <algorithm>

#include "aws/protocol/custom_json.h"
#include "services/dynamodb/items/value_json.h"
#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {
namespace {

// Before the message of a faulty item: it reads as an item without attributes.
constexpr char k_fault = '\0';

}  // namespace

Item::Item(ItemView view) {
  append_varint(bytes_, view.size());
  for (const auto& [name, value] : view) {
    append_sized(bytes_, name);
    bytes_ += value.bytes();
  }
}

Item::Item(std::vector<std::pair<std::string_view, ValueView>> attributes) {
  EntryWriter writer(bytes_);
  for (const auto& [name, value] : attributes) {
    writer.begin_entry(name);
    bytes_ += value.bytes();
  }
  writer.finish();
}

std::optional<std::string_view> Item::fault() const {
  if (bytes_.size() < 2 || bytes_.front() != k_fault) return std::nullopt;
  return std::string_view(bytes_).substr(1);
}

bool Item::read_json(simdjson::dom::element json, std::string& problem) {
  simdjson::dom::object object;
  if (json.get(object)) {
    problem = aws::wrong_json_type(json, "Map");
    return false;
  }
  ValueReader reader(bytes_);
  if (reader.entries(object, 0)) return true;
  if (!reader.fault()) {
    problem = reader.problem();
    return false;
  }
  bytes_.assign(1, k_fault);
  bytes_ += *reader.fault();
  return true;
}

void Item::append_json(std::string& out) const { append_item_json(out, view()); }

Item keep_only(ItemView item, const std::vector<std::string>& names) {
  std::vector<std::pair<std::string_view, ValueView>> kept;
  for (const auto& [name, value] : item) {
    if (std::ranges::find(names, name) != names.end()) kept.emplace_back(name, value);
  }
  return Item(std::move(kept));
}

}  // namespace winterbaume::dynamodb
