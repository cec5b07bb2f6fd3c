#include "services/dynamodb/items/attribute_value.h"

#include <algorithm>

#include "services/dynamodb/items/item.h"
#include "services/dynamodb/items/value_json.h"
#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {
namespace {

AttributeValue of_bytes(ValueTag tag, std::string_view bytes) {
  std::string out(1, static_cast<char>(tag));
  append_sized(out, bytes);
  return AttributeValue(std::move(out));
}

AttributeValue of_tag(ValueTag tag) { return AttributeValue(std::string(1, static_cast<char>(tag))); }

}  // namespace

AttributeValue AttributeValue::of_string(std::string_view text) { return of_bytes(ValueTag::s, text); }
AttributeValue AttributeValue::of_binary(std::string_view bytes) { return of_bytes(ValueTag::b, bytes); }
AttributeValue AttributeValue::of_boolean(bool value) { return of_tag(value ? ValueTag::true_ : ValueTag::false_); }
AttributeValue AttributeValue::of_null() { return of_tag(ValueTag::null); }

AttributeValue AttributeValue::of_number(const Number& number) {
  std::string out(1, static_cast<char>(ValueTag::n));
  number.append_ordered(out);
  return AttributeValue(std::move(out));
}

AttributeValue AttributeValue::of_map(ItemView item) { return of_bytes(ValueTag::m, Item(item).bytes()); }

AttributeValue AttributeValue::of_list(std::span<const ValueView> values) {
  std::string payload;
  append_varint(payload, values.size());
  for (const auto value : values) payload += value.bytes();
  return of_bytes(ValueTag::l, payload);
}

AttributeValue AttributeValue::of_set(ValueTag tag, std::vector<std::string_view> members) {
  std::ranges::sort(members);
  const auto doubles = std::ranges::unique(members);
  members.erase(doubles.begin(), doubles.end());
  std::string payload;
  append_varint(payload, members.size());
  for (const auto member : members) tag == ValueTag::ns ? payload.append(member), void() : append_sized(payload, member);
  return of_bytes(tag, payload);
}

std::optional<std::string_view> AttributeValue::fault() const {
  if (bytes_.empty() || view().tag() != ValueTag::fault) return std::nullopt;
  return view().text();
}

bool AttributeValue::read_json(simdjson::dom::element json, std::string& problem) {
  ValueReader reader(bytes_);
  if (reader.value(json)) return true;
  if (!reader.fault()) {
    problem = reader.problem();
    return false;
  }
  *this = of_bytes(ValueTag::fault, *reader.fault());
  return true;
}

void AttributeValue::append_json(std::string& out) const { append_value_json(out, view()); }

}  // namespace winterbaume::dynamodb
