// What the contract suites of storage share: an io_context that a case's calls run on.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/failure.h"

namespace winterbaume::storage_testing {

namespace asio = boost::asio;

// Cases in which an implementation differs from the contract on purpose: name of the case, and why.
using Deviations = std::map<std::string, std::string>;

class CoroutineCase {
 public:
  asio::io_context& context() { return context_; }

  // Runs a call to its end, and throws what it throws.
  template <class T>
  T run(asio::awaitable<T> call) {
    std::exception_ptr failure;
    std::optional<T> out;
    asio::co_spawn(context_, std::move(call), [&](std::exception_ptr thrown, T result) {
      failure = thrown;
      if (!thrown) out.emplace(std::move(result));
    });
    run_threads(1);
    if (failure) std::rethrow_exception(failure);
    return std::move(out.value());
  }
  void run(asio::awaitable<void> call) {
    std::exception_ptr failure;
    asio::co_spawn(context_, std::move(call), [&](std::exception_ptr thrown) { failure = thrown; });
    run_threads(1);
    if (failure) std::rethrow_exception(failure);
  }

  // Runs `count` calls of `make(i)` at once, on as many threads; a throw fails the case.
  void run_at_once(int count, const std::function<asio::awaitable<void>(int)>& make) {
    for (int i = 0; i < count; ++i) {
      asio::co_spawn(context_, make(i), [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); });
    }
    run_threads(count);
  }

  // The skip reason of the case that runs, where it is a deviation.
  static std::optional<std::string> deviation(const Deviations& deviations) {
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    auto found = deviations.find(name.substr(0, name.find('/')));
    return found == deviations.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  void run_threads(int count) {
    context_.restart();
    std::vector<std::jthread> others;
    for (int i = 1; i < count; ++i) others.emplace_back([this] { context_.run(); });
    context_.run();
  }

  asio::io_context context_;
};

}  // namespace winterbaume::storage_testing
