// Versions that wait to be replicated.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
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
  TimePoint since{};          // when what is to be replicated came to be
  bool changes_only = false;  // the version went before, and what changed of it goes now
  bool retention = false;     // its retention was put: also one that was taken away goes
};

// Thread-safe.
class ReplicationQueue {
 public:
  static constexpr std::size_t k_jobs_max = 100'000;

  // False where the queue is full.
  bool push(ReplicationJob job) {
    std::lock_guard lock(mutex_);
    if (jobs_.size() + deferred_.size() >= k_jobs_max) return false;
    jobs_.push_back(std::move(job));
    wakeup_->notify();
    return true;
  }
  // To be done again then: its place in the queue it has.
  void defer(ReplicationJob job, TimePoint until) {
    std::lock_guard lock(mutex_);
    deferred_.emplace(until, std::move(job));
  }
  std::optional<ReplicationJob> pop(TimePoint now) {
    std::lock_guard lock(mutex_);
    while (!deferred_.empty() && deferred_.begin()->first <= now) {
      jobs_.push_back(std::move(deferred_.extract(deferred_.begin()).mapped()));
    }
    if (jobs_.empty()) return std::nullopt;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  void clear() {
    std::lock_guard lock(mutex_);
    jobs_.clear();
    deferred_.clear();
  }
  // When the first of those that were deferred is to be done; k_end_of_time where none was.
  TimePoint next() const {
    std::lock_guard lock(mutex_);
    return deferred_.empty() ? k_end_of_time : deferred_.begin()->first;
  }
  // Notified by push().
  const std::shared_ptr<Wakeup>& wakeup() const { return wakeup_; }

 private:
  mutable std::mutex mutex_;
  std::deque<ReplicationJob> jobs_;
  std::multimap<TimePoint, ReplicationJob> deferred_;
  std::shared_ptr<Wakeup> wakeup_ = std::make_shared<Wakeup>();
};

}  // namespace winterbaume::s3
