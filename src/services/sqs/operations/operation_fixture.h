// For the tests of operations: handlers over queues in memory, on a clock that stands still until a test moves it.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "http/request.h"
#include "services/sqs/memory/in_memory_sqs_backend.h"
#include "services/sqs/operations/operations.h"

namespace winterbaume::sqs {

// A connection that counts who watches it and can be cut.
class WatchedConnection final : public http::Connection {
 public:
  std::stop_token watch() override {
    ++watched;
    return stop.get_token();
  }
  std::stop_source stop;
  int watched = 0;
};

class OperationTest : public ::testing::Test {
 protected:
  OperationTest() {
    context.scope = {"123456789012", "us-east-1"};
    context.base_url = "http://localhost:5555";
    context.clock = clock.get();
    context.now = clock->now();
  }

  // An operation under way.
  template <class T>
  struct Call {
    std::optional<T> result;
    std::exception_ptr failure;
    bool done() const { return result.has_value() || failure; }
  };
  template <class T>
  std::shared_ptr<Call<T>> start(asio::awaitable<T> operation) {
    auto call = std::make_shared<Call<T>>();
    asio::co_spawn(io, std::move(operation), [call](std::exception_ptr failure, T result) {
      call->failure = failure;
      if (!failure) call->result = std::move(result);
    });
    let_run();
    return call;
  }
  void let_run() {
    io.restart();
    io.poll();
  }
  // Runs an operation that has nothing to wait for.
  template <class T>
  T run(asio::awaitable<T> operation) {
    auto call = start(std::move(operation));
    if (call->failure) std::rethrow_exception(call->failure);
    return std::move(call->result.value());
  }
  // The result of one that must succeed.
  template <class T>
  T get(asio::awaitable<aws::Result<T>> operation) {
    auto result = run(std::move(operation));
    if (!result) ADD_FAILURE() << result.error().message;
    return std::move(result).value_or(T());
  }
  // "code: message" of one that must fail.
  template <class T>
  std::string refusal(asio::awaitable<aws::Result<T>> operation) {
    auto result = run(std::move(operation));
    return result ? std::string("no error") : std::string(result.error().shape->code) + ": " + result.error().message;
  }

  void advance(Millis by) {
    clock->advance(by);
    context.now = clock->now();
    let_run();
  }

  std::string make_queue(std::string name, aws::Map<std::string> attributes = {}) {
    if (name.ends_with(".fifo")) attributes.add("FifoQueue", "true");
    return *get(create_queue(context, backend, {.queue_name = std::move(name), .attributes = std::move(attributes)})).queue_url;
  }
  std::vector<Message> receive(ReceiveMessageRequest request) {
    return get(receive_message(context, backend, std::move(request))).messages.value_or(std::vector<Message>());
  }

  asio::io_context io;
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  aws::RequestContext context;
  InMemorySqsBackend backend{clock, std::make_shared<SequentialIds>()};
};

}  // namespace winterbaume::sqs
