// The storage of SQS in memory, without protocol and sockets: CPU a verb and memory a message.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

#include "services/sqs/memory/in_memory_sqs_backend.h"

namespace winterbaume::sqs {
namespace {

const QueueKey k_queue{{"123456789012", "us-east-1"}, "bench"};
const QueueKey k_fifo{{"123456789012", "us-east-1"}, "bench.fifo"};

NewMessage small_message() {
  NewMessage out;
  out.body.assign(100, 'x');
  out.sender_id = "AIDAEXAMPLE";
  return out;
}

NewMessage small_fifo_message(std::int64_t number) {
  NewMessage out = small_message();
  out.group_id = "group-" + std::to_string(number % 100);
  out.deduplication_id = std::to_string(number);
  return out;
}

asio::awaitable<void> send(SqsBackend& backend, QueueKey queue, NewMessage message, TimePoint now) {
  std::vector<NewMessage> one;
  one.push_back(std::move(message));
  auto sent = co_await backend.send(std::move(queue), std::move(one), now);
  benchmark::DoNotOptimize(sent);
}

asio::awaitable<std::string> receive(SqsBackend& backend, QueueKey queue, TimePoint now) {
  ReceiveInput input{.wait = seconds(0), .now = now};
  auto received = co_await backend.receive(std::move(queue), std::move(input));
  co_return received->empty() ? std::string() : std::move(received->front().receipt_handle);
}

asio::awaitable<void> remove(SqsBackend& backend, QueueKey queue, std::string handle, TimePoint now) {
  std::vector<std::string> one;
  one.push_back(std::move(handle));
  auto removed = co_await backend.delete_messages(std::move(queue), std::move(one), now);
  benchmark::DoNotOptimize(removed);
}

// Runs one coroutine, which loops over the benchmark's state itself: no scheduling is measured.
template <class Body>
void run(Body body) {
  asio::io_context context;
  asio::co_spawn(context, std::move(body), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}

asio::awaitable<void> fill(SqsBackend& backend, std::int64_t count, TimePoint now) {
  (void)co_await backend.create_queue(k_queue, {}, {}, now);
  for (std::int64_t i = 0; i < count; ++i) co_await send(backend, k_queue, small_message(), now);
}

asio::awaitable<void> send_loop(benchmark::State& state, SqsBackend& backend) {
  TimePoint now = SystemClock().now();
  co_await fill(backend, state.range(0), now);
  std::int64_t sent = 0;
  for (auto _ : state) {
    co_await send(backend, k_queue, small_message(), now);
    if (++sent % 10'000 == 0) {
      state.PauseTiming();
      for (int i = 0; i < 10'000; ++i) co_await remove(backend, k_queue, co_await receive(backend, k_queue, now), now);
      state.ResumeTiming();
    }
  }
}

asio::awaitable<void> pair_loop(benchmark::State& state, SqsBackend& backend) {
  TimePoint now = SystemClock().now();
  co_await fill(backend, state.range(0), now);
  for (auto _ : state) {
    auto handle = co_await receive(backend, k_queue, now);
    co_await remove(backend, k_queue, std::move(handle), now);
    state.PauseTiming();
    co_await send(backend, k_queue, small_message(), now);
    state.ResumeTiming();
  }
}

asio::awaitable<void> cycle_loop(benchmark::State& state, SqsBackend& backend) {
  TimePoint now = SystemClock().now();
  co_await fill(backend, state.range(0), now);
  for (auto _ : state) {
    co_await send(backend, k_queue, small_message(), now);
    co_await remove(backend, k_queue, co_await receive(backend, k_queue, now), now);
  }
}

asio::awaitable<void> fifo_cycle_loop(benchmark::State& state, SqsBackend& backend) {
  TimePoint now = SystemClock().now();
  QueueAttributes attributes;
  attributes.fifo = true;
  (void)co_await backend.create_queue(k_fifo, std::move(attributes), {}, now);
  std::int64_t number = 0;
  for (; number < state.range(0); ++number) co_await send(backend, k_fifo, small_fifo_message(number), now);
  for (auto _ : state) {
    now += Millis(1);
    co_await send(backend, k_fifo, small_fifo_message(number++), now);
    co_await remove(backend, k_fifo, co_await receive(backend, k_fifo, now), now);
  }
}

asio::awaitable<void> memory_loop(benchmark::State& state, SqsBackend& backend) {
  TimePoint now = SystemClock().now();
  co_await fill(backend, 0, now);
  for (auto _ : state) {
    auto before = mallinfo2();
    co_await fill(backend, state.range(0), now);
    auto after = mallinfo2();
    auto used = (after.uordblks + after.hblkhd) - (before.uordblks + before.hblkhd);
    state.counters["bytes_per_message"] = static_cast<double>(used) / static_cast<double>(state.range(0));
  }
}

void Send(benchmark::State& state) {
  InMemorySqsBackend backend;
  run([&] { return send_loop(state, backend); });
}
void ReceiveDelete(benchmark::State& state) {
  InMemorySqsBackend backend;
  run([&] { return pair_loop(state, backend); });
}
void SendReceiveDelete(benchmark::State& state) {
  InMemorySqsBackend backend;
  run([&] { return cycle_loop(state, backend); });
}
void FifoSendReceiveDelete(benchmark::State& state) {
  InMemorySqsBackend backend;
  run([&] { return fifo_cycle_loop(state, backend); });
}
void Memory(benchmark::State& state) {
  InMemorySqsBackend backend;
  run([&] { return memory_loop(state, backend); });
}

BENCHMARK(Send)->Arg(2'000)->Arg(200'000);
BENCHMARK(SendReceiveDelete)->Arg(2'000)->Arg(200'000);
BENCHMARK(ReceiveDelete)->Arg(2'000)->Arg(200'000);
BENCHMARK(FifoSendReceiveDelete)->Arg(2'000)->Arg(200'000);
BENCHMARK(Memory)->Arg(200'000)->Iterations(1);

}  // namespace
}  // namespace winterbaume::sqs
