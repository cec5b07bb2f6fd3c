// Time, injected: nothing but this file's SystemClock reads the machine's clock, and no test sleeps.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace winterbaume {

namespace asio = boost::asio;

using Millis = std::chrono::milliseconds;
// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
using TimePoint = std::chrono::sys_time<Millis>;

constexpr TimePoint k_end_of_time = TimePoint::max();

// A latch that one coroutine waits on and any thread sets. Once set it stays set until reset().
// notify() may be called from any thread and more than once; a wait, by one coroutine at a time, on any executor. A coroutine
// that waits may be destroyed (with its io_context): a notifier that comes later finds nobody.
// Held by shared_ptr: a notifier may outlive the waiter.
class Wakeup {
 public:
  Wakeup() = default;
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void notify();
  void reset();
  bool notified() const;

 private:
  friend class SystemClock;
  friend class ManualClock;
  class Waiting;
  // Suspends until notified or until `wait` of real time has passed; null waits without a limit.
  static asio::awaitable<void> wait(std::shared_ptr<Wakeup> self, std::optional<std::chrono::steady_clock::duration> limit);

  mutable std::mutex mutex_;
  bool set_ = false;
  asio::steady_timer* timer_ = nullptr;  // in the frame of the coroutine that waits; used under mutex_ only
};

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  // Returns when `wakeup` is notified or when now() >= deadline, whichever is first. k_end_of_time: no deadline.
  virtual asio::awaitable<void> wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) = 0;
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  asio::awaitable<void> wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) override;
};

// A clock for tests: stands still until advance() or set() moves it, which wakes the waits that fall due.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start = TimePoint{std::chrono::seconds{1'700'000'000}});
  TimePoint now() const override;
  asio::awaitable<void> wait_until(TimePoint deadline, std::shared_ptr<Wakeup> wakeup) override;
  void advance(Millis by);
  void set(TimePoint to);

 private:
  mutable std::mutex mutex_;
  TimePoint now_;
  std::multimap<TimePoint, std::weak_ptr<Wakeup>> waits_;
  std::size_t sweep_at_ = 64;  // when waits_ reaches this size, those of waiters that are gone leave it
};

}  // namespace winterbaume
