#include "services/dynamodb/item_writes/joint_commit.h"

#include <set>

#include "services/dynamodb/item_writes/write_item.h"

namespace winterbaume::dynamodb {

std::vector<std::pair<TablePtr, Item>> items_of(const std::vector<PlannedWrite>& writes) {
  std::vector<std::pair<TablePtr, Item>> items;
  items.reserve(writes.size());
  for (const auto& write : writes) items.emplace_back(write.table, write.key);
  return items;
}

asio::awaitable<StoredItems> read_stored(DynamoDbDoor& door, const std::vector<PlannedWrite>& writes, bool all) {
  StoredItems stored(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (all || needs_read(writes[i])) stored[i] = co_await door.backend.get_item(writes[i].table, writes[i].key);
  }
  co_return stored;
}

bool has_duplicates(const std::vector<PlannedWrite>& writes) {
  std::set<std::pair<std::string_view, std::string_view>> keys;
  for (const auto& write : writes) {
    if (!keys.emplace(write.table->record.name, write.key.bytes()).second) return true;
  }
  return false;
}

ItemCommit joint_commit(const aws::RequestContext& context, const std::vector<PlannedWrite>& writes, StoredItems stored,
                        WriteOutcomes outcomes, bool all) {
  ItemCommit commit{.writes = {}, .now = context.now, .token = std::nullopt, .scope = context.scope};
  commit.writes.reserve(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    auto& change = commit.writes.emplace_back();
    change.table = writes[i].table;
    change.key = writes[i].key;
    change.cause = writes[i].cause;
    if (all || needs_read(writes[i])) change.expected = stored[i] ? stored[i]->version : 0;
    change.check_only = std::holds_alternative<CheckAction>(writes[i].action);
    if (change.check_only) continue;
    if (stored[i]) change.old_item = std::move(stored[i]->item);
    change.new_item = std::move(outcomes[i]);
  }
  return commit;
}

asio::awaitable<bool> refresh_tables(DynamoDbDoor& door, std::vector<PlannedWrite>& writes) {
  for (auto& write : writes) {
    write.table = co_await refreshed_table(door, std::move(write.table));
    if (write.table == nullptr) co_return false;
  }
  co_return true;
}

}  // namespace winterbaume::dynamodb
