// Tables' records, and the rows that go with a table or an index.
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_wiped_at_once = 1000;

KeyRange wipe_rows() { return prefix_range(wipe_row({})); }

// Rows of a table that goes: all but its streams, which can be read for another day.
constexpr std::string_view k_kinds_that_go = "ixheb";

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
    Commit commit;
    commit.parts.resize(2);
    auto& own = commit.parts[0];
    auto& listed = commit.parts[1];
    own.partition = partition;
    own.checks.push_back({k_table_row, std::nullopt});
    own.empty_ranges.push_back(wipe_rows());
    own.writes.push_back({k_table_row, write_record(record)});
    listed.partition = tables_partition(record.scope());
    listed.writes.push_back({listed_table_row(record.name), std::string()});
    const auto outcome = co_await store_->commit(std::move(commit));
    if (outcome.committed) {
      auto table = std::make_shared<const Table>(Table{std::move(record), outcome.version});
      tables_.put(partition, table);
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
  plan_time_to_live(table->record, record, part.writes);
  const bool drops = !part.writes.empty();
  part.writes.push_back({k_table_row, write_record(record)});
  const auto outcome = co_await commit_part(std::move(part));
  if (!outcome.committed) co_return nullptr;
  auto changed = std::make_shared<const Table>(Table{std::move(record), outcome.version});
  tables_.put(partition, changed);
  if (drops) co_await wipe(partition);
  co_return changed;
}

asio::awaitable<bool> StoreDynamoDbBackend::delete_table(TablePtr table) {
  const auto& record = table->record;
  const auto partition = table_partition(record);
  Commit commit;
  commit.parts.resize(2);
  auto& own = commit.parts[0];
  auto& listed = commit.parts[1];
  own.partition = partition;
  own.checks.push_back({k_table_row, table->version});
  own.writes.push_back({k_table_row, std::nullopt});
  for (const char kind : k_kinds_that_go) own.writes.push_back({wipe_row(std::string(1, kind)), std::string()});
  listed.partition = tables_partition(record.scope());
  listed.writes.push_back({listed_table_row(record.name), std::nullopt});
  if (!record.streams.empty()) {
    own.writes.push_back({gone_row(record.id), write_record(without_streams_enabled(record, clock_->now()))});
    listed.writes.push_back({listed_gone_row(record.name, record.id), std::string()});
  }
  const auto outcome = co_await store_->commit(std::move(commit));
  if (!outcome.committed) co_return false;
  tables_.erase(partition);
  co_await wipe(partition);
  co_return true;
}

asio::awaitable<std::vector<std::string>> StoreDynamoDbBackend::list_tables(Scope scope, std::string start_after,
                                                                            std::size_t max) {
  std::vector<std::string> names;
  const auto partition = tables_partition(scope);
  auto range = prefix_range(listed_table_row({}));
  if (!start_after.empty()) range.begin = listed_table_row(start_after) + '\0';
  while (names.size() < max) {
    const auto rows = co_await store_->scan(partition, range, {.limit = std::min<std::size_t>(max - names.size(), 1000)});
    if (rows.empty()) break;
    for (const auto& row : rows) names.push_back(row.key.substr(1));
    range.begin = rows.back().key + '\0';
  }
  co_return names;
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
  }
}

asio::awaitable<void> StoreDynamoDbBackend::remove_rows(PartitionKey partition, std::vector<std::string> rows) {
  PartitionCommit part{.partition = std::move(partition), .checks = {}, .empty_ranges = {}, .writes = {}};
  for (auto& row : rows) part.writes.push_back({std::move(row), std::nullopt});
  co_await commit_part(std::move(part));
}

}  // namespace winterbaume::dynamodb
