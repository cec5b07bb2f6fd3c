// The queues of all accounts and regions, by name. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "services/sqs/memory/queue.h"

namespace winterbaume::sqs::memory {

class QueueDirectory {
 public:
  std::shared_ptr<Queue> find(const QueueKey& key) const;
  // Adds the queue; where there is one of that name already it stays and is returned.
  std::shared_ptr<Queue> add(std::shared_ptr<Queue> queue);
  // Takes out that queue, if it is still the one of its name.
  bool remove(const std::shared_ptr<Queue>& queue);
  std::vector<std::shared_ptr<Queue>> remove_all();

  // Names of one scope in order, after `start_after`.
  QueuePage page(const Scope& scope, const std::string& prefix, const std::string& start_after, std::size_t max) const;
  // The queues of one scope, in order of their names.
  std::vector<std::shared_ptr<Queue>> in_scope(const Scope& scope) const;

 private:
  struct Hash {
    std::size_t operator()(const QueueKey& key) const noexcept {
      return std::hash<Scope>{}(key.scope) * 31 + std::hash<std::string>{}(key.name);
    }
  };
  mutable std::shared_mutex mutex_;
  std::unordered_map<QueueKey, std::shared_ptr<Queue>, Hash> queues_;
  std::map<QueueKey, Queue*> sorted_;
};

}  // namespace winterbaume::sqs::memory
