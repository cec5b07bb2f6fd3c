#include "core/clock.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <thread>

namespace winterbaume {
namespace {

using std::chrono::seconds;

// One coroutine that waits, and whether it has returned.
struct Waiter {
  std::shared_ptr<Wakeup> wakeup = std::make_shared<Wakeup>();
  bool returned = false;

  void start(asio::io_context& context, Clock& clock, TimePoint deadline) {
    asio::co_spawn(context, clock.wait_until(deadline, wakeup), [this](std::exception_ptr) { returned = true; });
    poll(context);
  }
  static void poll(asio::io_context& context) {
    context.restart();
    context.poll();
  }
};

TEST(ManualClock, StandsStillUntilItIsMoved) {
  ManualClock clock;
  TimePoint start = clock.now();
  EXPECT_EQ(clock.now(), start);
  clock.advance(seconds(5));
  EXPECT_EQ(clock.now(), start + seconds(5));
  clock.set(start);
  EXPECT_EQ(clock.now(), start);
}

TEST(ManualClock, WakesThoseWhoseTimeHasComeAndOnlyThem) {
  asio::io_context context;
  ManualClock clock;
  Waiter early, late, never;
  early.start(context, clock, clock.now() + seconds(1));
  late.start(context, clock, clock.now() + seconds(2));
  never.start(context, clock, k_end_of_time);
  clock.advance(Millis(999));
  Waiter::poll(context);
  EXPECT_FALSE(early.returned);
  clock.advance(Millis(1));
  Waiter::poll(context);
  EXPECT_TRUE(early.returned);
  EXPECT_FALSE(late.returned);
  clock.advance(seconds(1000));
  Waiter::poll(context);
  EXPECT_TRUE(late.returned);
  EXPECT_FALSE(never.returned);
  never.wakeup->notify();
  Waiter::poll(context);
  EXPECT_TRUE(never.returned);
}

TEST(ManualClock, DoesNotWaitForWhatIsOver) {
  asio::io_context context;
  ManualClock clock;
  Waiter waiter;
  waiter.start(context, clock, clock.now());
  EXPECT_TRUE(waiter.returned);
}

TEST(ManualClock, ForgetsTheWaitersThatAreGone) {
  asio::io_context context;
  ManualClock clock;
  for (int i = 0; i < 1000; ++i) {
    Waiter waiter;
    waiter.start(context, clock, clock.now() + seconds(1));
    waiter.wakeup->notify();
    Waiter::poll(context);
    EXPECT_TRUE(waiter.returned);
  }
  clock.advance(seconds(2));
}

TEST(Wakeup, ANotificationBeforeTheWaitIsKept) {
  asio::io_context context;
  SystemClock clock;
  Waiter waiter;
  waiter.wakeup->notify();
  waiter.start(context, clock, k_end_of_time);
  EXPECT_TRUE(waiter.returned);
  EXPECT_TRUE(waiter.wakeup->notified());
  waiter.wakeup->reset();
  EXPECT_FALSE(waiter.wakeup->notified());
}

TEST(Wakeup, NotifiesFromAnotherThread) {
  asio::io_context context;
  SystemClock clock;
  Waiter waiter;
  waiter.start(context, clock, k_end_of_time);
  EXPECT_FALSE(waiter.returned);
  std::thread other([&] { waiter.wakeup->notify(); });
  context.restart();
  context.run();
  other.join();
  EXPECT_TRUE(waiter.returned);
}

TEST(Wakeup, NobodyIsThereAfterTheWaiterWasDestroyed) {
  SystemClock system;
  ManualClock manual;
  Waiter on_system, on_manual;
  {
    asio::io_context context;
    on_system.start(context, system, system.now() + seconds(3600));
    on_manual.start(context, manual, manual.now() + seconds(1));
  }
  on_system.wakeup->notify();
  manual.advance(seconds(1));
  EXPECT_FALSE(on_system.returned);
  EXPECT_FALSE(on_manual.returned);
}

asio::awaitable<void> wait_often(Clock& clock, std::shared_ptr<Wakeup> wakeup, int times) {
  for (int i = 0; i < times; ++i) {
    co_await clock.wait_until(k_end_of_time, wakeup);
    wakeup->reset();
  }
}

TEST(Wakeup, WorksOnAnExecutorOfManyThreads) {
  asio::thread_pool pool(3);
  SystemClock clock;
  auto wakeup = std::make_shared<Wakeup>();
  std::atomic<bool> returned = false;
  asio::co_spawn(pool, wait_often(clock, wakeup, 500), [&](std::exception_ptr) { returned = true; });
  while (!returned) {
    wakeup->notify();
    std::this_thread::yield();
  }
  pool.join();
}

TEST(SystemClock, ReturnsAtTheDeadline) {
  asio::io_context context;
  SystemClock clock;
  Waiter waiter;
  TimePoint deadline = clock.now() + Millis(2);
  waiter.start(context, clock, deadline);
  context.restart();
  context.run();
  EXPECT_TRUE(waiter.returned);
  EXPECT_GE(clock.now(), deadline);
}

TEST(SystemClock, TakesDeadlinesThatNoTimerCouldHold) {
  asio::io_context context;
  SystemClock clock;
  Waiter past, future;
  past.start(context, clock, TimePoint::min());
  future.start(context, clock, k_end_of_time - Millis(1));
  context.restart();
  context.run_for(Millis(1));
  EXPECT_TRUE(past.returned);
  EXPECT_FALSE(future.returned);
}

}  // namespace
}  // namespace winterbaume
