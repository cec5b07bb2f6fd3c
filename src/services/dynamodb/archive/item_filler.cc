#include "services/dynamodb/archive/item_filler.h"

#include "core/failure.h"
#include "services/dynamodb/item_reads/item_keys.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_writes_at_once = 500;
constexpr std::size_t k_bytes_at_once = 2 << 20;

}  // namespace

bool ItemFiller::keep(ItemWrite write) {
  bytes_ += write.new_item ? write.new_item->bytes().size() : 0;
  writes_.push_back(std::move(write));
  return writes_.size() >= k_writes_at_once || bytes_ >= k_bytes_at_once;
}

asio::awaitable<void> ItemFiller::add(Item item) {
  ItemWrite write{.table = table_, .key = key_of(table_->record, item.view()), .expected = 0};
  write.new_item = std::move(item);
  if (keep(std::move(write))) co_await flush();
}

asio::awaitable<void> ItemFiller::replace(Item key, std::optional<Item> item) {
  if (!replaced_.insert(key.bytes()).second) co_await flush();
  replaced_.insert(key.bytes());
  ItemWrite write{.table = table_, .key = std::move(key)};
  if (needs_old_item(table_->record)) {
    auto stored = co_await backend_.get_item(table_, write.key);
    write.expected = stored ? stored->version : 0;
    if (stored) write.old_item = std::move(stored->item);
  }
  write.new_item = std::move(item);
  if (keep(std::move(write))) co_await flush();
}

asio::awaitable<void> ItemFiller::flush() {
  if (writes_.empty()) co_return;
  ItemCommit commit{.writes = std::exchange(writes_, {}), .now = now_, .token = std::nullopt, .scope = table_->record.scope()};
  bytes_ = 0;
  replaced_.clear();
  const auto outcome = co_await backend_.commit(std::move(commit));
  if (outcome.verdict != CommitVerdict::done) throw StorageFailure("a table changed while it was being filled");
}

}  // namespace winterbaume::dynamodb
