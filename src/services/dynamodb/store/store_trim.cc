// What is not kept for ever: records of streams and of continuous backups, streams of tables that are gone.
#include <algorithm>

#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/store/change_records.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_trimmed_at_once = 1000;
constexpr auto k_stream_age_max = std::chrono::hours(24);

bool is_over(const StreamInfo& stream, TimePoint now) {
  return !stream.enabled && stream.disabled && *stream.disabled + k_stream_age_max <= now;
}

}  // namespace

asio::awaitable<void> StoreDynamoDbBackend::trim(TimePoint now) {
  for (auto& scope : co_await scopes()) co_await trim_scope(std::move(scope), now);
}

asio::awaitable<void> StoreDynamoDbBackend::trim_scope(Scope scope, TimePoint now) {
  co_await settle_list(scope, now);
  co_await trim_tokens(documents_partition(scope), now);
  for (auto& name : co_await list_tables(scope, {}, k_all_tables)) {
    if (auto table = co_await find_table(scope, std::move(name))) co_await trim_table(std::move(table), now);
    co_await take_turns();
  }
  auto range = prefix_range(listed_gone_prefix());
  while (true) {
    const auto gone = co_await store_->scan(tables_partition(scope), range, {.limit = k_trimmed_at_once});
    if (gone.empty()) co_return;
    for (const auto& row : gone) co_await trim_gone_table(scope, row, now);
    range.begin = gone.back().key + '\0';
  }
}

asio::awaitable<void> StoreDynamoDbBackend::trim_table(TablePtr table, TimePoint now) {
  const auto partition = table_partition(table->record);
  co_await wipe(partition);
  co_await trim_tokens(partition, now);
  for (const auto& stream : table->record.streams) co_await trim_stream(partition, stream.label, now - k_stream_age_max);
  const auto& backups = table->record.continuous_backups;
  const bool is_copied = table->record.settings.contains("copies");  // archive/table_copy.h
  const auto kept = std::chrono::hours(backups.enabled ? 24 * backups.recovery_days : is_copied ? 1 : 0);
  co_await trim_range(partition, {history_prefix(), history_row(now - kept, 0, 0)});
  auto record = table->record;
  if (std::erase_if(record.streams, [now](const StreamInfo& stream) { return is_over(stream, now); }) > 0) {
    co_await update_table(std::move(table), std::move(record));
  }
}

// It is listed before it goes: where the table is still there, it has to be looked at first, and is left alone.
asio::awaitable<void> StoreDynamoDbBackend::trim_gone_table(Scope scope, Row hint, TimePoint now) {
  const auto gone = split_gone_row(hint.key);
  const auto partition = table_partition(scope, gone.name);
  auto living = co_await read_table(partition);
  if (living != nullptr && living->record.id == gone.id) co_return;
  if (auto entry = co_await store_->get(partition, gone_row(gone.id))) {
    bool over = true;
    for (const auto& stream : read_record<TableRecord>(entry->value).streams) {
      over = over && is_over(stream, now);
      co_await trim_stream(partition, stream.label, now - k_stream_age_max);
    }
    if (!over) co_return;
    if (!co_await forget_streams(partition, std::move(living), gone_row(gone.id), std::move(*entry))) co_return;
    co_await wipe(partition);
  }
  co_await remove_at(tables_partition(scope), std::move(hint));
}

// Numbers of changes go with the last stream, unless a table goes on with them. False: something changed meanwhile.
asio::awaitable<bool> StoreDynamoDbBackend::forget_streams(PartitionKey partition, TablePtr living, std::string row, Entry gone) {
  PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
  part.checks.push_back({row, gone.version});
  part.checks.push_back({k_table_row, living == nullptr ? std::nullopt : std::optional(living->version)});
  part.writes.push_back({row, std::nullopt});
  const auto is_living = [&living](const StreamInfo& stream) {
    return living != nullptr && std::ranges::count(living->record.streams, stream.label, &StreamInfo::label) > 0;
  };
  for (const auto& stream : read_record<TableRecord>(gone.value).streams) {
    if (!is_living(stream)) part.writes.push_back({wipe_row(stream_prefix(stream.label)), std::string()});
  }
  const auto others = co_await store_->scan(partition, prefix_range(gone_prefix()), {.limit = 2, .value_bytes_max = 0});
  if (living == nullptr && others.size() == 1) part.writes.push_back({wipe_row(counters_prefix()), std::string()});
  const auto outcome = co_await commit_part(std::move(part));
  co_return outcome.committed;
}

// A shard's records are in the order of their times.
asio::awaitable<void> StoreDynamoDbBackend::trim_stream(PartitionKey partition, std::string label, TimePoint before) {
  for (std::uint32_t shard = 0; shard < k_log_shards; ++shard) {
    const auto range = prefix_range(stream_prefix(label, shard));
    while (true) {
      const auto rows =
          co_await store_->scan(partition, range, {.limit = k_trimmed_at_once, .value_bytes_max = k_change_time_bytes});
      std::vector<std::string> old;
      for (const auto& row : rows) {
        if (change_time(row.value) >= before) break;
        old.push_back(row.key);
      }
      const bool ended = old.size() < k_trimmed_at_once;
      if (!old.empty()) co_await remove_rows(partition, std::move(old));
      if (ended) break;
      co_await take_turns();
    }
  }
}

asio::awaitable<void> StoreDynamoDbBackend::trim_range(PartitionKey partition, KeyRange range) {
  while (true) {
    const auto rows = co_await store_->scan(partition, range, {.limit = k_trimmed_at_once, .value_bytes_max = 0});
    if (rows.empty()) co_return;
    std::vector<std::string> old;
    for (const auto& row : rows) old.push_back(row.key);
    co_await remove_rows(partition, std::move(old));
    co_await take_turns();
  }
}

}  // namespace winterbaume::dynamodb
