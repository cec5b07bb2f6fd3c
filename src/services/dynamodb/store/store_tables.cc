// Tables' records, and the rows that go with a table or an index.
#include <algorithm>

#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_wiped_at_once = 1000;

KeyRange wipe_rows() { return prefix_range(wipe_row({})); }

// Rows of a table that goes: all but its streams, which can be read for another day.
constexpr std::string_view k_kinds_that_go = "ixhebky";  // and q, where no stream needs it any more

TableRecord without_streams_enabled(TableRecord record, TimePoint now) {
  for (auto& stream : record.streams) {
    if (std::exchange(stream.enabled, false)) stream.disabled = now;
  }
  return record;
}

// What an update leaves behind: rows of indexes that are not there any more.
void plan_dropped_indexes(const TableRecord& before, const TableRecord& after, std::vector<Write>& writes) {
  for (const auto& index : before.indexes) {
    const bool stays = std::ranges::find(after.indexes, index.number, &IndexRecord::number) != after.indexes.end();
    if (stays) continue;
    writes.push_back({wipe_row(index_prefix(index.number)), std::string()});
    writes.push_back({fill_row(index.number), std::nullopt});
  }
}

// Records of a stream go when it does.
void plan_dropped_streams(const TableRecord& before, const TableRecord& after, std::vector<Write>& writes) {
  for (const auto& stream : before.streams) {
    const bool stays = std::ranges::find(after.streams, stream.label, &StreamInfo::label) != after.streams.end();
    if (!stays) writes.push_back({wipe_row(stream_prefix(stream.label)), std::string()});
  }
}

// Times to live are ordered anew where another attribute says them.
void plan_time_to_live(const TableRecord& before, TableRecord& after, std::vector<Write>& writes) {
  const auto& old = before.time_to_live;
  auto& now = after.time_to_live;
  now.generation = old.generation;
  now.filling = old.filling && now.enabled;
  if (old.enabled == now.enabled && (!now.enabled || old.attribute == now.attribute)) return;
  if (old.enabled) {
    writes.push_back({wipe_row(expiries_prefix(old.generation)), std::string()});
    writes.push_back({fill_row(0), std::nullopt});
  }
  if (!now.enabled) return;
  ++now.generation;
  now.filling = true;
}

}  // namespace

asio::awaitable<void> StoreDynamoDbBackend::remember_scope(Scope scope) {
  auto row = scope.account_id + "/" + scope.region;
  if (co_await store_->get(PartitionKey(k_scopes_partition), row)) co_return;
  PartitionCommit part{.partition = PartitionKey(k_scopes_partition), .checks = {}, .empty_ranges = {}, .writes = {}};
  part.writes.push_back({std::move(row), std::string()});
  co_await commit_part(std::move(part));
}

asio::awaitable<std::vector<Scope>> StoreDynamoDbBackend::scopes() {
  std::vector<Scope> out;
  KeyRange range;
  while (true) {
    const auto rows = co_await store_->scan(PartitionKey(k_scopes_partition), range, {.limit = 1000});
    if (rows.empty()) co_return out;
    for (const auto& row : rows) {
      const auto slash = row.key.find('/');
      out.push_back({row.key.substr(0, slash), row.key.substr(slash + 1)});
    }
    range.begin = rows.back().key + '\0';
  }
}

