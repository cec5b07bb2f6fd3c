// DynamoDB's storage without protocol and sockets: what an item costs to read and to write, and how fast a table is scanned.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::uint64_t k_items = 200'000;
constexpr std::uint64_t k_items_a_hash_key = 100;
const TimePoint k_now{std::chrono::seconds(1'700'000'000)};

Item key_of(std::uint64_t number) {
  const auto pk = AttributeValue::of_string(fmt::format("customer-{:012}", number / k_items_a_hash_key));
  const auto sk = AttributeValue::of_string(fmt::format("order-{:08}", number % k_items_a_hash_key));
  return Item({{"pk", pk.view()}, {"sk", sk.view()}});
}

// About `bytes` in ten attributes.
Item item_of(std::uint64_t number, std::size_t bytes) {
  const auto key = key_of(number);
  std::vector<std::pair<std::string_view, ValueView>> attributes;
  for (const auto& [name, value] : key.view()) attributes.emplace_back(name, value);
  const auto text = AttributeValue::of_string(std::string(bytes / 8, 'x'));
  const auto status = AttributeValue::of_string(fmt::format("status-{}", number % 7));
  for (const auto* name : {"a", "b", "c", "d", "e", "f", "g"}) attributes.emplace_back(name, text.view());
  attributes.emplace_back("status", status.view());
  return Item(std::move(attributes));
}

void run(asio::awaitable<void> body) {
  asio::io_context context;
  asio::co_spawn(context, std::move(body), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}

enum Extras : std::int64_t { k_plain, k_streamed, k_indexed, k_backed_up };

TableRecord record_of(std::int64_t extras) {
  TableRecord record{.account_id = "123456789012", .region = "us-east-1", .name = "orders", .id = "1"};
  record.keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"sk", ScalarType::s}}};
  if (extras == k_streamed) record.streams = {{.label = "s", .view = StreamView::new_and_old_images}};
  if (extras == k_backed_up) record.continuous_backups.enabled = true;
  if (extras == k_indexed) {
    record.indexes.push_back({.name = "by_status", .number = 1, .global = true});
    record.indexes.back().keys = {.hash = {{"status", ScalarType::s}}, .range = {{"sk", ScalarType::s}}};
  }
  return record;
}

struct Filled {
  explicit Filled(std::int64_t extras = k_plain) { run(create(*this, extras)); }
  static asio::awaitable<void> create(Filled& self, std::int64_t extras) {
    self.table = co_await self.backend.create_table(record_of(extras));
  }
  static asio::awaitable<void> fill(Filled& self, std::size_t bytes) {
    for (std::uint64_t number = 0; number < k_items; number += 500) {
      ItemCommit commit{.writes = {}, .now = k_now};
      for (auto i = number; i < number + 500; ++i) {
        commit.writes.push_back({.table = self.table, .key = key_of(i), .expected = 0, .new_item = item_of(i, bytes)});
      }
      co_await self.backend.commit(std::move(commit));
    }
  }
  StoreDynamoDbBackend backend{std::make_shared<MemoryStateStore>()};
  TablePtr table;
};

asio::awaitable<void> get_loop(benchmark::State& state, Filled& filled) {
  std::uint64_t number = 0;
  for (auto _ : state) {
    auto found = co_await filled.backend.get_item(filled.table, key_of((number += 7919) % k_items));
    benchmark::DoNotOptimize(found);
  }
}

void GetItem(benchmark::State& state) {
  Filled filled;
  run(Filled::fill(filled, 400));
  run(get_loop(state, filled));
}
BENCHMARK(GetItem);

// As the operation does: reads what is there where the table needs that.
asio::awaitable<void> put_loop(benchmark::State& state, Filled& filled) {
  std::uint64_t number = 0;
  const bool reads = needs_old_item(filled.table->record);
  for (auto _ : state) {
    const auto at = (number += 7919) % k_items;
    ItemWrite write{.table = filled.table, .key = key_of(at)};
    if (reads) {
      auto before = co_await filled.backend.get_item(filled.table, write.key);
      write.expected = before ? before->version : 0;
      if (before) write.old_item = std::move(before->item);
    }
    write.new_item = item_of(at + number, 400);
    ItemCommit commit{.writes = {}, .now = k_now};
    commit.writes.push_back(std::move(write));
    auto outcome = co_await filled.backend.commit(std::move(commit));
    benchmark::DoNotOptimize(outcome);
  }
  state.SetItemsProcessed(state.iterations());
}

