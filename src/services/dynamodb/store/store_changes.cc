// Records of streams and of continuous backups.
#include <algorithm>

#include "services/dynamodb/store/change_records.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {

asio::awaitable<std::vector<StreamRow>> StoreDynamoDbBackend::read_stream(StreamRead read) {
  std::vector<StreamRow> out;
  auto range = prefix_range(stream_prefix(read.label, read.shard));
  if (const auto number = parse_sequence_number(read.after)) {
    range.begin = stream_row(read.label, read.shard, read.inclusive ? *number : *number + 1);
  }
  const auto prefix_bytes = stream_prefix(read.label, read.shard).size();
  std::size_t bytes = 0;
  const auto partition = table_partition(read.table->record);
  while (out.size() < read.records_max && bytes < read.bytes_max) {
    // A row is somewhat larger than what counts of it, or smaller: numbers are compact.
    const auto left = read.bytes_max - bytes;
    const auto rows =
        co_await store_->scan(partition, range, {.limit = read.records_max - out.size(), .bytes_max = left + left / 4});
    if (rows.empty()) break;
    for (const auto& row : rows) {
      auto record = decode_stream_record(row.value, read_big_endian(std::string_view(row.key).substr(prefix_bytes), 8));
      bytes += record.bytes;
      if (bytes > read.bytes_max && !out.empty()) co_return out;
      out.push_back(std::move(record));
    }
    range.begin = rows.back().key + '\0';
  }
  co_return out;
}

// Numbers go on from stream to stream of a table, and stay where records are forgotten.
asio::awaitable<std::string> StoreDynamoDbBackend::last_sequence_number(TablePtr table, std::string label, std::uint32_t shard) {
  const auto partition = table_partition(table->record);
  const auto prefix = stream_prefix(label, shard);
  const auto rows = co_await store_->scan(partition, prefix_range(prefix), {.limit = 1, .value_bytes_max = 0, .reverse = true});
  if (!rows.empty()) co_return sequence_number(read_big_endian(std::string_view(rows[0].key).substr(prefix.size()), 8));
  const auto counter = co_await store_->get(partition, counter_row(shard));
  if (!counter) co_return std::string();
  co_return sequence_number(read_big_endian(counter->value, 8));
}

asio::awaitable<std::vector<TablePtr>> StoreDynamoDbBackend::list_stream_tables(Scope scope) {
  std::vector<TablePtr> out;
  for (auto& name : co_await list_tables(scope, {}, k_all_tables)) {
    auto table = co_await find_table(scope, std::move(name));
    if (table != nullptr && !table->record.streams.empty()) out.push_back(std::move(table));
  }
  auto range = prefix_range(listed_gone_prefix());
  while (true) {
    const auto rows = co_await store_->scan(tables_partition(scope), range, {.limit = 1000});
    if (rows.empty()) co_return out;
    for (const auto& row : rows) {
      const auto gone = split_gone_row(row.key);
      auto entry = co_await store_->get(table_partition(scope, gone.name), gone_row(gone.id));
      if (entry) out.push_back(std::make_shared<const Table>(Table{read_record<TableRecord>(entry->value), entry->version}));
    }
    range.begin = rows.back().key + '\0';
  }
}

asio::awaitable<std::vector<HistoryRow>> StoreDynamoDbBackend::read_history(TablePtr table, TimePoint since, std::string cursor,
                                                                            std::size_t max) {
  std::vector<HistoryRow> out;
  auto range = prefix_range(history_prefix());
  range.begin = history_row(since, 0, 0);
  if (!cursor.empty()) range.end = std::move(cursor);
  const auto rows = co_await store_->scan(table_partition(table->record), std::move(range), {.limit = max, .reverse = true});
  for (const auto& row : rows) {
    auto& change = out.emplace_back(decode_history_record(row.value));
    change.cursor = row.key;
  }
  co_return out;
}

}  // namespace winterbaume::dynamodb
