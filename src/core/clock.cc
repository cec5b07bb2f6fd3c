#include "core/clock.h"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

namespace winterbaume {

// While it lives, notifiers can reach the waiter's timer. The timer is started, cancelled and let go under the latch's mutex,
// so no thread touches it when another does, nor when the coroutine's frame is gone.
class Wakeup::Waiting {
 public:
  Waiting(Wakeup& latch, asio::steady_timer& timer) : latch_(latch), timer_(timer) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    std::lock_guard lock(latch_.mutex_);
    latch_.timer_ = nullptr;
  }

  template <class Handler>
  void operator()(Handler&& handler) {
    std::lock_guard lock(latch_.mutex_);
    latch_.timer_ = &timer_;
    if (latch_.set_) timer_.expires_at(asio::steady_timer::time_point::min());
    timer_.async_wait(std::forward<Handler>(handler));
  }

 private:
  Wakeup& latch_;
  asio::steady_timer& timer_;
};

void Wakeup::notify() {
  std::lock_guard lock(mutex_);
  set_ = true;
  if (timer_) timer_->cancel();
}

void Wakeup::reset() {
  std::lock_guard lock(mutex_);
  set_ = false;
}

bool Wakeup::notified() const {
  std::lock_guard lock(mutex_);
  return set_;
}

asio::awaitable<void> Wakeup::wait(std::shared_ptr<Wakeup> self, std::optional<std::chrono::steady_clock::duration> limit) {
  if (self->notified()) co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  if (limit) {
    timer.expires_after(*limit);
  } else {
    timer.expires_at(asio::steady_timer::time_point::max());
  }
  Waiting waiting(*self, timer);
  boost::system::error_code ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  co_await asio::async_initiate<decltype(token), void(boost::system::error_code)>(std::ref(waiting), token);
}

TimePoint SystemClock::now() const { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

asio::awaitable<void> SystemClock::wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) {
  TimePoint at = now();
  // Beyond a year a timer is pointless, and the difference might not fit the machine clock's nanoseconds.
  if (deadline > at + std::chrono::years{1}) return Wakeup::wait(std::move(wakeup), std::nullopt);
  auto left = std::max(deadline, at) - std::chrono::system_clock::now();
  return Wakeup::wait(std::move(wakeup), std::chrono::ceil<std::chrono::microseconds>(left));
}

ManualClock::ManualClock(TimePoint start) : now_(start) {}

TimePoint ManualClock::now() const {
  std::lock_guard lock(mutex_);
  return now_;
}

asio::awaitable<void> ManualClock::wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) {
  {
    std::lock_guard lock(mutex_);
    if (now_ >= deadline) co_return;
    waits_.emplace(deadline, wakeup);
    if (waits_.size() >= sweep_at_) {
      std::erase_if(waits_, [](const auto& wait) { return wait.second.expired(); });
      sweep_at_ = 64 + 2 * waits_.size();
    }
  }
  co_await Wakeup::wait(std::move(wakeup), std::nullopt);
}

void ManualClock::advance(Millis by) { set(now() + by); }

void ManualClock::set(TimePoint to) {
  std::vector<std::shared_ptr<Wakeup>> due;
  {
    std::lock_guard lock(mutex_);
    now_ = to;
    auto end = waits_.upper_bound(to);
    for (auto wait = waits_.begin(); wait != end; ++wait) {
      if (auto wakeup = wait->second.lock()) due.push_back(std::move(wakeup));
    }
    waits_.erase(waits_.begin(), end);
  }
  for (auto& wakeup : due) wakeup->notify();
}

}  // namespace winterbaume
