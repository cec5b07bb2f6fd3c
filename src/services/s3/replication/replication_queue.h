// Versions that wait to be replicated.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/clock.h"

namespace winterbaume::s3 {

struct ReplicationJob {
  std::string bucket;
  std::string key;
  std::string version_id;
};

// Thread-safe.
class ReplicationQueue {
 public:
  static constexpr std::size_t k_jobs_max = 100'000;

  // False where the queue is full.
  bool push(ReplicationJob job) {
    std::lock_guard lock(mutex_);
    if (jobs_.size() >= k_jobs_max) return false;
    jobs_.push_back(std::move(job));
    wakeup_->notify();
    return true;
  }
  std::optional<ReplicationJob> pop() {
    std::lock_guard lock(mutex_);
    if (jobs_.empty()) return std::nullopt;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  void clear() {
    std::lock_guard lock(mutex_);
    jobs_.clear();
  }
  // Notified by push().
  const std::shared_ptr<Wakeup>& wakeup() const { return wakeup_; }

 private:
  std::mutex mutex_;
  std::deque<ReplicationJob> jobs_;
  std::shared_ptr<Wakeup> wakeup_ = std::make_shared<Wakeup>();
};

}  // namespace winterbaume::s3
