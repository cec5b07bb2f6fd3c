// Index entries and times to live of items that were there before the index or the setting.
#include <algorithm>

#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/store/index_entries.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::uint32_t k_time_to_live = 0;
constexpr std::int64_t k_seconds_of_five_years = 5LL * 365 * 24 * 3600;

void plan_fill(const TableRecord& table, std::uint32_t number, const Item& item, std::vector<Write>& out) {
  if (number == k_time_to_live) {
    plan_expiry_writes(table, keep_only(item.view(), key_attribute_names(table.keys)), nullptr, &item, out);
    return;
  }
  const auto index = std::ranges::find(table.indexes, number, &IndexRecord::number);
  if (auto row = index_row(table, *index, item.view())) out.push_back({std::move(*row), projected(table, *index, item)});
}

}  // namespace

// Each page checks its items' versions: one that was written meanwhile has made its entries itself, and the page is read again,
// a smaller one.
asio::awaitable<bool> StoreDynamoDbBackend::fill_step(TablePtr table, std::uint32_t number, std::size_t max, bool& ended) {
  const auto partition = table_partition(table->record);
  const auto cursor = co_await store_->get(partition, fill_row(number));
  auto range = prefix_range(items_prefix());
  if (cursor) range.begin = cursor->value + '\0';
  auto rows = co_await store_->scan(partition, range, {.limit = max});
  ended = rows.empty();
  if (ended) co_return true;
  while (true) {
    PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
    part.checks.push_back({k_table_row, table->version});
    part.checks.push_back({fill_row(number), cursor ? std::optional(cursor->version) : std::nullopt});
    for (const auto& row : rows) {
      part.checks.push_back({row.key, row.version});
      plan_fill(table->record, number, Item(row.value), part.writes);
    }
    part.writes.push_back({fill_row(number), rows.back().key});
    Commit commit;
    commit.parts.push_back(std::move(part));
    const TableCounts::Writing writing(counts_, commit.parts);
    const auto outcome = co_await store_->commit(std::move(commit));
    if (outcome.committed) co_return true;
    if (outcome.failed_key == k_table_row || outcome.failed_key == fill_row(number)) co_return false;
    co_await take_turns();
    const auto again = std::max<std::size_t>(1, rows.size() / 2);
    rows = co_await store_->scan(partition, range, {.limit = again});
    if (rows.empty()) co_return true;
  }
}

asio::awaitable<TablePtr> StoreDynamoDbBackend::settle_fill(TablePtr table, std::uint32_t number) {
  auto record = table->record;
  if (number == k_time_to_live) {
    record.time_to_live.filling = false;
  } else {
    const auto index = std::ranges::find(record.indexes, number, &IndexRecord::number);
    index->backfilling = false;
  }
  const auto partition = table_partition(record);
  PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
  part.checks.push_back({k_table_row, table->version});
  part.writes.push_back({k_table_row, write_record(record)});
  part.writes.push_back({fill_row(number), std::nullopt});
  const auto outcome = co_await commit_part(std::move(part));
  if (!outcome.committed) co_return nullptr;
  auto settled = std::make_shared<const Table>(Table{std::move(record), outcome.version});
  tables_->forget(partition);
  co_return settled;
}

asio::awaitable<TablePtr> StoreDynamoDbBackend::backfill(TablePtr table, std::string index, std::size_t max) {
  std::uint32_t number = k_time_to_live;
  if (!index.empty()) {
    const auto* found = table->find_index(index);
    if (found == nullptr || !found->backfilling) co_return table;
    number = found->number;
  } else if (!table->record.time_to_live.filling) {
    co_return table;
  }
  bool ended = false;
  if (!co_await fill_step(table, number, max, ended)) co_return nullptr;
  co_await take_turns();
  if (!ended) co_return table;
  co_return co_await settle_fill(std::move(table), number);
}

// Developer Guide, "Time to Live": what expired more than five years ago is left alone.
asio::awaitable<std::vector<Item>> StoreDynamoDbBackend::find_expired(TablePtr table, TimePoint now, std::size_t max) {
  std::vector<Item> keys;
  const auto& settings = table->record.time_to_live;
  if (!settings.enabled) co_return keys;
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  KeyRange range;
  range.begin = expiry_row(settings.generation, std::max<std::int64_t>(0, second - k_seconds_of_five_years), {});
  range.end = expiry_row(settings.generation, second + 1, {});
  auto rows = co_await store_->scan(table_partition(table->record), std::move(range), {.limit = max});
  for (auto& row : rows) keys.emplace_back(std::move(row.value));
  co_return keys;
}

}  // namespace winterbaume::dynamodb
