#include <algorithm>
#include <unordered_set>

#include "services/dynamodb/archive/bulk_report.h"
#include "services/dynamodb/archive/input_records.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/item_checks.h"
#include "services/dynamodb/item_writes/write_batch.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/item_writes/write_parameters.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_puts_at_once = 100;
constexpr std::int64_t k_records_between_looks = 500;  // at whether it is cancelled, and stores how far it is
constexpr auto k_kind = DocumentKind::bulk_operation;

void fail(BulkRecord& record, std::string code, std::string message) {
  if (record.status == TaskStatus::failed) return;
  record.status = TaskStatus::failed;
  record.failure_code = std::move(code);
  record.failure_message = std::move(message);
}

// Stores the record as it is, and takes over that it is to be cancelled, if somebody asked for that.
asio::awaitable<void> store_progress(DynamoDbDoor& door, BulkTask& task) {
  const auto scope = task.record.table.scope();
  while (true) {
    const auto there = co_await find_task<BulkRecord>(door.backend, scope, k_kind, task.record.id);
    if (!there) co_return;
    const bool cancelled = there->record.status == TaskStatus::cancelling && task.record.status == TaskStatus::in_progress;
    if (cancelled) task.record.status = TaskStatus::cancelling;
    task.version = there->version;
    if (co_await store_task(door.backend, scope, k_kind, task)) co_return;
  }
}

BulkRecord ended(BulkRecord record, bool cancelled, TimePoint now) {
  if (record.status != TaskStatus::failed && cancelled) {
    record.status = TaskStatus::cancelled;
    record.failure_code = "Cancelled";
    record.failure_message = "The bulk operation was cancelled";
  } else if (record.status == TaskStatus::in_progress) {
    record.status = record.failed > 0 ? TaskStatus::completed_with_errors : TaskStatus::completed;
  }
  record.ended = std::max(now, record.started);
  record.leased_until.reset();
  return record;
}

// Whoever was told that it is being cancelled finds it cancelled.
asio::awaitable<void> store_end(DynamoDbDoor& door, BulkRecord record, TimePoint now) {
  const auto scope = record.table.scope();
  while (true) {
    const auto there = co_await find_task<BulkRecord>(door.backend, scope, k_kind, record.id);
    if (!there) break;
    const bool cancelled = there->record.status == TaskStatus::cancelling;
    if (co_await store_task<BulkRecord>(door.backend, scope, k_kind, {ended(record, cancelled, now), there->version})) break;
  }
  co_await set_pending(door.backend, scope, k_kind, record.id, false);
}

class BulkSink final : public InputSink {
 public:
  BulkSink(DynamoDbDoor& door, BulkTask& task, TablePtr table, BulkReport& report, InputFormat format, TimePoint now)
      : door_(door), task_(task), table_(std::move(table)), report_(report), reader_(format, {}, table_->record) {
    context_.scope = table_->record.scope();
    context_.now = now;
  }

  asio::awaitable<bool> begin_object(ObjectSummary object) override {
    object_ = std::move(object.key);
    reader_.begin_object();
    co_await put_batch();
    co_await look_around();
    co_return is_wanted();
  }
  // What cannot form an item ends its object; an item that the table cannot have does not.
  asio::awaitable<bool> take(std::string text) override {
    auto read = reader_.read(text);
    if (!read) {
      co_await note_failure(std::move(read.error()), std::nullopt);
      co_return false;
    }
    if (!*read) co_return true;
    co_await put_record(std::move(**read));
    if (task_.record.processed >= next_look_) co_await look_around();
    co_return is_wanted();
  }
  asio::awaitable<void> take_broken(std::string why) override { return note_failure(std::move(why), std::nullopt); }
  void count(std::size_t packed, std::size_t) override { task_.record.processed_bytes += static_cast<std::int64_t>(packed); }

  // What is still held.
  asio::awaitable<void> put_batch() {
    if (batch_.empty() || !is_wanted()) co_return;
    std::vector<PlannedWrite> writes;
    for (const auto& item : batch_) writes.push_back({.table = table_, .action = PutAction{item}});
    const auto items = std::exchange(batch_, {});
    keys_.clear();
    const auto written = co_await write_batch(context_, door_, std::move(writes));
    if (!written) co_return fail(task_.record, "ResourceNotFound", written.error().message);
    for (const auto& item : items) note_put(item);
  }

 private:
  bool is_wanted() const { return task_.record.status == TaskStatus::in_progress; }

  asio::awaitable<void> put_record(InputRecord record) {
    if (auto wrong = check_new_item(table_->record, record.item.view(), ItemOrigin::put)) {
      co_return co_await note_failure(std::move(wrong->message), std::move(record.item));
    }
    if (record.condition || record.names || record.values) co_return co_await put_on_condition(std::move(record));
    const bool is_new = keys_.insert(key_of(table_->record, record.item.view()).bytes()).second;
    if (!is_new || batch_.size() == k_puts_at_once) {
      co_await put_batch();
      keys_.insert(key_of(table_->record, record.item.view()).bytes());
    }
    batch_.push_back(std::move(record.item));
  }

