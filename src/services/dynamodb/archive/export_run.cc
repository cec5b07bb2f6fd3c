#include "services/dynamodb/archive/export_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/failure.h"
#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/archive/export_files.h"
#include "services/dynamodb/archive/ion_text.h"
#include "services/dynamodb/archive/table_copy.h"
#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_changes_at_once = 1000;

void append_item(std::string& out, bool ion, ItemView item) {
  if (ion) {
    append_ion_item(out, item);
  } else {
    append_item_json(out, item);
  }
}

std::string full_line(const ExportRecord& record, ItemView item) {
  std::string line = record.ion ? "$ion_1_0 {Item:" : "{\"Item\":";
  append_item(line, record.ion, item);
  return line += "}\n";
}

struct Change {
  Item key;
  TimePoint at;  // of the last one in the window
  std::optional<Item> before;
  std::optional<Item> after;
};

std::string change_line(const ExportRecord& record, const Change& change) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(change.at.time_since_epoch()).count();
  std::string line = record.ion ? fmt::format("$ion_1_0 {{Record:{{Metadata:{{WriteTimestampMicros:{}.}},Keys:", micros)
                                : fmt::format("{{\"Metadata\":{{\"WriteTimestampMicros\":{{\"N\":\"{}\"}}}},\"Keys\":", micros);
  append_item(line, record.ion, change.key.view());
  if (record.old_images && change.before) {
    line += record.ion ? ",OldImage:" : ",\"OldImage\":";
    append_item(line, record.ion, change.before->view());
  }
  if (change.after) {
    line += record.ion ? ",NewImage:" : ",\"NewImage\":";
    append_item(line, record.ion, change.after->view());
  }
  return line += record.ion ? "}}\n" : "}\n";
}

bool is_chosen(const ExportChoice& choice, const KeySchemaRecord& keys, ItemView item) {
  if (choice.keys) {
    for (const auto& [name, value] : choice.keys->hash.view()) {
      if (item.find(name) != value) return false;
    }
    if (!keys.range.empty()) {
      const auto range = encoded_range(keys, item);
      if (range < choice.keys->range_begin) return false;
      if (!choice.keys->range_end.empty() && range >= choice.keys->range_end) return false;
    }
  }
  return choice.filter == nullptr || holds(*choice.filter, item);
}

Item cut(const ExportChoice& choice, ItemView item) {
  return choice.projection.empty() ? Item(item) : project(item, choice.projection);
}

// What the table held at the export's time, on a shelf of its own.
asio::awaitable<TablePtr> make_snapshot(DynamoDbDoor& door, TablePtr table, const ExportRecord& record, TimePoint now) {
  const auto shelf = make_shelf(table->record, record.id);
  if (auto left = co_await door.backend.find_table(shelf.scope(), shelf.name))
    co_await door.backend.delete_table(std::move(left));
  auto snapshot = co_await door.backend.create_table(shelf);
  if (snapshot == nullptr) throw StorageFailure("another server exports this already");
  co_await copy_table_as_of(door, std::move(table), snapshot, record.export_time, now);
  co_return snapshot;
}

asio::awaitable<ObjectResult<void>> write_items(DynamoDbDoor& door, TablePtr snapshot, const ExportRecord& record,
                                                const ExportChoice& choice, ExportFiles& files) {
  ItemQuery query{.table = std::move(snapshot), .index = {}, .hash = std::nullopt};
  if (choice.keys) {
    query.hash = choice.keys->hash;
    query.range_begin = choice.keys->range_begin;
    query.range_end = choice.keys->range_end;
  }
  while (true) {
    co_await take_turns();
    const auto page = co_await door.backend.read_items(query);
    for (const auto& item : page.items) {
      if (choice.filter != nullptr && !holds(*choice.filter, item.view())) continue;
      auto added = co_await files.add(full_line(record, cut(choice, item.view()).view()), item_size(item.view()));
      if (!added) co_return added;
    }
    if (!page.more || page.items.empty()) co_return ObjectResult<void>();
    query.start_after = ItemPosition{page.items.back()};
  }
}

using Changes = std::unordered_map<std::string, Change>;

// Of each item that changed in the window: what it was before, and when it changed last.
asio::awaitable<Changes> changes_of(DynamoDbDoor& door, TablePtr table, const ExportRecord& record) {
  Changes out;
  std::string cursor;
  while (true) {
    auto rows = co_await door.backend.read_history(table, record.from_time, cursor, k_changes_at_once);
    if (rows.empty()) co_return out;
    cursor = rows.back().cursor;
    for (auto& row : rows) {
      if (row.at >= record.to_time) continue;
      auto& change = out.try_emplace(row.key.bytes(), Change{.key = row.key, .at = row.at}).first->second;
      change.before = std::move(row.old_item);
    }
  }
}

