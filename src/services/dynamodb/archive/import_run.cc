#include <algorithm>

#include "services/dynamodb/archive/import_record.h"
#include "services/dynamodb/archive/input_objects.h"
#include "services/dynamodb/archive/input_records.h"
#include "services/dynamodb/archive/item_filler.h"
#include "services/dynamodb/archive/restored_table.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/item_checks.h"
#include "services/dynamodb/item_writes/write_item.h"

namespace winterbaume::dynamodb {
namespace {

class ImportSink final : public InputSink {
 public:
  ImportSink(ImportRecord& record, RecordReader reader, ItemFiller filler, TablePtr table)
      : record_(record), reader_(std::move(reader)), filler_(std::move(filler)), table_(std::move(table)) {}

  asio::awaitable<bool> begin_object(ObjectSummary) override {
    reader_.begin_object();
    co_return true;
  }
  // What cannot form an item ends its object (measured); an item that the table cannot have does not.
  asio::awaitable<bool> take(std::string text) override {
    auto read = reader_.read(text);
    if (!read) {
      note_error();
      co_return false;
    }
    if (!*read) co_return true;
    const auto& table = table_->record;
    auto& item = (*read)->item;
    if (check_new_item(table, item.view(), ItemOrigin::put)) {
      note_error();
      co_return true;
    }
    auto key = key_of(table, item.view());
    co_await filler_.replace(std::move(key), std::move(item));
    ++record_.processed;
    ++record_.imported;
    co_return true;
  }
  asio::awaitable<void> take_broken(std::string) override {
    note_error();
    co_return;
  }
  void count(std::size_t, std::size_t unpacked) override { record_.bytes += static_cast<std::int64_t>(unpacked); }

  asio::awaitable<void> flush() { return filler_.flush(); }

 private:
  void note_error() {
    ++record_.processed;
    ++record_.errors;
  }

  ImportRecord& record_;
  RecordReader reader_;
  ItemFiller filler_;
  TablePtr table_;
};

InputPlace place_of(const ImportTableInput& input, const Scope& scope) {
  const auto& source = *input.s3_bucket_source;
  return {.bucket = {.scope = scope, .bucket = *source.s3_bucket, .owner = source.s3_bucket_owner.value_or("")},
          .prefix = source.s3_key_prefix.value_or(""),
          .compression = read_compression(input.input_compression_type.value_or("NONE")),
          .format = read_input_format(*input.input_format)};
}

void fail(ImportRecord& record, std::string code, std::string message) {
  record.status = TaskStatus::failed;
  record.failure_code = std::move(code);
  record.failure_message = std::move(message);
}

asio::awaitable<ObjectResult<void>> read_into(DynamoDbDoor& door, ImportRecord& record, TablePtr table, TimePoint now) {
  if (door.objects == nullptr) {
    co_return std::unexpected(ObjectStoreError{"NoSuchBucket", "The specified bucket does not exist"});
  }
  const auto input = import_request(record);
  const auto csv =
      input.input_format_options && input.input_format_options->csv ? *input.input_format_options->csv : CsvOptions();
  auto place = place_of(input, record.table.scope());
  ImportSink sink(record, RecordReader(place.format, csv, table->record), ItemFiller(door.backend, table, now), table);
  auto read = co_await read_objects(*door.objects, std::move(place), sink);
  co_await sink.flush();
  co_return read;
}

asio::awaitable<void> end_table(DynamoDbDoor& door, TablePtr table, bool keep, TimePoint now) {
  while (table != nullptr) {
    auto record = table->record;
    ready_table(record, now, door.transitions);
    if (keep && co_await door.backend.update_table(table, std::move(record)) != nullptr) co_return;
    if (!keep && co_await door.backend.delete_table(table)) co_return;
    table = co_await refreshed_table(door, std::move(table));
  }
}

}  // namespace

asio::awaitable<void> run_import(DynamoDbDoor& door, ImportRecord& record, TimePoint now) {
  record.ended = std::max(now, record.started);  // it may have been begun in the round that runs it
  record.errors = record.bytes = record.processed = record.imported = 0;
  auto table = co_await door.backend.find_table(record.table.scope(), record.table.name);
  if (table == nullptr || table->record.id != record.table.id) {
    co_return fail(record, "ResourceNotFound", "The table was deleted while it was imported");
  }
  auto read = co_await read_into(door, record, table, now);
  if (!read) {
    fail(record, "S3" + read.error().code, read.error().message);
  } else if (record.errors > 0) {
    fail(record, "ItemValidationError",
         "Some of the items failed validation checks. Please check CloudWatch error logs for more details.");
  } else {
    record.status = TaskStatus::completed;
  }
  // A table that nothing could be read for is none (measured, of a bucket that is not there).
  co_await end_table(door, std::move(table), read.has_value() || record.imported > 0, now);
}

}  // namespace winterbaume::dynamodb
