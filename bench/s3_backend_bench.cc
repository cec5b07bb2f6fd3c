// S3's storage without protocol and sockets: memory an object, and what a page of a list costs in small and in large buckets.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

#include "services/s3/store/store_s3_backend.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"

namespace winterbaume::s3 {
namespace {

// 24 bytes; far apart in order of `number`, as hashed names are.
std::string key_of(std::uint64_t number) { return fmt::format("photos/{:016x}.", number * 0x9e3779b97f4a7c15ULL); }

// What PutObject makes of 100 bytes from a current SDK.
ObjectWrite write_of(std::uint64_t number) {
  ObjectWrite write{.bucket = "photos", .key = key_of(number)};
  auto& record = write.record;
  record.size = 100;
  record.modified = TimePoint(Millis(1'700'000'000'000));
  record.etag = fmt::format("{:032x}", number);
  record.checksum = {ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, "AAAAAAAAAAA="};
  record.headers.content_type = "binary/octet-stream";
  record.encryption.algorithm = "AES256";
  record.content.inline_bytes.assign(100, 'x');
  return write;
}

// Runs one coroutine, which loops over the benchmark's state itself.
void run(asio::awaitable<void> body) {
  asio::io_context context;
  asio::co_spawn(context, std::move(body), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}

asio::awaitable<void> fill(S3Backend& backend, std::uint64_t objects, Versioning versioning) {
  (void)co_await backend.create_bucket({.name = "photos", .owner = {"123456789012", "", ""}, .versioning = versioning}, {});
  for (std::uint64_t i = 0; i < objects; ++i) (void)co_await backend.put_object(write_of(i));
}

asio::awaitable<void> list_loop(benchmark::State& state, S3Backend& backend, std::string delimiter, bool versions) {
  const auto objects = static_cast<std::uint64_t>(state.range(0));
  co_await fill(backend, objects, Versioning::never);
  std::uint64_t number = 0;
  for (auto _ : state) {
    ObjectQuery query{.bucket = "photos", .delimiter = delimiter, .start_after = key_of((number += 7919) % objects)};
    auto page = versions ? co_await backend.list_versions(std::move(query)) : co_await backend.list_objects(std::move(query));
    benchmark::DoNotOptimize(page);
  }
}

asio::awaitable<void> get_loop(benchmark::State& state, S3Backend& backend) {
  const auto objects = static_cast<std::uint64_t>(state.range(0));
  co_await fill(backend, objects, Versioning::never);
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto found = co_await backend.get_object("photos", key_of((number += 7919) % objects), std::nullopt);
    benchmark::DoNotOptimize(found);
  }
}

asio::awaitable<void> put_loop(benchmark::State& state, S3Backend& backend, Versioning versioning) {
  co_await fill(backend, 0, versioning);
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto found = co_await backend.put_object(write_of(number++ % 100'000));
    benchmark::DoNotOptimize(found);
  }
}

std::unique_ptr<StoreS3Backend> make_backend() {
  return std::make_unique<StoreS3Backend>(std::make_shared<MemoryStateStore>(), std::make_shared<MemVfs>());
}

void ListPage(benchmark::State& state) {
  auto backend = make_backend();
  run(list_loop(state, *backend, "", false));
}
BENCHMARK(ListPage)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void ListVersionsPage(benchmark::State& state) {
  auto backend = make_backend();
  run(list_loop(state, *backend, "", true));
}
BENCHMARK(ListVersionsPage)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

// Every key has a common prefix of its own: the dearest kind of page.
void ListPrefixesPage(benchmark::State& state) {
  auto backend = make_backend();
  run(list_loop(state, *backend, ".", false));
}
BENCHMARK(ListPrefixesPage)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void Get(benchmark::State& state) {
  auto backend = make_backend();
  run(get_loop(state, *backend));
}
BENCHMARK(Get)->Arg(10'000)->Arg(1'000'000);

void Put(benchmark::State& state) {
  auto backend = make_backend();
  run(put_loop(state, *backend, Versioning::never));
}
BENCHMARK(Put);

void PutVersion(benchmark::State& state) {
  auto backend = make_backend();
  run(put_loop(state, *backend, Versioning::enabled));
}
BENCHMARK(PutVersion)->Iterations(500'000);

// Memory an object, the allocator's own included.
void Memory(benchmark::State& state) {
  const auto objects = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    auto backend = make_backend();
    const auto before = ::mallinfo2().uordblks;
    run(fill(*backend, objects, Versioning::never));
    state.counters["bytes_an_object"] = static_cast<double>(::mallinfo2().uordblks - before) / static_cast<double>(objects);
  }
}
BENCHMARK(Memory)->Arg(1'000'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace winterbaume::s3
