#include "services/dynamodb/global/replica_copy.h"

#include "services/dynamodb/item_reads/item_keys.h"

namespace winterbaume::dynamodb::global {
namespace {

constexpr std::size_t k_items_at_once = 200;

ItemWrite copy_of(const TablePtr& target, Item item) {
  ItemWrite write{.table = target, .key = key_of(target->record, item.view()), .expected = 0};
  write.new_item = std::move(item);
  write.cause = WriteCause::replication;
  return write;
}

ItemCommit make_commit(const TablePtr& target, TimePoint now) {
  return {.writes = {}, .now = now, .token = std::nullopt, .scope = target->record.scope()};
}

// One by one: some are there already. False: the table changed.
asio::awaitable<bool> copy_missing(const DynamoDbDoor& door, TablePtr target, std::vector<Item> items, TimePoint now) {
  for (auto& item : items) {
    auto commit = make_commit(target, now);
    commit.writes.push_back(copy_of(target, std::move(item)));
    const auto outcome = co_await door.backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::table_changed) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> copy_page(const DynamoDbDoor& door, TablePtr target, std::vector<Item> items, TimePoint now) {
  auto commit = make_commit(target, now);
  for (const auto& item : items) commit.writes.push_back(copy_of(target, item));
  const auto outcome = co_await door.backend.commit(std::move(commit));
  if (outcome.verdict == CommitVerdict::conflict) co_return co_await copy_missing(door, std::move(target), std::move(items), now);
  co_return outcome.verdict == CommitVerdict::done;
}

}  // namespace

asio::awaitable<bool> copy_to_replica(const DynamoDbDoor& door, TablePtr source, TablePtr target, TimePoint now) {
  ItemQuery query{.table = source, .items_max = k_items_at_once};
  while (true) {
    auto page = co_await door.backend.read_items(query);
    if (!page.items.empty()) {
      query.start_after = ItemPosition{key_of(source->record, page.items.back().view())};
      if (!co_await copy_page(door, target, std::move(page.items), now)) co_return false;
    }
    if (!page.more) co_return true;
  }
}

}  // namespace winterbaume::dynamodb::global
