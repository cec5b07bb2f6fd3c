// Pages of items.
#include <algorithm>

#include "core/assert.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_page_rows_max = 8192;

std::size_t sizes_of(const std::vector<Item>& items) {
  std::size_t bytes = 0;
  for (const auto& item : items) bytes += item_size(item.view());
  return bytes;
}

// An empty end is that of the partition, which no range of items reaches.
void narrow_after(KeyRange& range, std::string row, bool reverse) {
  if (reverse) {
    range.end = std::min(range.end, row);
  } else {
    range.begin = std::max(range.begin, row + '\0');
  }
}

KeyRange rows_of_hash(std::string base, const ItemQuery& query) {
  auto range = prefix_range(base);
  if (!query.range_end.empty()) range.end = base + query.range_end;
  range.begin = std::move(base) + query.range_begin;
  return range;
}

std::string row_of_start(const ItemQuery& query, const IndexRecord* index) {
  const auto& record = query.table->record;
  const auto position = query.start_after->attributes.view();
  return index == nullptr ? item_row(record.keys, position) : index_row(record, *index, position).value();
}

KeyRange rows_of(const ItemQuery& query) {
  const auto& record = query.table->record;
  const auto* index = query.index.empty() ? nullptr : query.table->find_index(query.index);
  WB_ASSERT(query.index.empty() || index != nullptr);
  const auto& keys = index == nullptr ? record.keys : index->keys;
  auto prefix = index == nullptr ? items_prefix() : index_prefix(index->number);
  auto range = query.hash ? rows_of_hash(hash_prefix(prefix, keys, query.hash->view()), query)
                          : segment_range(prefix, query.segment, query.segments);
  if (query.start_after) narrow_after(range, row_of_start(query, index), query.reverse);
  return range;
}

}  // namespace

bool StoreDynamoDbBackend::starts_in_segment(const ItemQuery& query) const {
  const auto* index = query.index.empty() ? nullptr : query.table->find_index(query.index);
  const auto range =
      segment_range(index == nullptr ? items_prefix() : index_prefix(index->number), query.segment, query.segments);
  const auto row = row_of_start(query, index);
  return range.begin <= row && (range.end.empty() || row < range.end);
}

asio::awaitable<ItemPage> StoreDynamoDbBackend::read_items(ItemQuery query) {
  ItemPage page;
  // By AWS's sizes no item is larger than twice its compact form (a null in a list is two bytes there, and one here): while all
  // of them fit by that, none needs to be measured.
  bool measured = query.sized;
  auto range = rows_of(query);
  const auto partition = table_partition(query.table->record);
  while (range.begin < range.end) {
    ScanOptions options{.limit = std::min(query.items_max - page.items.size(), k_page_rows_max), .reverse = query.reverse};
    options.bytes_max = query.bytes_max - page.bytes + (query.bytes_max - page.bytes) / 8;
    auto rows = co_await store_->scan(partition, range, options);
    if (rows.empty()) co_return page;
    std::size_t used = 0;
    page.items.reserve(page.items.size() + rows.size());
    for (auto& row : rows) {
      used += row.key.size() + row.value.size();
      const auto encoded = row.value.size();
      const auto& item = page.items.emplace_back(std::move(row.value));
      page.bytes += measured ? item_size(item.view()) : 2 * encoded;
      if (!measured && page.bytes >= query.bytes_max) {
        measured = true;
        page.bytes = sizes_of(page.items);
      }
      page.more = page.items.size() == query.items_max || page.bytes >= query.bytes_max;
      if (page.more) co_return page;
    }
    if (rows.size() < options.limit && used + k_row_bytes_max <= options.bytes_max) co_return page;
    narrow_after(range, std::move(rows.back().key), query.reverse);
  }
  co_return page;
}

}  // namespace winterbaume::dynamodb