// Of a table that is plain, streamed, indexed, continuously backed up.
void PutItem(benchmark::State& state) {
  Filled filled(state.range(0));
  run(put_loop(state, filled));
}
BENCHMARK(PutItem)->Arg(k_plain)->Arg(k_streamed)->Arg(k_indexed)->Arg(k_backed_up)->Iterations(200'000);

// Threads that write to a table at once: a stream's records are numbered in the order of commits.
std::unique_ptr<Filled> shared;
void PutItemAtOnce(benchmark::State& state) { run(put_loop(state, *shared)); }
BENCHMARK(PutItemAtOnce)
    ->Setup([](const benchmark::State& state) { shared = std::make_unique<Filled>(state.range(0)); })
    ->Teardown([](const benchmark::State&) { shared.reset(); })
    ->Arg(k_plain)
    ->Arg(k_streamed)
    ->Threads(2)
    ->Iterations(100'000)
    ->UseRealTime();

asio::awaitable<void> query_loop(benchmark::State& state, Filled& filled) {
  std::uint64_t number = 0;
  for (auto _ : state) {
    ItemQuery query{.table = filled.table, .index = {}, .hash = std::nullopt};
    query.hash = keep_only(key_of((number += 7919) % k_items).view(), {"pk"});
    auto page = co_await filled.backend.read_items(std::move(query));
    benchmark::DoNotOptimize(page);
  }
}

// All items of one hash key.
void Query(benchmark::State& state) {
  Filled filled;
  run(Filled::fill(filled, 400));
  run(query_loop(state, filled));
  state.counters["items_a_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * k_items_a_hash_key, benchmark::Counter::kIsRate);
}
BENCHMARK(Query)->Unit(benchmark::kMicrosecond);

asio::awaitable<void> scan_segment(Filled& filled, std::uint32_t segment, std::uint32_t segments, std::size_t& bytes) {
  ItemQuery query{.table = filled.table, .index = {}, .hash = std::nullopt, .segment = segment, .segments = segments};
  while (true) {
    auto page = co_await filled.backend.read_items(query);
    bytes += page.bytes;
    if (!page.more) co_return;
    query.start_after = ItemPosition{page.items.back()};
  }
}

// As many segments as threads, in pages of 1 MB; MB of items by AWS's sizes.
void ParallelScan(benchmark::State& state) {
  Filled filled;
  run(Filled::fill(filled, static_cast<std::size_t>(state.range(0))));
  const auto segments = static_cast<std::uint32_t>(state.range(1));
  std::size_t all = 0;
  for (auto _ : state) {
    std::vector<std::size_t> bytes(segments);
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 0; i < segments; ++i) {
      threads.emplace_back([&, i] { run(scan_segment(filled, i, segments, bytes[i])); });
    }
    threads.clear();
    for (const auto part : bytes) all += part;
  }
  state.counters["MB_a_second"] = benchmark::Counter(static_cast<double>(all) / 1e6, benchmark::Counter::kIsRate);
}
BENCHMARK(ParallelScan)->ArgsProduct({{200, 400, 2000}, {1, 2, 4}})->UseRealTime()->Unit(benchmark::kMillisecond);

asio::awaitable<void> count_loop(benchmark::State& state, Filled& filled) {
  std::uint64_t number = 0;
  for (auto _ : state) {
    ItemCommit commit{.writes = {}, .now = k_now};
    commit.writes.push_back({.table = filled.table, .key = key_of(number++ % k_items), .new_item = item_of(number, 400)});
    co_await filled.backend.commit(std::move(commit));
    auto count = co_await filled.backend.count(filled.table);
    benchmark::DoNotOptimize(count);
  }
}

// What DescribeTable counts where one item was written since.
void CountAfterAWrite(benchmark::State& state) {
  Filled filled;
  run(Filled::fill(filled, 400));
  run(count_loop(state, filled));
}
BENCHMARK(CountAfterAWrite)->Unit(benchmark::kMicrosecond);

// Memory an item of 400 bytes, the allocator's own included.
void Memory(benchmark::State& state) {
  for (auto _ : state) {
    Filled filled;
    const auto before = ::mallinfo2().uordblks;
    run(Filled::fill(filled, 400));
    state.counters["bytes_an_item"] = static_cast<double>(::mallinfo2().uordblks - before) / static_cast<double>(k_items);
  }
}
BENCHMARK(Memory)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace winterbaume::dynamodb
