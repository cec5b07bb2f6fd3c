// How many items there are.
#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_rows_a_page = 4096;
constexpr std::size_t k_bytes_a_page = 4 << 20;
// Of large tables, in one call; some 20 ms in memory.
constexpr std::size_t k_counted_at_once = 100'000;

}  // namespace

// Adds up what lies in the range, by slices; `prefix_bytes` is how much of a row's key is before its hash.
asio::awaitable<std::vector<ItemCount>> StoreDynamoDbBackend::count_rows(PartitionKey partition, KeyRange range,
                                                                         std::size_t prefix_bytes) {
  std::vector<ItemCount> slices(k_count_slices);
  while (true) {
    const auto rows = co_await store_->scan(partition, range, {.limit = k_rows_a_page, .bytes_max = k_bytes_a_page});
    std::size_t bytes = 0;
    for (const auto& row : rows) {
      const auto hash = read_big_endian(std::string_view(row.key).substr(prefix_bytes), 4);
      auto& slice = slices[count_slice(static_cast<std::uint32_t>(hash))];
      ++slice.items;
      slice.bytes += static_cast<std::int64_t>(item_size(ItemView(row.value)));
      bytes += row.key.size() + row.value.size();
    }
    const bool is_full = rows.size() == k_rows_a_page || bytes + k_row_bytes_max > k_bytes_a_page;
    if (rows.empty() || !is_full) co_return slices;
    range.begin = rows.back().key + '\0';
    co_await take_turns();
  }
}

asio::awaitable<ItemCount> StoreDynamoDbBackend::count_part(PartitionKey partition, TableCounts::CountedPtr counted,
                                                            std::uint32_t number, std::size_t& rows_max) {
  const auto now = clock_->now();
  const auto work = counts_.work(*counted, number, now, rows_max);
  const auto prefix = number == 0 ? items_prefix() : index_prefix(number);
  for (const auto& slice : work.slices) {
    const auto range = work.whole ? prefix_range(prefix) : segment_range(prefix, slice.at, k_count_slices);
    const auto found = co_await count_rows(partition, range, prefix.size());
    if (work.whole) {
      counts_.put_whole(*counted, number, work.slices, found, now);
    } else {
      counts_.put(*counted, number, slice, found[slice.at], now);
    }
  }
  co_return counts_.sum(*counted, number);
}

asio::awaitable<TableCount> StoreDynamoDbBackend::count(TablePtr table) {
  const auto partition = table_partition(table->record);
  const auto counted = counts_.find_or_add(partition, *table);
  auto rows_max = k_counted_at_once;
  TableCount count;
  count.table = co_await count_part(partition, counted, 0, rows_max);
  for (const auto& index : table->record.indexes) {
    count.indexes[index.name] = co_await count_part(partition, counted, index.number, rows_max);
  }
  co_return count;
}

}  // namespace winterbaume::dynamodb
