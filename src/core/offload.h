// Blocking calls, off the threads that serve: co_await offload(pool, f).
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace winterbaume {

namespace asio = boost::asio;

// Threads for calls that block on a disk. They are started one by one, when there is a task and none of them is idle, so a pool
// that is never used costs nothing. Thread-safe.
class OffloadPool {
 public:
  using Task = std::move_only_function<void()>;

  explicit OffloadPool(std::size_t threads_max);  // >= 1
  // Runs what was submitted to its end. The io_contexts of coroutines that wait for the pool are still there.
  ~OffloadPool();
  OffloadPool(const OffloadPool&) = delete;
  OffloadPool& operator=(const OffloadPool&) = delete;

  // Tasks throw nothing, and begin in the order in which they came. Throws std::system_error where no thread can be had.
  void submit(Task task);

 private:
  void start_thread();  // under mutex_
  void work();

  const std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

namespace offload_detail {

// What a coroutine's handler is called with: why the call failed, and what it gave.
template <class R>
using Outcome = std::conditional_t<std::is_void_v<R>, std::tuple<std::exception_ptr>, std::tuple<std::exception_ptr, R>>;

template <class R, class F>
Outcome<R> outcome_of(F& f) noexcept {
  Outcome<R> out;
  try {
    if constexpr (std::is_void_v<R>) {
      f();
    } else {
      std::get<1>(out) = f();
    }
  } catch (...) {
    std::get<0>(out) = std::current_exception();
  }
  return out;
}

// The work guard keeps the handler's io_context running, and is given up on a thread of that: the pool's thread may be late.
template <class R, class Handler, class F>
void submit_call(OffloadPool& pool, Handler handler, F f) {
  auto work = asio::make_work_guard(asio::get_associated_executor(handler));
  pool.submit([handler = std::move(handler), f = std::move(f), work = std::move(work)]() mutable {
    auto outcome = outcome_of<R>(f);
    auto executor = work.get_executor();
    asio::post(executor, [handler = std::move(handler), outcome = std::move(outcome), work = std::move(work)]() mutable {
      std::apply(std::move(handler), std::move(outcome));
    });
  });
}

template <class R>
struct Signature {
  using type = void(std::exception_ptr, R);
};
template <>
struct Signature<void> {
  using type = void(std::exception_ptr);
};

}  // namespace offload_detail

// Runs `f` on a thread of the pool and gives its result (of a type with a default), or throws what it threw, on the coroutine's
// own executor. What `f` refers to must live until then: the coroutine's frame does.
template <class F>
asio::awaitable<std::invoke_result_t<F&>> offload(OffloadPool& pool, F f) {
  using R = std::invoke_result_t<F&>;
  return asio::async_initiate<const asio::use_awaitable_t<>, typename offload_detail::Signature<R>::type>(
      [&pool](auto handler, F call) { offload_detail::submit_call<R>(pool, std::move(handler), std::move(call)); },
      asio::use_awaitable, std::move(f));
}

}  // namespace winterbaume
