// The keys of a map that is being read: of two entries with one key the last stays.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "aws/schema.h"

namespace winterbaume::aws {

// Lives as long as one map is being filled, and nothing else fills that map meanwhile.
class MapKeys {
 public:
  MapKeys(const Schema& schema, void* map) : container_(*schema.container), map_(map) {}
  // A fresh value under `key`: a new entry, or the one of that key again. Valid until the next call.
  void* value_of(std::string_view key);

 private:
  std::size_t index_of(std::string_view key);

  // Up to here keys are compared one by one, past it by hash: a client chooses how many there are.
  static constexpr std::size_t k_compared_max = 16;
  const ContainerOps& container_;
  void* map_;
  std::unordered_map<std::string, std::size_t> indices_;
};

}  // namespace winterbaume::aws
