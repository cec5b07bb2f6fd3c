// What a backend remembers of tables in this process.
#pragma once

#include <functional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

struct PartitionHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view partition) const { return std::hash<std::string_view>{}(partition); }
};

// Tables as they were read last, by partition: one is good while its record's row has its version. Thread-safe.
class TableCache {
 public:
  TablePtr find(std::string_view partition) const;  // null: not known
  void put(const std::string& partition, TablePtr table);
  void erase(std::string_view partition);
  void clear();

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, TablePtr, PartitionHash, std::equal_to<>> tables_;
};

}  // namespace winterbaume::dynamodb