// Nothing of an older table of that name may be in the way: what is still to be removed is removed first.
asio::awaitable<TablePtr> StoreDynamoDbBackend::create_table(TableRecord record) {
  const auto partition = table_partition(record);
  co_await remember_scope(record.scope());
  while (true) {
    if (co_await store_->get(partition, k_table_row)) co_return nullptr;
    const auto given_up = co_await store_->get(partition, k_given_up_row);
    const auto listed = co_await list_unsettled(record);
    PartitionCommit own{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
    own.checks.push_back({k_table_row, std::nullopt});
    own.checks.push_back({k_given_up_row, given_up ? std::optional(given_up->version) : std::nullopt});
    own.empty_ranges.push_back(wipe_rows());
    own.writes.push_back({k_table_row, write_record(record)});
    const auto outcome = co_await commit_part(std::move(own));
    if (outcome.committed) {
      co_await settle_listed(record, listed);
      auto table = std::make_shared<const Table>(Table{std::move(record), outcome.version});
      tables_->forget(partition);
      co_return table;
    }
    if (outcome.failed_key == k_table_row) co_return nullptr;
    co_await wipe(partition);
  }
}

asio::awaitable<TablePtr> StoreDynamoDbBackend::update_table(TablePtr table, TableRecord record) {
  const auto partition = table_partition(table->record);
  PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
  part.checks.push_back({k_table_row, table->version});
  plan_dropped_indexes(table->record, record, part.writes);
  plan_dropped_streams(table->record, record, part.writes);
  plan_time_to_live(table->record, record, part.writes);
  const bool drops = !part.writes.empty();
  part.writes.push_back({k_table_row, write_record(record)});
  const auto outcome = co_await commit_part(std::move(part));
  if (!outcome.committed) co_return nullptr;
  auto changed = std::make_shared<const Table>(Table{std::move(record), outcome.version});
  tables_->forget(partition);
  if (drops) co_await wipe(partition);
  co_return changed;
}

asio::awaitable<bool> StoreDynamoDbBackend::delete_table(TablePtr table) {
  const auto& record = table->record;
  const auto partition = table_partition(record);
  if (co_await table_version(partition) != table->version) co_return false;
  const auto listed = co_await list_unsettled(record);
  PartitionCommit own{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
  own.checks.push_back({k_table_row, table->version});
  own.writes.push_back({k_table_row, std::nullopt});
  for (const char kind : k_kinds_that_go) own.writes.push_back({wipe_row(std::string(1, kind)), std::string()});
  if (!record.streams.empty()) {
    own.writes.push_back({gone_row(record.id), write_record(without_streams_enabled(record, clock_->now()))});
  } else if ((co_await store_->scan(partition, prefix_range(gone_prefix()), {.limit = 1})).empty()) {
    own.writes.push_back({wipe_row(counters_prefix()), std::string()});
  }
  const auto outcome = co_await commit_part(std::move(own));
  if (!outcome.committed) co_return false;
  tables_->forget(partition);
  counts_.forget(partition);
  co_await wipe(partition);
  co_await remove_listed(record, listed);
  co_return true;
}

asio::awaitable<void> StoreDynamoDbBackend::wipe(PartitionKey partition) {
  while (true) {
    auto markers = co_await store_->scan(partition, wipe_rows(), {.limit = 100});
    if (markers.empty()) co_return;
    for (auto& marker : markers) co_await wipe_prefix(partition, std::move(marker));
  }
}

// Each step checks that the marker is still there: once it is gone, rows with its prefix may be another table's.
asio::awaitable<void> StoreDynamoDbBackend::wipe_prefix(PartitionKey partition, Row marker) {
  const auto range = prefix_range(marker.key.substr(1));
  while (true) {
    const auto rows = co_await store_->scan(partition, range, {.limit = k_wiped_at_once, .value_bytes_max = 0});
    PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
    part.checks.push_back({marker.key, marker.version});
    for (const auto& row : rows) part.writes.push_back({row.key, std::nullopt});
    if (rows.empty()) part.writes.push_back({marker.key, std::nullopt});
    const auto outcome = co_await commit_part(std::move(part));
    if (!outcome.committed || rows.empty()) co_return;
    co_await take_turns();
  }
}

asio::awaitable<void> StoreDynamoDbBackend::remove_at(PartitionKey partition, Row row) {
  PartitionCommit part{.partition = std::move(partition), .checks = {}, .empty_ranges = {}, .writes = {}};
  part.checks.push_back({row.key, row.version});
  part.writes.push_back({std::move(row.key), std::nullopt});
  co_await commit_part(std::move(part));
}

asio::awaitable<void> StoreDynamoDbBackend::remove_rows(PartitionKey partition, std::vector<std::string> rows) {
  PartitionCommit part{.partition = std::move(partition), .checks = {}, .empty_ranges = {}, .writes = {}};
  for (auto& row : rows) part.writes.push_back({std::move(row), std::nullopt});
  co_await commit_part(std::move(part));
}

}  // namespace winterbaume::dynamodb
