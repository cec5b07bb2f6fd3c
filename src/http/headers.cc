#include "http/headers.h"

#include "core/bytes.h"

namespace winterbaume::http {

void Headers::add(std::string_view name, std::string_view value) {
  auto at = static_cast<std::uint32_t>(bytes_.size());
  bytes_.append(name).append(value);
  fields_.push_back({at, static_cast<std::uint32_t>(name.size()), at + static_cast<std::uint32_t>(name.size()),
                     static_cast<std::uint32_t>(value.size())});
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

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& slice : fields_) {
    if (slice.name_size != name.size()) continue;
    if (equals_ignoring_case({bytes_.data() + slice.name_at, slice.name_size}, name)) {
      return std::string_view{bytes_.data() + slice.value_at, slice.value_size};
    }
  }
  return std::nullopt;
}

Headers::Field Headers::operator[](std::size_t i) const {
  const auto& slice = fields_[i];
  return {{bytes_.data() + slice.name_at, slice.name_size}, {bytes_.data() + slice.value_at, slice.value_size}};
}

}  // namespace winterbaume::http
