#include "services/sqs/memory/waiters.h"

#include <utility>

namespace winterbaume::sqs::memory {

void Waiters::add(Waiter& waiter) {
  waiter.previous = last_;
  (last_ ? last_->next : first_) = &waiter;
  last_ = &waiter;
}

void Waiters::remove(Waiter& waiter) {
  if (std::exchange(waiter.woken, false)) {
    --woken_;
  } else {
    unlink(waiter);
  }
  if (watch_ != &waiter) return;
  watch_ = nullptr;
  watch_until_ = k_end_of_time;
}

void Waiters::resumed(Waiter& waiter) {
  waiter.wakeup->reset();
  if (!std::exchange(waiter.woken, false)) return;
  --woken_;
  link_first(waiter);
}

void Waiters::distribute(std::size_t available, TimePoint next_visible) {
  while (first_ && woken_ < available) {
    Waiter& waiter = *first_;
    unlink(waiter);
    waiter.woken = true;
    ++woken_;
    waiter.wakeup->notify();
  }
  if (next_visible >= watch_until_) return;
  // The last one is woken last, so it can watch longest.
  if (!watch_) watch_ = last_;
  if (!watch_) return;
  watch_until_ = next_visible;
  watch_->wakeup->notify();
}

TimePoint Waiters::watch_until(const Waiter& waiter, TimePoint next_visible) {
  if (!watch_ && next_visible != k_end_of_time) watch_ = &waiter;
  if (watch_ != &waiter) return k_end_of_time;
  watch_until_ = next_visible;
  return next_visible;
}

void Waiters::wake_all() {
  for (Waiter* waiter = first_; waiter; waiter = waiter->next) waiter->wakeup->notify();
}

void Waiters::link_first(Waiter& waiter) {
  waiter.next = first_;
  (first_ ? first_->previous : last_) = &waiter;
  first_ = &waiter;
}

void Waiters::unlink(Waiter& waiter) {
  (waiter.previous ? waiter.previous->next : first_) = waiter.next;
  (waiter.next ? waiter.next->previous : last_) = waiter.previous;
  waiter.previous = nullptr;
  waiter.next = nullptr;
}

}  // namespace winterbaume::sqs::memory
