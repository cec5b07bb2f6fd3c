#include "services/dynamodb/background.h"

#include "core/failure.h"
#include "services/dynamodb/archive/archive_tasks.h"
#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/global/replication.h"
#include "services/dynamodb/tables/transitions.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_tables_max = 1'000'000'000;
constexpr std::size_t k_filled_at_once = 500;
constexpr std::size_t k_expired_at_once = 100;
constexpr auto k_between_trims = std::chrono::minutes(1);
// Rounds take at most a twentieth of the time, however many tables there are.
constexpr int k_rest = 20;

// Deletes one item whose time has come, if nobody gave it more.
asio::awaitable<void> expire(const DynamoDbDoor& door, TablePtr table, Item key, TimePoint now) {
  std::vector<std::pair<TablePtr, Item>> items;
  items.emplace_back(table, key);
  const auto turn = co_await door.write_queues.enter(std::move(items));
  auto stored = co_await door.backend.get_item(table, key);
  if (!stored) co_return;
  const auto value = stored->item.find(table->record.time_to_live.attribute);
  if (!value || value->type() != ValueType::n) co_return;
  const auto second = value->number().to_integer();
  if (!second || TimePoint(std::chrono::seconds(*second)) > now) co_return;
  ItemCommit commit;
  ItemWrite write{.table = table, .key = std::move(key), .cause = WriteCause::time_to_live};
  write.expected = stored->version;
  write.old_item = std::move(stored->item);
  commit.writes.push_back(std::move(write));
  commit.now = now;
  co_await door.backend.commit(std::move(commit));
}

asio::awaitable<void> expire_items(const DynamoDbDoor& door, TablePtr table, TimePoint now, std::stop_token stop) {
  while (!stop.stop_requested()) {
    auto keys = co_await door.backend.find_expired(table, now, k_expired_at_once);
    const auto found = keys.size();
    for (auto& key : keys) co_await expire(door, table, std::move(key), now);
    if (found < k_expired_at_once) co_return;
    co_await take_turns();
    table = co_await door.backend.find_table(table->record.scope(), table->record.name);
    if (table == nullptr) co_return;
  }
}

// Fills one index, or the order of times to live (no name), to its end. Null where the table is gone.
asio::awaitable<TablePtr> fill(const DynamoDbDoor& door, TablePtr table, std::string index, std::stop_token stop) {
  const auto is_open = [&index](const TablePtr& now) {
    if (index.empty()) return now->record.time_to_live.filling;
    const auto* found = now->find_index(index);
    return found != nullptr && found->backfilling;
  };
  while (table != nullptr && is_open(table) && !stop.stop_requested()) {
    auto next = co_await door.backend.backfill(table, index, k_filled_at_once);
    if (next == nullptr) next = co_await door.backend.find_table(table->record.scope(), table->record.name);
    table = std::move(next);
  }
  co_return table;
}

asio::awaitable<TablePtr> fill_all(const DynamoDbDoor& door, TablePtr table, std::stop_token stop) {
  std::vector<std::string> open;
  for (const auto& index : table->record.indexes) {
    if (index.backfilling) open.push_back(index.name);
  }
  if (table->record.time_to_live.filling) open.emplace_back();
  for (auto& index : open) {
    if (table != nullptr) table = co_await fill(door, std::move(table), std::move(index), stop);
  }
  co_return table;
}

// Null where the table went.
asio::awaitable<TablePtr> settle(const DynamoDbDoor& door, TablePtr table, TimePoint now) {
  const auto& record = table->record;
  if (record.status == TableStatus::deleting && record.changing_until && *record.changing_until <= now) {
    co_await door.backend.delete_table(std::move(table));
    co_return nullptr;
  }
  if (!is_unsettled(record, now)) co_return table;
  auto changed = co_await door.backend.update_table(table, settled(record, now));
  if (changed == nullptr) changed = co_await door.backend.find_table(record.scope(), record.name);
  co_return changed;
}

asio::awaitable<void> tend(const DynamoDbDoor& door, TablePtr table, TimePoint now, std::stop_token stop) {
  table = co_await fill_all(door, std::move(table), stop);
  if (table != nullptr) table = co_await settle(door, std::move(table), now);
  if (table != nullptr && table->record.time_to_live.enabled) co_await expire_items(door, table, now, stop);
  if (table != nullptr && !table->record.replicas.empty()) co_await global::replicate(door, std::move(table), now);
}

}  // namespace

asio::awaitable<void> Background::run_once(const DynamoDbDoor& door, TimePoint now, std::stop_token stop) {
  for (auto& scope : co_await door.backend.scopes()) {
    for (auto& name : co_await door.backend.list_tables(scope, {}, k_tables_max)) {
      if (stop.stop_requested()) co_return;
      if (auto table = co_await door.backend.find_table(scope, std::move(name))) co_await tend(door, std::move(table), now, stop);
    }
  }
  co_await run_archive_tasks(door, now, stop);
  if (now < trimmed_ + k_between_trims && now >= trimmed_) co_return;
  trimmed_ = now;
  co_await door.backend.trim(now);
}

asio::awaitable<void> Background::run(const DynamoDbDoor& door, std::stop_token stop) {
  std::stop_callback on_stop(stop, [wakeup = wakeup_] { wakeup->notify(); });
  while (true) {
    wakeup_->reset();
    if (stop.stop_requested()) co_return;
    const auto begin = clock_->now();
    try {
      co_await run_once(door, begin, stop);
    } catch (const StorageFailure&) {
      // The next round does what this one left.
    }
    const auto end = clock_->now();
    co_await clock_->wait_until(end + std::max(interval_, (end - begin) * k_rest), wakeup_);
  }
}

void Background::wake() { wakeup_->notify(); }

}  // namespace winterbaume::dynamodb
