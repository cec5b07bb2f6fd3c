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
  const std::size_t sign = number < Number() ? 1 : 0;
  return std::min(k_number_bytes_max, (digits + 1) / 2 + 1 + sign);
}

std::size_t set_size(SetView set) {
  std::size_t size = 0;
  for (const auto member : set) size += set.tag() == ValueTag::ns ? number_size(member) : member.size();
  return size;
}

}  // namespace

std::size_t value_size(ValueView value) {
  switch (value.tag()) {
    case ValueTag::s:
    case ValueTag::b:
      return value.text().size();
    case ValueTag::n:
      return number_size(value.ordered_number());
    case ValueTag::ss:
    case ValueTag::ns:
    case ValueTag::bs:
      return set_size(value.set());
    case ValueTag::l: {
      std::size_t size = k_collection_overhead;
      for (const auto element : value.list()) size += k_element_overhead + value_size(element);
      return size;
    }
    case ValueTag::m: {
      const auto map = value.map();
      return k_collection_overhead + map.size() * k_element_overhead + item_size(map);
    }
    case ValueTag::null:
    case ValueTag::false_:
    case ValueTag::true_:
    case ValueTag::fault:
      return 1;
  }
  return 0;
}

std::size_t item_size(ItemView item) {
  std::size_t size = 0;
  for (const auto& [name, value] : item) size += name.size() + value_size(value);
  return size;
}

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