  asio::awaitable<void> put_on_condition(InputRecord record) {
    Put put;
    put.condition_expression = std::move(record.condition);
    put.expression_attribute_names = std::move(record.names);
    put.expression_attribute_values = std::move(record.values);
    auto expressions = parse_write_expressions(put);
    if (!expressions) co_return co_await note_failure(std::move(expressions.error().message), std::move(record.item));
    co_await put_batch();  // whose items may be what the condition is about
    PlannedWrite write{.table = table_, .condition = std::move(expressions->condition), .action = PutAction{record.item}};
    write.on_failed_condition = OnFailedCondition::all_old;
    auto written = co_await write_item(context_, door_, std::move(write));
    if (written) co_return note_put(record.item);
    if (written.error().shape->name != "ConditionalCheckFailedException") {
      co_return co_await note_write_error(std::move(written.error()), std::move(record.item));
    }
    ++task_.record.processed;
    const auto* fields = static_cast<const ConditionalCheckFailedException*>(written.error().fields.get());
    check(co_await report_.add_refused(std::move(record.item), fields == nullptr ? std::nullopt : fields->item));
  }

  asio::awaitable<void> note_write_error(aws::Error error, Item item) {
    if (error.shape->name != "ResourceNotFoundException")
      co_return co_await note_failure(std::move(error.message), std::move(item));
    fail(task_.record, "ResourceNotFound", std::move(error.message));
  }
  asio::awaitable<void> note_failure(std::string why, std::optional<Item> item) {
    ++task_.record.processed;
    ++task_.record.failed;
    check(co_await report_.add_error(object_, std::move(why), std::move(item)));
  }
  void note_put(const Item& item) {
    ++task_.record.processed;
    count_put(task_.record.usage, table_->record, item);
  }
  void check(ObjectResult<void> done) {
    if (!done) fail(task_.record, "S3" + done.error().code, done.error().message);
  }

  // Stores how far it is; the table may have been changed meanwhile.
  asio::awaitable<void> look_around() {
    next_look_ = task_.record.processed + k_records_between_looks;
    co_await store_progress(door_, task_);
    if (auto now = co_await refreshed_table(door_, table_)) table_ = std::move(now);
  }

  DynamoDbDoor& door_;
  BulkTask& task_;
  TablePtr table_;
  BulkReport& report_;
  RecordReader reader_;
  aws::RequestContext context_;
  std::string object_;
  std::vector<Item> batch_;
  std::unordered_set<std::string> keys_;  // of batch_
  std::int64_t next_look_ = k_records_between_looks;
};

asio::awaitable<ObjectResult<std::int64_t>> input_bytes(ObjectStore& objects, InputPlace place) {
  std::int64_t bytes = 0;
  std::string after;
  while (true) {
    auto listed = co_await objects.list(place.bucket, place.prefix, after);
    if (!listed) co_return std::unexpected(std::move(listed.error()));
    if (listed->empty()) co_return bytes;
    for (const auto& object : *listed) bytes += static_cast<std::int64_t>(object.size);
    after = listed->back().key;
  }
}

asio::awaitable<ObjectResult<void>> put_all(DynamoDbDoor& door, BulkTask& task, TablePtr table, TimePoint now) {
  auto place = bulk_input(task.record);
  BulkReport report(*door.objects, task.record);
  auto bytes = co_await input_bytes(*door.objects, place);
  if (!bytes) co_return std::unexpected(std::move(bytes.error()));
  task.record.input_bytes = *bytes;
  auto done = co_await report.begin();
  if (!done) co_return done;
  BulkSink sink(door, task, std::move(table), report, place.format, now);
  done = co_await read_objects(*door.objects, std::move(place), sink);
  co_await sink.put_batch();
  auto reported = co_await report.finish(now);
  co_return done ? std::move(reported) : std::move(done);
}

void reset_counts(BulkRecord& record) {
  record.processed = record.failed = record.processed_bytes = 0;
  record.usage = {};
}

}  // namespace

// Begun again where a server did not come to its end: what was put is put once more.
asio::awaitable<void> run_bulk(DynamoDbDoor& door, BulkTask task, TimePoint now) {
  auto& record = task.record;
  if (record.status == TaskStatus::cancelling) co_return co_await store_end(door, std::move(record), now);
  reset_counts(record);
  auto table = co_await door.backend.find_table(record.table.scope(), record.table.name);
  if (table == nullptr || table->record.id != record.table.id) {
    fail(record, "ResourceNotFound", "The table was deleted");
  } else if (door.objects == nullptr) {
    fail(record, "S3NoSuchBucket", "The specified bucket does not exist");
  } else if (auto done = co_await put_all(door, task, std::move(table), now); !done) {
    fail(record, "S3" + done.error().code, done.error().message);
  }
  co_await store_end(door, std::move(record), now);
}

}  // namespace winterbaume::dynamodb
