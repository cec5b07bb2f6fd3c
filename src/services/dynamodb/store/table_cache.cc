#include "services/dynamodb/store/table_cache.h"

#include <mutex>

namespace winterbaume::dynamodb {

TablePtr TableCache::find(std::string_view partition) const {
  std::shared_lock lock(mutex_);
  const auto found = tables_.find(partition);
  return found == tables_.end() ? nullptr : found->second;
}

void TableCache::put(const std::string& partition, TablePtr table) {
  std::unique_lock lock(mutex_);
  tables_[partition] = std::move(table);
}

void TableCache::erase(std::string_view partition) {
  std::unique_lock lock(mutex_);
  if (const auto found = tables_.find(partition); found != tables_.end()) tables_.erase(found);
}

void TableCache::clear() {
  std::unique_lock lock(mutex_);
  tables_.clear();
}

}  // namespace winterbaume::dynamodb
