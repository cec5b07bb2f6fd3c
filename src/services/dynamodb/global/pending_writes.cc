#include "services/dynamodb/global/pending_writes.h"

#include <algorithm>

namespace winterbaume::dynamodb::global {

void PendingWrites::add(std::size_t replica, StreamRow row) {
  if (row.cause == WriteCause::replication) return;
  const auto& key = row.key.bytes();
  auto& writes = by_key_[key];
  auto& own = writes.own[replica];
  // A request that began earlier may have been done later.
  const WriteOrder order{.at = std::max(row.at, own.at), .replica = replica, .number = own.number + 1};
  own = order;
  bytes_ += row.bytes;
  unasked_.insert(key);
  const auto place = std::ranges::upper_bound(writes.in_order, order, {}, &PendingWrite::order);
  writes.in_order.insert(place, {.order = order, .is_there = row.is_there, .image = std::move(row.new_item)});
  auto& last = writes.last[replica];
  last = std::max(last, order);
}

std::optional<Item> PendingWrites::take_key() {
  if (unasked_.empty()) return std::nullopt;
  auto key = std::move(unasked_.extract(unasked_.begin()).value());
  return Item(std::move(key));
}

const PendingWrite* PendingWrites::next_for(const Item& key, std::size_t replica, const std::optional<Item>& stored) {
  auto& writes = by_key_[key.bytes()];
  auto next = writes.in_order.begin();
  const auto end = writes.in_order.end();
  if (const auto last = writes.last.find(replica); last != writes.last.end()) {
    next = std::ranges::upper_bound(writes.in_order, last->second, {}, &PendingWrite::order);
  }
  for (auto write = next; write != end; ++write) {
    const bool left_it = write->is_there ? write->image && stored == write->image : !stored;
    if (left_it) next = write + 1;
  }
  return next == end ? nullptr : &*next;
}

void PendingWrites::took(const Item& key, std::size_t replica, const WriteOrder& order) {
  by_key_[key.bytes()].last[replica] = order;
}

}  // namespace winterbaume::dynamodb::global
