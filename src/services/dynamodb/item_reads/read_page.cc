#include "services/dynamodb/item_reads/read_page.h"

#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"

namespace winterbaume::dynamodb {
namespace {

// An item that went away since the index was read stays as the index has it.
asio::awaitable<void> fetch_items(DynamoDbBackend& backend, TablePtr table, std::vector<Item>& items, PageAnswer& answer) {
  for (auto& item : items) {
    auto stored = co_await backend.get_item(table, key_of(table->record, item.view()));
    if (!stored) continue;
    answer.fetched.push_back(item_size(stored->item.view()));
    item = std::move(stored->item);
  }
}

void take_items(const PagePlan& plan, std::vector<Item> items, PageAnswer& answer) {
  answer.scanned = items.size();
  if (plan.filter != nullptr) {
    std::erase_if(items, [&](const Item& item) { return !holds(*plan.filter, item.view()); });
  }
  answer.count = items.size();
  if (plan.count_only) return;
  if (plan.paths) {
    for (auto& item : items) item = project(item.view(), *plan.paths);
  }
  answer.items = std::move(items);
}

}  // namespace

asio::awaitable<PageAnswer> read_page(DynamoDbBackend& backend, PagePlan plan) {
  const auto table = plan.query.table;
  const auto* index = plan.query.index.empty() ? nullptr : table->find_index(plan.query.index);
  auto page = co_await backend.read_items(std::move(plan.query));
  PageAnswer answer{.bytes = page.bytes};
  if (page.more && !page.items.empty()) answer.last_key = position_of(table->record, index, page.items.back().view());
  if (plan.fetches) co_await fetch_items(backend, table, page.items, answer);
  take_items(plan, std::move(page.items), answer);
  co_return answer;
}

}  // namespace winterbaume::dynamodb
