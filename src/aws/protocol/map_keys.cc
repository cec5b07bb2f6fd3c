#include "aws/protocol/map_keys.h"

namespace winterbaume::aws {

std::size_t MapKeys::index_of(std::string_view key) {
  const std::size_t size = container_.size(map_);
  if (size <= k_compared_max) {
    std::size_t index = 0;
    while (index < size && *container_.key_at(map_, index) != key) ++index;
    return index;
  }
  for (std::size_t i = indices_.size(); i < size; ++i) indices_.emplace(*container_.key_at(map_, i), i);
  const auto found = indices_.find(std::string(key));
  return found == indices_.end() ? size : found->second;
}

void* MapKeys::value_of(std::string_view key) {
  const std::size_t index = index_of(key);
  return index == container_.size(map_) ? container_.append(map_, key) : container_.renew(map_, index);
}

}  // namespace winterbaume::aws
