// Storage without protocol and sockets: CPU a call, memory a row, and what a large blob costs beside its MD5.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "core/digest.h"
#include "storage/fs_vfs.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"

namespace winterbaume {
namespace {

const PartitionKey k_partition = "s3/bucket/photos";
constexpr std::size_t k_value_bytes = 220;
constexpr std::size_t k_blob_bytes = 64 << 20;

// 30 bytes; far apart in order of `number`, as hashed names are.
std::string key_of(std::uint64_t number) { return fmt::format("o/photos/2026/{:016x}", number * 0x9e3779b97f4a7c15ULL); }

Commit write_of(std::uint64_t number) {
  Commit out;
  out.parts.push_back({.partition = k_partition});
  out.parts.back().writes.push_back({key_of(number), std::string(k_value_bytes, 'x')});
  return out;
}

// Runs one coroutine, which loops over the benchmark's state itself.
void run(asio::awaitable<void> body) {
  asio::io_context context;
  asio::co_spawn(context, std::move(body), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}

asio::awaitable<void> fill(StateStore& store, std::uint64_t rows) {
  for (std::uint64_t i = 0; i < rows; ++i) {
    auto outcome = co_await store.commit(write_of(i));
    benchmark::DoNotOptimize(outcome);
  }
}

asio::awaitable<void> get_loop(benchmark::State& state, StateStore& store) {
  auto rows = static_cast<std::uint64_t>(state.range(0));
  co_await fill(store, rows);
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto entry = co_await store.get(k_partition, key_of((number += 7919) % rows));
    benchmark::DoNotOptimize(entry);
  }
}

asio::awaitable<void> overwrite_loop(benchmark::State& state, StateStore& store) {
  auto rows = static_cast<std::uint64_t>(state.range(0));
  co_await fill(store, rows);
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto outcome = co_await store.commit(write_of((number += 7919) % rows));
    benchmark::DoNotOptimize(outcome);
  }
}

asio::awaitable<void> scan_loop(benchmark::State& state, StateStore& store) {
  auto rows = static_cast<std::uint64_t>(state.range(0));
  co_await fill(store, rows);
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto page = co_await store.scan(k_partition, {key_of((number += 7919) % rows), ""}, {.limit = 1000});
    benchmark::DoNotOptimize(page);
  }
}

void Get(benchmark::State& state) {
  MemoryStateStore store;
  run(get_loop(state, store));
}
void Overwrite(benchmark::State& state) {
  MemoryStateStore store;
  run(overwrite_loop(state, store));
}
void ScanPage(benchmark::State& state) {
  MemoryStateStore store;
  run(scan_loop(state, store));
}
void BytesPerRow(benchmark::State& state) {
  for (auto _ : state) {
    MemoryStateStore store;
    auto before = mallinfo2();
    run(fill(store, static_cast<std::uint64_t>(state.range(0))));
    auto after = mallinfo2();
    auto used = (after.uordblks + after.hblkhd) - (before.uordblks + before.hblkhd);
    state.counters["bytes"] = static_cast<double>(used) / static_cast<double>(state.range(0));
  }
}
BENCHMARK(Get)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(Overwrite)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(ScanPage)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(BytesPerRow)->Arg(1'000'000)->Iterations(1);

// ---- Blobs ----

// What a PUT does with a piece: it is hashed, then written.
asio::awaitable<void> put_blob(Vfs& vfs, std::vector<char>& piece) {
  auto writer = co_await vfs.create("s3/00/blob");
  for (std::size_t done = 0; done < k_blob_bytes; done += piece.size()) {
    benchmark::DoNotOptimize(md5({piece.data(), piece.size()}));
    co_await writer->write(piece);
  }
  co_await writer->commit();
}

asio::awaitable<void> put_loop(benchmark::State& state, Vfs& vfs) {
  std::vector<char> piece(static_cast<std::size_t>(state.range(0)) << 10, 'x');
  for (auto _ : state) co_await put_blob(vfs, piece);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(k_blob_bytes));
}

asio::awaitable<void> read_loop(benchmark::State& state, Vfs& vfs) {
  std::vector<char> piece(static_cast<std::size_t>(state.range(0)) << 10, 'x');
  co_await put_blob(vfs, piece);
  for (auto _ : state) {
    auto reader = co_await vfs.open("s3/00/blob");
    for (std::uint64_t at = 0; at < reader->size();) at += co_await reader->read_at(at, piece);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(k_blob_bytes));
}

struct ScratchVfs {
  explicit ScratchVfs(bool fsync) {
    path = (std::filesystem::temp_directory_path() / "storage_bench_XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) std::abort();
    vfs = std::make_unique<FsVfs>(FsVfsOptions{.dir = path, .fsync = fsync});
  }
  ~ScratchVfs() {
    vfs.reset();
    std::filesystem::remove_all(path);
  }
  std::string path;
  std::unique_ptr<FsVfs> vfs;
};

void Md5Alone(benchmark::State& state) {
  std::vector<char> piece(static_cast<std::size_t>(state.range(0)) << 10, 'x');
  for (auto _ : state) {
    for (std::size_t done = 0; done < k_blob_bytes; done += piece.size()) {
      benchmark::DoNotOptimize(md5({piece.data(), piece.size()}));
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(k_blob_bytes));
}
void PutInMemory(benchmark::State& state) {
  MemVfs vfs;
  run(put_loop(state, vfs));
}
void PutOnDisk(benchmark::State& state) {
  ScratchVfs scratch(false);
  run(put_loop(state, *scratch.vfs));
}
void PutOnDiskSynced(benchmark::State& state) {
  ScratchVfs scratch(true);
  run(put_loop(state, *scratch.vfs));
}
void ReadFromDisk(benchmark::State& state) {
  ScratchVfs scratch(false);
  run(read_loop(state, *scratch.vfs));
}
// Of the whole process: the pool's threads count.
BENCHMARK(Md5Alone)->Arg(256)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(PutInMemory)->Arg(64)->Arg(256)->Arg(1024)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(PutOnDisk)->Arg(64)->Arg(128)->Arg(256)->Arg(512)->Arg(1024)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(PutOnDiskSynced)->Arg(256)->Arg(1024)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(ReadFromDisk)->Arg(64)->Arg(256)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace winterbaume
