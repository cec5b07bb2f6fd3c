#include "services/dynamodb/partiql/select_reader.h"

#include "services/dynamodb/item_reads/read_page.h"
#include "services/dynamodb/items/item_size.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::size_t k_page_bytes_max = 1024 * 1024;
// Developer Guide, "PartiQL … operators", IN: what a page has of many keys.
constexpr std::size_t k_reads_a_page_max = 10;

struct PageBudget {
  std::size_t items = 0;
  std::size_t bytes = k_page_bytes_max;
  std::size_t reads = k_reads_a_page_max;
  bool is_spent() const { return items == 0 || bytes == 0 || reads == 0; }
};

void spend(std::size_t& budget, std::size_t amount) { budget -= std::min(budget, amount); }

PagePlan page_plan(const SelectPlan& plan, std::size_t read, std::optional<Item> after, const PageBudget& budget) {
  PagePlan page{.query = {.table = plan.table}};
  page.query.index = plan.index;
  page.query.reverse = plan.reverse;
  page.query.items_max = budget.items;
  page.query.bytes_max = budget.bytes;
  page.fetches = plan.fetches;
  if (after) page.query.start_after = ItemPosition{std::move(*after)};
  if (plan.reads.scan) {
    page.filter = plan.reads.scan_filter;
    return page;
  }
  const auto& key_read = plan.reads.reads[read];
  page.filter = key_read.filter;
  page.query.hash = key_read.hash;
  page.query.range_begin = key_read.range_begin;
  page.query.range_end = key_read.range_end;
  return page;
}

// Reads one key. What is there is counted though the filter may not want it.
asio::awaitable<void> read_key(DynamoDbBackend& backend, const SelectPlan& plan, const KeyRead& read, SelectPage& out,
                               PageBudget& budget) {
  auto stored = co_await backend.get_item(plan.table, read.key);
  const auto bytes = stored ? item_size(stored->item.view()) : 0;
  out.read_bytes.push_back(bytes);
  if (!stored) co_return;
  spend(budget.items, 1);
  spend(budget.bytes, bytes);
  if (read.filter != nullptr && !holds(*read.filter, stored->item.view())) co_return;
  out.items.push_back(select_columns(std::move(stored->item), plan.columns));
}

}  // namespace

asio::awaitable<SelectPage> read_select_page(DynamoDbBackend& backend, SelectPlan plan, ReadCursor from, std::size_t items_max) {
  SelectPage out;
  PageBudget budget{.items = items_max};
  const auto reads = plan.reads.scan ? 1 : plan.reads.reads.size();
  for (auto read = from.read; read < reads; ++read) {
    if (budget.is_spent()) {
      out.next = ReadCursor{.read = read, .after = std::nullopt};
      break;
    }
    spend(budget.reads, 1);
    out.last_key.reset();
    if (!plan.reads.scan && !plan.reads.reads[read].key.empty()) {
      co_await read_key(backend, plan, plan.reads.reads[read], out, budget);
      out.last_key = plan.reads.reads[read].key;
      continue;
    }
    auto page = co_await read_page(backend, page_plan(plan, read, std::exchange(from.after, std::nullopt), budget));
    spend(budget.items, page.scanned);
    spend(budget.bytes, page.bytes);
    out.read_bytes.push_back(page.bytes);
    out.fetched_bytes.insert(out.fetched_bytes.end(), page.fetched.begin(), page.fetched.end());
    for (auto& item : page.items) out.items.push_back(select_columns(std::move(item), plan.columns));
    if (!page.last_key) continue;
    out.last_key = page.last_key;
    out.next = ReadCursor{.read = read, .after = std::move(page.last_key)};
    break;
  }
  if (!out.next) out.last_key.reset();
  co_return out;
}

}  // namespace winterbaume::dynamodb::partiql
