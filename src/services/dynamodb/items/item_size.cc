#include "services/dynamodb/items/item_size.h"

#include <algorithm>

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_collection_overhead = 3;
constexpr std::size_t k_element_overhead = 1;
constexpr std::size_t k_number_bytes_max = 21;

// About a byte for two significant digits, one more, and one for a sign (Developer Guide, "DynamoDB item sizes and formats").
std::size_t number_size(std::string_view ordered) {
  const auto number = Number::take_ordered(ordered);
  if (number.is_zero()) return 1;
  const auto digits = static_cast<std::size_t>(number.significant_digits());
  const std::size_t sign = number.is_negative() ? 1 : 0;
  return std::min(k_number_bytes_max, (digits + 1) / 2 + 1 + sign);
}

std::size_t set_size(ValueTag tag, std::string_view members) {
  std::size_t size = 0;
  for (auto left = take_varint(members); left > 0; --left) {
    if (tag == ValueTag::ns) {
      size += number_size(take_bytes(members, Number::ordered_size(members)));
    } else {
      size += take_bytes(members, take_varint(members)).size();
    }
  }
  return size;
}

std::size_t take_value_size(std::string_view& bytes);

std::size_t entries_size(std::string_view entries, std::uint64_t count) {
  std::size_t size = 0;
  for (; count > 0; --count) {
    size += take_bytes(entries, take_varint(entries)).size();
    size += take_value_size(entries);
  }
  return size;
}

std::size_t list_size(std::string_view values) {
  std::size_t size = k_collection_overhead;
  for (auto left = take_varint(values); left > 0; --left) size += k_element_overhead + take_value_size(values);
  return size;
}

std::size_t map_size(std::string_view map) {
  const auto count = take_varint(map);
  return k_collection_overhead + count * k_element_overhead + entries_size(map, count);
}

// Of the value at the front, which is taken off.
std::size_t take_value_size(std::string_view& bytes) {
  const auto tag = static_cast<ValueTag>(bytes.front());
  bytes.remove_prefix(1);
  switch (tag) {
    case ValueTag::s:
    case ValueTag::b:
      return take_bytes(bytes, take_varint(bytes)).size();
    case ValueTag::n:
      return number_size(take_bytes(bytes, Number::ordered_size(bytes)));
    case ValueTag::ss:
    case ValueTag::ns:
    case ValueTag::bs:
      return set_size(tag, take_bytes(bytes, take_varint(bytes)));
    case ValueTag::l:
      return list_size(take_bytes(bytes, take_varint(bytes)));
    case ValueTag::m:
      return map_size(take_bytes(bytes, take_varint(bytes)));
    case ValueTag::null:
    case ValueTag::false_:
    case ValueTag::true_:
      return 1;
    case ValueTag::fault:
      take_bytes(bytes, take_varint(bytes));
      return 1;
  }
  return 0;
}

}  // namespace

std::size_t value_size(ValueView value) {
  auto bytes = value.bytes();
  return take_value_size(bytes);
}

std::size_t item_size(ItemView item) { return entries_size(item.entries(), item.size()); }

std::size_t nesting_depth(ValueView value) {
  std::size_t deepest = 0;
  if (value.tag() == ValueTag::m) {
    for (const auto& [name, entry] : value.map()) deepest = std::max(deepest, nesting_depth(entry));
    return deepest + 1;
  }
  if (value.tag() == ValueTag::l) {
    for (const auto element : value.list()) deepest = std::max(deepest, nesting_depth(element));
    return deepest + 1;
  }
  return 0;
}

}  // namespace winterbaume::dynamodb
