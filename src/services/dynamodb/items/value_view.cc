#include "services/dynamodb/items/value_view.h"

#include <array>

#include "core/assert.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::array<std::string_view, 10> k_type_names{"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"};

std::size_t member_size(ValueTag tag, std::string_view members) {
  if (tag == ValueTag::ns) return Number::ordered_size(members);
  auto rest = members;
  const auto length = take_varint(rest);
  return members.size() - rest.size() + length;
}

// The size of the value at the front.
std::size_t value_bytes(std::string_view bytes) {
  auto rest = bytes.substr(1);
  switch (static_cast<ValueTag>(bytes.front())) {
    case ValueTag::null:
    case ValueTag::false_:
    case ValueTag::true_:
      return 1;
    case ValueTag::n:
      return 1 + Number::ordered_size(rest);
    default: {
      const auto length = take_varint(rest);
      return bytes.size() - rest.size() + length;
    }
  }
}

// The payload of a value that has its length before it.
std::string_view payload(std::string_view value) {
  value.remove_prefix(1);
  const auto length = take_varint(value);
  return value.substr(0, length);
}

}  // namespace

std::string_view value_type_name(ValueType type) { return k_type_names[static_cast<std::size_t>(type)]; }

std::uint64_t take_long_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    WB_ASSERT(!bytes.empty() && shift < 64);
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

ValueView ValueView::take(std::string_view& bytes) { return ValueView(take_bytes(bytes, value_bytes(bytes))); }

ValueType ValueView::type() const {
  switch (tag()) {
    case ValueTag::s:
      return ValueType::s;
    case ValueTag::n:
      return ValueType::n;
    case ValueTag::b:
      return ValueType::b;
    case ValueTag::ss:
      return ValueType::ss;
    case ValueTag::ns:
      return ValueType::ns;
    case ValueTag::bs:
      return ValueType::bs;
    case ValueTag::m:
      return ValueType::m;
    case ValueTag::l:
      return ValueType::l;
    case ValueTag::null:
    case ValueTag::fault:
      return ValueType::null;
    case ValueTag::false_:
    case ValueTag::true_:
      return ValueType::bool_;
  }
  return ValueType::null;
}

std::string_view ValueView::text() const { return payload(bytes_); }
std::string_view ValueView::ordered_number() const { return bytes_.substr(1); }
Number ValueView::number() const {
  auto ordered = ordered_number();
  return Number::take_ordered(ordered);
}
ItemView ValueView::map() const { return ItemView(payload(bytes_)); }
ListView ValueView::list() const { return ListView(payload(bytes_)); }
SetView ValueView::set() const { return {tag(), payload(bytes_)}; }

ItemView::ItemView(std::string_view bytes) : entries_(bytes) {
  if (!entries_.empty()) count_ = take_varint(entries_);
}

ItemView::Iterator::Iterator(std::string_view rest, std::size_t left) : rest_(rest), left_(left) { load(); }

ItemView::Iterator& ItemView::Iterator::operator++() {
  --left_;
  load();
  return *this;
}

void ItemView::Iterator::load() {
  if (left_ == 0) return;
  entry_.name = take_bytes(rest_, take_varint(rest_));
  entry_.value = ValueView::take(rest_);
}

std::optional<ValueView> ItemView::find(std::string_view name) const {
  const auto first_of = [](std::string_view text) { return text.empty() ? -1 : static_cast<unsigned char>(text.front()); };
  auto rest = entries_;
  for (auto left = count_; left > 0; --left) {
    const auto entry = take_bytes(rest, take_varint(rest));
    if (entry.size() == name.size() && entry == name) return ValueView::take(rest);
    if (first_of(entry) > first_of(name)) break;
    take_bytes(rest, value_bytes(rest));
  }
  return std::nullopt;
}

ListView::ListView(std::string_view payload) : values_(payload) {
  if (!values_.empty()) count_ = take_varint(values_);
}

ListView::Iterator::Iterator(std::string_view rest, std::size_t left) : rest_(rest), left_(left) {
  if (left_ != 0) value_ = ValueView::take(rest_);
}

ListView::Iterator& ListView::Iterator::operator++() {
  if (--left_ != 0) value_ = ValueView::take(rest_);
  return *this;
}

std::optional<ValueView> ListView::at(std::size_t index) const {
  if (index >= count_) return std::nullopt;
  auto at = begin();
  for (; index > 0; --index) ++at;
  return *at;
}

SetView::SetView(ValueTag tag, std::string_view payload) : tag_(tag), members_(payload) {
  if (!members_.empty()) count_ = take_varint(members_);
}

SetView::Iterator::Iterator(ValueTag tag, std::string_view rest, std::size_t left) : tag_(tag), rest_(rest), left_(left + 1) {
  ++*this;
}

SetView::Iterator& SetView::Iterator::operator++() {
  if (--left_ == 0) return *this;
  member_ = take_bytes(rest_, member_size(tag_, rest_));
  if (tag_ != ValueTag::ns) take_varint(member_);
  return *this;
}

bool SetView::contains(std::string_view member) const {
  for (const auto found : *this) {
    if (found == member) return true;
  }
  return false;
}

}  // namespace winterbaume::dynamodb
