#include "services/sqs/memory/fifo_order.h"

namespace winterbaume::sqs::memory {

void FifoOrder::make_ready(Slot slot) {
  Message& message = messages_[slot];
  Group& group = groups_[message.group];
  // Messages become ready in the order of their arrival, so the search ends at once.
  Slot before = group.list.last();
  while (before != k_none && messages_[before].sequence > message.sequence) before = messages_[before].order.previous;
  group.list.insert_after(messages_, before, slot);
  evaluate(message.group);
}

void FifoOrder::put_back(Slot slot) { evaluate(messages_[slot].group); }

void FifoOrder::take(Slot slot) {
  const Message& message = messages_[slot];
  if (slot == upcoming_) upcoming_ = message.order.next;
  evaluate(message.group);
}

void FifoOrder::remove(Slot slot) {
  const Message& message = messages_[slot];
  if (message.state == MessageState::delayed) return;
  if (slot == upcoming_) upcoming_ = message.order.next;
  groups_[message.group].list.erase(messages_, slot);
  evaluate(message.group);
}

Slot FifoOrder::next(TimePoint) {
  if (current_ != k_none && upcoming_ != k_none && messages_[upcoming_].state == MessageState::ready) return upcoming_;
  end_receive();
  if (first_ == k_none) return k_none;
  current_ = first_;
  upcoming_ = groups_[current_].list.first();
  return upcoming_;
}

void FifoOrder::end_receive() {
  current_ = k_none;
  upcoming_ = k_none;
}

void FifoOrder::clear() {
  first_ = last_ = current_ = upcoming_ = k_none;
  queued_ = 0;
}

bool FifoOrder::can_give(const Group& group) const {
  return !group.list.empty() && messages_[group.list.first()].state == MessageState::ready;
}

void FifoOrder::evaluate(std::uint32_t number) {
  Group& group = groups_[number];
  bool able = can_give(group);
  if (able && !group.queued) enqueue(number);
  if (!able && group.queued) dequeue(number);
}

void FifoOrder::enqueue(std::uint32_t number) {
  Group& group = groups_[number];
  group.queued = true;
  group.queue = {last_, k_none};
  (last_ == k_none ? first_ : groups_[last_].queue.next) = number;
  last_ = number;
  ++queued_;
}

void FifoOrder::dequeue(std::uint32_t number) {
  Group& group = groups_[number];
  group.queued = false;
  Link link = std::exchange(group.queue, Link{});
  (link.previous == k_none ? first_ : groups_[link.previous].queue.next) = link.next;
  (link.next == k_none ? last_ : groups_[link.next].queue.previous) = link.previous;
  --queued_;
}

}  // namespace winterbaume::sqs::memory
