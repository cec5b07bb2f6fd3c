// Message move tasks: what brings dead letters back, or to another queue, at a given pace. Thread-safe.
//
// A task's progress is a function of time: whenever run() is called it moves what is due by then. Whoever calls run() is the
// driver: the backend's background coroutine, or, where that doesn't run, the next verb.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "aws/error.h"
#include "core/ids.h"
#include "services/sqs/memory/queue_directory.h"

namespace winterbaume::sqs::memory {

using aws::Result;

class MoveTasks {
 public:
  static constexpr std::size_t k_listed_max = 10;

  MoveTasks(QueueDirectory& queues, Ids& ids) : queues_(queues), ids_(ids) {}

  Result<MoveTask> start(const MoveTaskStart& start, TimePoint now);
  Result<MoveTask> cancel(const std::string& handle);
  std::vector<MoveTask> list(const QueueKey& source, std::size_t max) const;
  // A queue is gone, and its tasks with it.
  void forget(const QueueKey& source);
  void clear();

  // Moves what is due, of unlimited tasks a portion. Returns when to come again: not after `now` for at once, k_end_of_time
  // when nothing is running.
  TimePoint run(TimePoint now);
  // Whether run() at that time would do something; costs next to nothing.
  bool is_due(TimePoint now) const { return next_run_.load(std::memory_order_relaxed) <= now; }

 private:
  struct Running {
    MoveTask task;
    std::string handle;
    QueueKey source;
    std::optional<QueueKey> destination;
    bool active() const { return task.status == MoveTaskStatus::running; }
    void finish(MoveTaskStatus status, std::string reason = {});
    // How many may have been moved by then; a portion at a time where no pace is set.
    std::int64_t allowed(TimePoint now) const;
    TimePoint next_due(TimePoint now) const;
  };
  // What one grip of the locks came to.
  struct Step {
    std::int64_t moved = 0;
    bool drained = false;  // no message is left that could be moved
    std::string failure;
  };

  Result<std::optional<QueueKey>> check(const MoveTaskStart& start) const;
  bool is_dead_letter_queue(const QueueKey& key) const;
  void advance(Running& running, TimePoint now);
  Step move_some(const Running& running, std::int64_t max, TimePoint now);
  Step move_between(Queue& source, Queue& destination, bool only_its_own, std::int64_t max, TimePoint now);

  QueueDirectory& queues_;
  Ids& ids_;
  mutable std::mutex mutex_;
  std::map<QueueKey, std::deque<Running>> by_source_;  // newest first
  std::atomic<TimePoint> next_run_{k_end_of_time};
};

}  // namespace winterbaume::sqs::memory
