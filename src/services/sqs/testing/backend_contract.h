// The contract of SqsBackend: what every implementation of the door must keep, as GoogleTest cases over a factory.
//
// An implementation runs it by linking the *.cc of this folder and instantiating the suite:
//
//   INSTANTIATE_TEST_SUITE_P(InMemory, BackendContract, testing::Values(BackendUnderTest{.name = "InMemory", .make = &make}));
//
// Time comes from a ManualClock that the cases move; nothing sleeps.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "services/sqs/sqs_backend.h"

namespace winterbaume::sqs::testing {

struct BackendUnderTest {
  std::string name;
  // A backend without queues, which lives on that clock. Called once a case.
  std::function<std::unique_ptr<SqsBackend>(asio::io_context&, std::shared_ptr<Clock>)> make;
  // How much real time may pass between an event and the moment when a coroutine that it wakes runs: none in memory.
  std::chrono::milliseconds latency{0};
  // Cases in which the implementation differs from the contract on purpose: name of the case, and why.
  std::map<std::string, std::string> deviations = {};
};
inline std::ostream& operator<<(std::ostream& out, const BackendUnderTest& backend) { return out << backend.name; }

// A call under way.
template <class T>
struct Call {
  std::optional<T> result;
  std::exception_ptr failure;
  bool done() const { return result.has_value() || failure; }
  T get() {
    if (failure) std::rethrow_exception(failure);
    return std::move(result.value());
  }
};

class BackendContract : public ::testing::TestWithParam<BackendUnderTest> {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Starts a call and lets it run until it waits or is done.
  template <class T>
  std::shared_ptr<Call<T>> start(asio::awaitable<T> call) {
    auto out = std::make_shared<Call<T>>();
    asio::co_spawn(context_, std::move(call), [out](std::exception_ptr failure, T result) {
      out->failure = failure;
      if (!failure) out->result = std::move(result);
    });
    let_run();
    return out;
  }
  // Runs a call to its end.
  template <class T>
  T run(asio::awaitable<T> call) {
    auto started = start(std::move(call));
    run_until([&] { return started->done(); });
    return started->get();
  }
  void let_run();
  // Fails the case when `reached` stays false for seconds of real time.
  void run_until(const std::function<bool()>& reached);
  void advance(Millis by);
  TimePoint now() const { return clock_->now(); }

  // Short forms of the door's verbs on queues of one account and region.
  QueueKey key(const std::string& name) const { return {scope_, name}; }
  std::string arn(const std::string& name) const { return "arn:aws:sqs:us-east-1:123456789012:" + name; }
  void make_queue(const std::string& name, QueueAttributes attributes = {});
  void make_fifo_queue(const std::string& name, QueueAttributes attributes = {});
  // A dead-letter queue "<name>-dead" and a queue whose messages go there (with ".fifo" at the end of both where `fifo`).
  void make_queue_with_dead_letters(const std::string& name, int max_receive_count, QueueAttributes attributes = {});
  QueueAttributes redrive_to(const std::string& target, int max_receive_count) const;

  static NewMessage message(std::string body);
  static NewMessage fifo_message(std::string body, std::string group, std::string deduplication_id);
  Uuid send(const std::string& queue, NewMessage message);
  Uuid send(const std::string& queue, const std::string& body) { return send(queue, message(body)); }
  void send_many(const std::string& queue, int count, const std::function<NewMessage(int)>& make);
  SentMessage send_fifo(const std::string& queue, NewMessage message);
  std::optional<aws::Error> try_send(const std::string& queue, NewMessage message);

  // Without waiting, unless the input says so.
  Result<std::vector<ReceivedMessage>> try_receive(const std::string& queue, ReceiveInput input = {});
  std::vector<ReceivedMessage> receive(const std::string& queue, std::size_t max = 10, std::optional<seconds> visibility = {});
  ReceivedMessage receive_one(const std::string& queue, std::optional<seconds> visibility = {});
  std::vector<std::string> receive_bodies(const std::string& queue, std::size_t max = 10, std::optional<seconds> visibility = {});
  std::shared_ptr<Call<Result<std::vector<ReceivedMessage>>>> start_receive(const std::string& queue, seconds wait,
                                                                            std::stop_token cancelled = {}, std::size_t max = 1);

  // The error of the one entry, or none.
  std::optional<aws::Error> remove(const std::string& queue, const std::string& handle);
  std::optional<aws::Error> change_visibility(const std::string& queue, const std::string& handle, seconds timeout);
  Result<MoveTask> start_task(const std::string& source, std::optional<std::string> to = {}, std::optional<int> pace = {});
  MoveTask latest_task(const std::string& source);
  // Moves the clock until the source's latest task has ended.
  MoveTask finish_task(const std::string& source);

  QueueDescription describe(const std::string& queue);
  // "visible/in flight/delayed"
  std::string counters(const std::string& queue);

  asio::io_context context_;
  std::shared_ptr<ManualClock> clock_;
  std::unique_ptr<SqsBackend> backend_;
  Scope scope_{"123456789012", "us-east-1"};

 private:
  std::stop_source stop_background_;
  bool background_ended_ = false;
};

std::string error_name(const std::optional<aws::Error>& error);
template <class T>
std::string error_name(const Result<T>& result) {
  return result ? std::string("no error") : std::string(result.error().shape->name);
}
std::string error_text(const std::optional<aws::Error>& error);
std::vector<std::string> bodies_of(const std::vector<ReceivedMessage>& messages);

}  // namespace winterbaume::sqs::testing
