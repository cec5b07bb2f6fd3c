#include "services/sqs/memory/queue_directory.h"

#include <mutex>

namespace winterbaume::sqs::memory {

std::shared_ptr<Queue> QueueDirectory::find(const QueueKey& key) const {
  std::shared_lock lock(mutex_);
  auto found = queues_.find(key);
  return found == queues_.end() ? nullptr : found->second;
}

std::shared_ptr<Queue> QueueDirectory::add(std::shared_ptr<Queue> queue) {
  std::unique_lock lock(mutex_);
  auto [at, added] = queues_.try_emplace(queue->key, queue);
  if (added) sorted_.emplace(queue->key, queue.get());
  return at->second;
}

bool QueueDirectory::remove(const std::shared_ptr<Queue>& queue) {
  std::unique_lock lock(mutex_);
  auto found = queues_.find(queue->key);
  if (found == queues_.end() || found->second != queue) return false;
  sorted_.erase(queue->key);
  queues_.erase(found);
  return true;
}

std::vector<std::shared_ptr<Queue>> QueueDirectory::remove_all() {
  std::unique_lock lock(mutex_);
  std::vector<std::shared_ptr<Queue>> out;
  for (auto& [key, queue] : queues_) out.push_back(queue);
  queues_.clear();
  sorted_.clear();
  return out;
}

QueuePage QueueDirectory::page(const Scope& scope, const std::string& prefix, const std::string& start_after,
                               std::size_t max) const {
  std::shared_lock lock(mutex_);
  QueuePage out;
  auto at = start_after < prefix ? sorted_.lower_bound({scope, prefix}) : sorted_.upper_bound({scope, start_after});
  for (; at != sorted_.end() && at->first.scope == scope && at->first.name.starts_with(prefix); ++at) {
    if (out.names.size() == max) {
      out.more = true;
      break;
    }
    out.names.push_back(at->first.name);
  }
  return out;
}

std::vector<std::shared_ptr<Queue>> QueueDirectory::in_scope(const Scope& scope) const {
  std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<Queue>> out;
  for (auto at = sorted_.lower_bound({scope, {}}); at != sorted_.end() && at->first.scope == scope; ++at) {
    out.push_back(queues_.find(at->first)->second);
  }
  return out;
}

}  // namespace winterbaume::sqs::memory
