#include "services/dynamodb/items/attribute_value.h"

#include <algorithm>

#include "aws/protocol/json_text.h"
#include "core/bytes.h"
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

void append_set_json(std::string& out, SetView set) {
  char before = '[';
  for (const auto member : set) {
    out += before;
    before = ',';
    if (set.tag() == ValueTag::ss) {
      aws::append_json_string(out, member);
      continue;
    }
    out += '"';
    if (set.tag() == ValueTag::bs) {
      append_base64(out, member);
    } else {
      auto ordered = member;
      Number::take_ordered(ordered).append_text(out);
    }
    out += '"';
  }
  out += ']';
}

void append_list_json(std::string& out, ListView list) {
  out += '[';
  bool first = true;
  for (const auto value : list) {
    if (!first) out += ',';
    first = false;
    append_value_json(out, value);
  }
  out += ']';
}

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

void append_value_json(std::string& out, ValueView value) {
  switch (value.tag()) {
    case ValueTag::s:
      out += R"({"S":)";
      aws::append_json_string(out, value.text());
      break;
    case ValueTag::n:
      out += R"({"N":")";
      value.number().append_text(out);
      out += '"';
      break;
    case ValueTag::b:
      out += R"({"B":")";
      append_base64(out, value.text());
      out += '"';
      break;
    case ValueTag::ss:
    case ValueTag::ns:
    case ValueTag::bs:
      out.append(R"({")").append(value_type_name(value.type())).append(R"(":)");
      append_set_json(out, value.set());
      break;
    case ValueTag::m:
      out += R"({"M":)";
      append_item_json(out, value.map());
      break;
    case ValueTag::l:
      out += R"({"L":)";
      append_list_json(out, value.list());
      break;
    case ValueTag::null:
    case ValueTag::fault:
      out += R"({"NULL":true)";
      break;
    case ValueTag::false_:
      out += R"({"BOOL":false)";
      break;
    case ValueTag::true_:
      out += R"({"BOOL":true)";
      break;
  }
  out += '}';
}

}  // namespace winterbaume::dynamodb
