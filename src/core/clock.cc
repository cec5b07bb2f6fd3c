#include "core/clock.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace winterbaume {

// The timer belongs to the waiter's executor; a notifier on another thread reaches it only by posting there.
struct Wakeup::State : std::enable_shared_from_this<Wakeup::State> {
  mutable std::mutex mutex;
  bool set = false;
  std::shared_ptr<asio::steady_timer> timer;  // while a coroutine waits
};

Wakeup::Wakeup() : state_(std::make_shared<State>()) {}
Wakeup::~Wakeup() = default;

void Wakeup::notify() {
  std::lock_guard lock(state_->mutex);
  state_->set = true;
  if (!state_->timer) return;
  auto executor = state_->timer->get_executor();
  asio::post(executor, [timer = std::move(state_->timer)] { timer->cancel(); });
}

void Wakeup::reset() {
  std::lock_guard lock(state_->mutex);
  state_->set = false;
}

bool Wakeup::notified() const {
  std::lock_guard lock(state_->mutex);
  return state_->set;
}

asio::awaitable<void> Wakeup::wait_for(std::optional<std::chrono::steady_clock::duration> wait) {
  auto state = state_;
  auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
  if (wait) {
    timer->expires_after(*wait);
  } else {
    timer->expires_at(asio::steady_timer::time_point::max());
  }
  {
    std::lock_guard lock(state->mutex);
    if (state->set) co_return;
    state->timer = timer;
  }
  boost::system::error_code ignored;
  co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  std::lock_guard lock(state->mutex);
  state->timer.reset();
}

TimePoint SystemClock::now() const { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

asio::awaitable<void> SystemClock::wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) {
  if (deadline == k_end_of_time) {
    co_await wakeup->wait_for(std::nullopt);
    co_return;
  }
  auto left = deadline - std::chrono::system_clock::now();
  if (left.count() <= 0) co_return;
  co_await wakeup->wait_for(std::chrono::ceil<std::chrono::microseconds>(left));
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
    std::erase_if(waiters_, [](const Waiter& waiter) { return waiter.wakeup.expired(); });
    waiters_.push_back({deadline, wakeup});
  }
  co_await wakeup->wait_for(std::nullopt);
}

void ManualClock::advance(Millis by) { set(now() + by); }

void ManualClock::set(TimePoint to) {
  std::vector<std::shared_ptr<Wakeup>> due;
  {
    std::lock_guard lock(mutex_);
    now_ = to;
    std::erase_if(waiters_, [&](const Waiter& waiter) {
      if (waiter.deadline > to) return waiter.wakeup.expired();
      if (auto wakeup = waiter.wakeup.lock()) due.push_back(std::move(wakeup));
      return true;
    });
  }
  for (auto& wakeup : due) wakeup->notify();
}

}  // namespace winterbaume
