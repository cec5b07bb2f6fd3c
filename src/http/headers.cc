#include "http/headers.h"

#include "core/bytes.h"

namespace winterbaume::http {

void Headers::add(std::string_view name, std::string_view value) {
  auto& field = new_field();
  field.name_size = static_cast<std::uint32_t>(name.size());
  field.value_size = static_cast<std::uint32_t>(value.size());
  name_sizes_ |= size_bit(name.size());
  bytes_.append(name).append(value);
}

void Headers::set(std::string_view name, std::string_view value) {
  std::string kept(value);  // the value may be a view into this buffer
  std::string kept_name(name);
  remove(kept_name);
  add(kept_name, kept);
}

void Headers::remove(std::string_view name) {
  for (std::size_t i = fields_.size(); i-- > 0;) {
    if (equals_ignoring_case((*this)[i].name, name)) fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Headers::clear() {
  bytes_.clear();
  fields_.clear();
  name_sizes_ = 0;
}

Headers::Slice& Headers::new_field() {
  constexpr std::size_t k_usual_count = 12;
  if (fields_.capacity() == 0) fields_.reserve(k_usual_count);
  return fields_.emplace_back(Slice{static_cast<std::uint32_t>(bytes_.size()), 0, 0});
}

void Headers::begin_field() { new_field(); }

void Headers::append_to_name(std::string_view piece) {
  bytes_.append(piece);
  auto& field = fields_.back();
  field.name_size += static_cast<std::uint32_t>(piece.size());
  name_sizes_ |= size_bit(field.name_size);
}

void Headers::append_to_value(std::string_view piece) {
  bytes_.append(piece);
  fields_.back().value_size += static_cast<std::uint32_t>(piece.size());
}

void Headers::shorten_value(std::size_t bytes) {
  bytes_.resize(bytes_.size() - bytes);
  fields_.back().value_size -= static_cast<std::uint32_t>(bytes);
}

std::optional<std::string_view> Headers::look_for(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].name_size != name.size()) continue;
    Field field = (*this)[i];
    if (equals_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

Headers::Field Headers::operator[](std::size_t i) const {
  const auto& slice = fields_[i];
  const char* name = bytes_.data() + slice.at;
  return {{name, slice.name_size}, {name + slice.name_size, slice.value_size}};
}

}  // namespace winterbaume::http
