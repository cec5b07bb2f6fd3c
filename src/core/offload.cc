#include "core/offload.h"

#include <system_error>

#include "core/assert.h"

namespace winterbaume {

OffloadPool::OffloadPool(std::size_t threads_max) : threads_max_(threads_max) { WB_ASSERT(threads_max > 0); }

OffloadPool::~OffloadPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void OffloadPool::submit(Task task) {
  std::unique_lock lock(mutex_);
  tasks_.push_back(std::move(task));
  if (tasks_.size() > idle_ && threads_.size() < threads_max_) {
    start_thread();
    return;
  }
  lock.unlock();
  wake_.notify_one();
}

// Where the machine gives no further thread, those that are there do the work.
void OffloadPool::start_thread() {
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    if (!threads_.empty()) return;
    tasks_.pop_back();
    throw;
  }
}

void OffloadPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    {
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }  // what the task holds is let go of without the lock
    lock.lock();
  }
}

}  // namespace winterbaume
