#include "services/dynamodb/archive/table_copy.h"

#include <unordered_map>
#include <unordered_set>

#include "services/dynamodb/archive/item_filler.h"
#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

// Copies that take longer leave their mark to forget_stale_copies(), and might be of more than one moment.
constexpr auto k_copy_time_max = std::chrono::hours(1);
// Requests in flight when a copy begins are not older than this.
constexpr auto k_request_time_max = std::chrono::minutes(2);
constexpr std::size_t k_changes_at_once = 1000;

using Copies = std::map<std::string, TimePoint>;

Copies copies_of(const TableRecord& table) {
  const auto kept = table.settings.find(std::string(k_copies_setting));
  if (kept == table.settings.end()) return {};
  Copies out;
  record_json::from_json(record_json::read(kept->second), out);
  return out;
}

void set_copies(TableRecord& table, const Copies& copies) {
  if (copies.empty()) {
    table.settings.erase(std::string(k_copies_setting));
  } else {
    table.settings[std::string(k_copies_setting)] = record_json::write(record_json::to_json(copies));
  }
}

// The table with history from here on; null where it went away.
asio::awaitable<TablePtr> begin_copy(DynamoDbDoor& door, TablePtr table, std::string id, TimePoint now) {
  while (table != nullptr && !table->record.continuous_backups.enabled) {
    auto record = table->record;
    auto copies = copies_of(record);
    copies[id] = now + k_copy_time_max;
    set_copies(record, copies);
    if (auto changed = co_await door.backend.update_table(table, std::move(record))) co_return changed;
    table = co_await refreshed_table(door, std::move(table));
  }
  co_return table;
}

asio::awaitable<void> end_copy(DynamoDbDoor& door, TablePtr table, std::string id) {
  while (table != nullptr) {
    auto record = table->record;
    auto copies = copies_of(record);
    if (copies.erase(id) == 0) co_return;
    set_copies(record, copies);
    if (co_await door.backend.update_table(table, std::move(record)) != nullptr) co_return;
    table = co_await refreshed_table(door, std::move(table));
  }
}

using Known = std::unordered_set<std::string>;

asio::awaitable<Known> known_changes(DynamoDbDoor& door, TablePtr table, TimePoint since) {
  Known out;
  std::string cursor;
  while (true) {
    const auto rows = co_await door.backend.read_history(table, since, cursor, k_changes_at_once);
    if (rows.empty()) co_return out;
    for (const auto& row : rows) out.insert(row.cursor);
    cursor = rows.back().cursor;
  }
}

// Takes back in `target` what `source` went through since then, but for changes that are known.
asio::awaitable<void> undo_changes(DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint since, Known known,
                                   TimePoint now) {
  std::unordered_map<std::string, std::optional<Item>> before;  // by key, of the oldest change
  std::string cursor;
  while (true) {
    auto rows = co_await door.backend.read_history(source, since, cursor, k_changes_at_once);
    if (rows.empty()) break;
    cursor = rows.back().cursor;
    for (auto& row : rows) {
      if (!known.contains(row.cursor)) before[std::move(row.key).take_bytes()] = std::move(row.old_item);
    }
  }
  ItemFiller filler(door.backend, std::move(target), now);
  for (auto& [key, item] : before) co_await filler.replace(Item(key), std::move(item));
  co_await filler.flush();
}

}  // namespace

asio::awaitable<void> copy_items(DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint now) {
  ItemFiller filler(door.backend, std::move(target), now);
  ItemQuery query{.table = std::move(source), .index = {}, .hash = std::nullopt};
  query.bytes_max = 4 << 20;
  while (true) {
    co_await take_turns();
    auto page = co_await door.backend.read_items(query);
    const bool more = page.more && !page.items.empty();
    if (more) query.start_after = ItemPosition{page.items.back()};
    for (auto& item : page.items) co_await filler.add(std::move(item));
    if (!more) break;
  }
  co_await filler.flush();
}

asio::awaitable<bool> copy_table(DynamoDbDoor& door, TablePtr source, TablePtr target, std::string id, TimePoint now) {
  auto marked = co_await begin_copy(door, std::move(source), id, now);
  if (marked == nullptr) co_return false;
  const auto since = now - k_request_time_max;
  auto known = co_await known_changes(door, marked, since);
  co_await copy_items(door, marked, target, now);
  co_await undo_changes(door, marked, std::move(target), since, std::move(known), now);
  auto after = co_await refreshed_table(door, marked);
  const bool there = after != nullptr;
  co_await end_copy(door, std::move(after), std::move(id));
  co_return there;
}

asio::awaitable<void> copy_table_as_of(DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint at, TimePoint now) {
  co_await copy_items(door, source, target, now);
  co_await undo_changes(door, std::move(source), std::move(target), at + Millis(1), {}, now);
}

asio::awaitable<void> forget_stale_copies(DynamoDbDoor& door, TablePtr table, TimePoint now) {
  for (const auto& [id, deadline] : copies_of(table->record)) {
    if (deadline < now) co_await end_copy(door, table, id);
  }
}

}  // namespace winterbaume::dynamodb