// What they were at the window's end: what is there now, unless it changed since.
asio::awaitable<void> find_after(DynamoDbDoor& door, TablePtr table, TimePoint to, Changes& changes) {
  for (auto& [key, change] : changes) {
    auto stored = co_await door.backend.get_item(table, change.key);
    if (stored) change.after = std::move(stored->item);
  }
  std::string cursor;
  while (true) {
    auto rows = co_await door.backend.read_history(table, to, cursor, k_changes_at_once);
    if (rows.empty()) co_return;
    cursor = rows.back().cursor;
    for (auto& row : rows) {
      if (const auto change = changes.find(row.key.bytes()); change != changes.end())
        change->second.after = std::move(row.old_item);
    }
  }
}

asio::awaitable<ObjectResult<void>> write_changes(DynamoDbDoor& door, TablePtr table, const ExportRecord& record,
                                                  const ExportChoice& choice, ExportFiles& files) {
  auto changes = co_await changes_of(door, table, record);
  co_await find_after(door, table, record.to_time, changes);
  for (auto& [key, change] : changes) {
    // What came and went within the window leaves no trace.
    if (!change.before && !change.after) continue;
    const auto& shown = change.after ? *change.after : *change.before;
    if (!is_chosen(choice, table->record.keys, shown.view())) continue;
    std::size_t bytes = 0;
    for (auto* image : {&change.before, &change.after}) {
      if (!*image) continue;
      bytes += item_size((*image)->view());
      *image = cut(choice, (*image)->view());
    }
    auto added = co_await files.add(change_line(record, change), bytes);
    if (!added) co_return added;
  }
  co_return ObjectResult<void>();
}

void fail(ExportRecord& record, std::string code, std::string message) {
  record.status = TaskStatus::failed;
  record.failure_code = std::move(code);
  record.failure_message = std::move(message);
}

// The failure codes of S3 begin with its name: "S3NoSuchBucket".
void fail(ExportRecord& record, const ObjectStoreError& error) { fail(record, "S3" + error.code, error.message); }

asio::awaitable<ObjectResult<void>> write_data(DynamoDbDoor& door, TablePtr table, const ExportRecord& record,
                                               const ExportChoice& choice, ExportFiles& files, TimePoint now) {
  if (record.incremental) co_return co_await write_changes(door, std::move(table), record, choice, files);
  auto snapshot = co_await make_snapshot(door, std::move(table), record, now);
  auto written = co_await write_items(door, snapshot, record, choice, files);
  co_await door.backend.delete_table(std::move(snapshot));
  co_return written;
}

}  // namespace

Result<ExportChoice> parse_export_choice(const ExportFilter& filter, const KeySchemaRecord& keys) {
  const auto spec = describe_filter(filter);
  Placeholders placeholders(spec.expression_attribute_names ? &*spec.expression_attribute_names : nullptr,
                            spec.expression_attribute_values ? &*spec.expression_attribute_values : nullptr);
  if (auto wrong = placeholders.check(filter.filter || filter.projection || filter.key_condition)) {
    return aws::fail(std::move(*wrong));
  }
  ExportChoice out;
  if (filter.key_condition) {
    auto clauses = parse_key_condition(*filter.key_condition, placeholders);
    if (!clauses) return aws::fail(std::move(clauses.error()));
    auto range = plan_key_range(*clauses, keys);
    if (!range) return aws::fail(std::move(range.error()));
    out.keys = std::move(*range);
  }
  if (filter.filter) {
    auto condition = parse_condition(ExpressionKind::filter, *filter.filter, placeholders);
    if (!condition) return aws::fail(std::move(condition.error()));
    out.filter = std::move(*condition);
  }
  if (filter.projection) {
    auto paths = parse_projection(*filter.projection, placeholders);
    if (!paths) return aws::fail(std::move(paths.error()));
    out.projection = std::move(*paths);
  }
  if (auto unused = placeholders.check_all_used()) return aws::fail(std::move(*unused));
  return out;
}

asio::awaitable<void> run_export(DynamoDbDoor& door, ExportRecord& record, TimePoint now) {
  record.ended = std::max(now, record.started);  // it may have been begun in the round that runs it
  auto table = co_await door.backend.find_table(record.table.scope(), record.table.name);
  if (table == nullptr || table->record.id != record.table.id || !table->record.continuous_backups.enabled) {
    co_return fail(record, "PointInTimeRecoveryUnavailable", "Point in time recovery ended before the table was exported");
  }
  if (door.objects == nullptr) {
    co_return fail(record, {.code = "NoSuchBucket", .message = "The specified bucket does not exist"});
  }
  const auto choice = parse_export_choice(record.filter.value_or(ExportFilter()), table->record.keys);
  if (!choice) co_return fail(record, "ValidationError", choice.error().message);
  ExportFiles files(*door.objects, record);
  auto done = co_await files.begin();
  if (done) done = co_await write_data(door, std::move(table), record, *choice, files, now);
  if (!done) co_return fail(record, done.error());
  auto manifest = co_await files.finish(now);
  if (!manifest) co_return fail(record, manifest.error());
  record.status = TaskStatus::completed;
  record.manifest = std::move(*manifest);
  record.items = files.items();
  record.bytes = files.bytes();
}

}  // namespace winterbaume::dynamodb
