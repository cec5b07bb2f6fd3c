// What is not kept for ever: records of streams and of continuous backups, tokens, streams of tables that are gone.
#include <algorithm>

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
  co_await trim_tokens(scope, now);
  for (auto& name : co_await list_tables(scope, {}, k_all_tables)) {
    if (auto table = co_await find_table(scope, std::move(name))) co_await trim_table(std::move(table), now);
  }
  const auto gone = co_await store_->scan(tables_partition(scope), prefix_range(listed_gone_row({}, {}).substr(0, 1)),
                                          {.limit = k_trimmed_at_once});
  for (const auto& row : gone) co_await trim_gone_table(scope, row.key, now);
}

asio::awaitable<void> StoreDynamoDbBackend::trim_tokens(Scope scope, TimePoint now) {
  const auto partition = documents_partition(scope);
  const KeyRange old{token_expiry_row(TimePoint(Millis(0)), {}), token_expiry_row(now, {})};
  while (true) {
    const auto rows = co_await store_->scan(partition, old, {.limit = k_trimmed_at_once});
    if (rows.empty()) co_return;
    std::vector<std::string> gone;
    for (const auto& row : rows) {
      gone.push_back(row.key);
      gone.push_back(token_row(std::string_view(row.key).substr(token_expiry_row(now, {}).size())));
    }
    co_await remove_rows(partition, std::move(gone));
  }
}

asio::awaitable<void> StoreDynamoDbBackend::trim_table(TablePtr table, TimePoint now) {
  const auto partition = table_partition(table->record);
  co_await wipe(partition);
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

asio::awaitable<void> StoreDynamoDbBackend::trim_gone_table(Scope scope, std::string hint, TimePoint now) {
  const auto gone = split_gone_row(hint);
  const auto partition = table_partition(scope, gone.name);
  const auto entry = co_await store_->get(partition, gone_row(gone.id));
  bool over = true;
  if (entry) {
    const auto record = read_record<TableRecord>(entry->value);
    for (const auto& stream : record.streams) {
      over = over && is_over(stream, now);
      co_await trim_stream(partition, stream.label, is_over(stream, now) ? now : now - k_stream_age_max);
    }
  }
  if (!over) co_return;
  co_await remove_rows(partition, {gone_row(gone.id)});
  co_await remove_rows(tables_partition(scope), {std::move(hint)});
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
  }
}

}  // namespace winterbaume::dynamodb
