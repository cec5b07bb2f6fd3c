// The receive calls that wait at one queue. Each message wakes one of them, and one of them watches the time at which a hidden
// message becomes visible: ten thousand may wait without one noticing what concerns another.
//
// Not thread-safe: used under the queue's mutex, but for the waiters' wakeups.
#pragma once

#include <cstddef>
#include <memory>

#include "core/clock.h"

namespace winterbaume::sqs::memory {

// One waiting call; it lives in the call's coroutine frame.
struct Waiter {
  std::shared_ptr<Wakeup> wakeup = std::make_shared<Wakeup>();
  Waiter* previous = nullptr;
  Waiter* next = nullptr;
  bool woken = false;  // a message was meant for it, and it has not looked yet
};

class Waiters {
 public:
  bool empty() const { return !first_ && woken_ == 0; }
  void add(Waiter& waiter);
  // It leaves, with or without a message; distribute() must follow, for what it was meant to do falls to the others.
  void remove(Waiter& waiter);
  // It runs again and will look for a message: the next wake-up may be meant for it.
  void resumed(Waiter& waiter);

  // Wakes as many as can find a message, those first that wait longest, and has one watch for `next_visible`.
  void distribute(std::size_t available, TimePoint next_visible);
  // How long this one may sleep for the queue's sake: until `next_visible` where it is the watch, else for ever.
  TimePoint watch_until(const Waiter& waiter, TimePoint next_visible);
  void wake_all();

 private:
  void link_first(Waiter& waiter);
  void unlink(Waiter& waiter);

  Waiter* first_ = nullptr;  // those not woken
  Waiter* last_ = nullptr;
  std::size_t woken_ = 0;
  const Waiter* watch_ = nullptr;
  TimePoint watch_until_ = k_end_of_time;
};

}  // namespace winterbaume::sqs::memory
