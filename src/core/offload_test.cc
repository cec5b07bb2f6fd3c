#include "core/offload.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <latch>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>

namespace winterbaume {
namespace {

// Runs a coroutine to its end and rethrows what it throws.
void run(asio::io_context& context, asio::awaitable<void> call) {
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(call), [&](std::exception_ptr thrown) { failure = thrown; });
  context.run();
  context.restart();
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> check_threads(OffloadPool& pool) {
  auto here = std::this_thread::get_id();
  auto there = co_await offload(pool, [] { return std::this_thread::get_id(); });
  EXPECT_NE(there, here);
  EXPECT_EQ(std::this_thread::get_id(), here);
}

TEST(Offload, RunsOnAThreadOfThePoolAndComesBack) {
  OffloadPool pool(2);
  asio::io_context context;
  run(context, check_threads(pool));
}

asio::awaitable<void> check_results(OffloadPool& pool) {
  int touched = 0;
  co_await offload(pool, [&touched] { touched = 7; });
  EXPECT_EQ(touched, 7);
  auto owned = co_await offload(pool, [text = std::make_unique<std::string>("moved")]() mutable { return std::move(text); });
  EXPECT_EQ(*owned, "moved");
}

TEST(Offload, GivesResultsThatCanOnlyBeMoved) {
  OffloadPool pool(1);
  asio::io_context context;
  run(context, check_results(pool));
}

asio::awaitable<void> throw_nothing_back(OffloadPool& pool) {
  co_await offload(pool, [] { throw std::runtime_error("void"); });
}
asio::awaitable<void> throw_value_back(OffloadPool& pool) {
  co_await offload(pool, []() -> int { throw std::runtime_error("int"); });
}

TEST(Offload, ThrowsWhatTheCallThrew) {
  OffloadPool pool(1);
  asio::io_context context;
  EXPECT_THROW(run(context, throw_nothing_back(pool)), std::runtime_error);
  EXPECT_THROW(run(context, throw_value_back(pool)), std::runtime_error);
}

asio::awaitable<void> meet(OffloadPool& pool, std::latch& all_there, std::set<std::thread::id>& threads) {
  auto id = co_await offload(pool, [&all_there] {
    all_there.arrive_and_wait();
    return std::this_thread::get_id();
  });
  threads.insert(id);
}

// Each call waits for the others: with a thread too few this never ends.
TEST(Offload, StartsAsManyThreadsAsThereAreCallsAtOnce) {
  OffloadPool pool(4);
  asio::io_context context;
  std::latch all_there(4);
  std::set<std::thread::id> threads;
  std::exception_ptr failure;
  for (int i = 0; i < 4; ++i) {
    asio::co_spawn(context, meet(pool, all_there, threads), [&](std::exception_ptr thrown) { failure = thrown; });
  }
  context.run();
  EXPECT_FALSE(failure);
  EXPECT_EQ(threads.size(), 4U);
}

TEST(OffloadPool, TakesMoreTasksThanItHasThreads) {
  std::atomic<int> done = 0;
  {
    OffloadPool pool(3);
    for (int i = 0; i < 1000; ++i) pool.submit([&done] { ++done; });
  }
  EXPECT_EQ(done, 1000);
}

TEST(OffloadPool, OneThreadKeepsTheOrder) {
  std::vector<int> seen;
  {
    OffloadPool pool(1);
    for (int i = 0; i < 100; ++i) pool.submit([&seen, i] { seen.push_back(i); });
  }
  ASSERT_EQ(seen.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST(OffloadPool, AnUnusedOneEndsAtOnce) { OffloadPool pool(64); }

}  // namespace
}  // namespace winterbaume
