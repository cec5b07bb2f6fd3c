#include "services/sqs/memory/standard_order.h"

#include <algorithm>
#include <tuple>

namespace winterbaume::sqs::memory {

void StandardOrder::message_sent(std::uint32_t group, TimePoint now) {
  if (group != k_none) groups_[group].last_sent = now;
}

void StandardOrder::make_ready(Slot slot) {
  Message& message = messages_[slot];
  message.ready_order = ++last_order_;
  ++ready_;
  if (message.group == k_none) {
    ungrouped_.push_back(messages_, slot);
    return;
  }
  groups_[message.group].list.push_back(messages_, slot);
  refresh(message.group);
}

void StandardOrder::put_back(Slot slot) {
  leave_flight(messages_[slot]);
  make_ready(slot);
}

void StandardOrder::take(Slot slot) {
  leave_ready(slot);
  ++in_flight_;
  if (auto group = messages_[slot].group; group != k_none) ++groups_[group].in_flight;
}

void StandardOrder::remove(Slot slot) {
  const Message& message = messages_[slot];
  if (message.state == MessageState::ready) leave_ready(slot);
  if (message.state == MessageState::in_flight) leave_flight(message);
}

Slot StandardOrder::next(TimePoint now) {
  if (!noisy_.empty()) calm_idle_tenants(now);
  while (!quiet_.empty()) {
    auto [order, number] = *quiet_.begin();
    if (!is_noisy(groups_[number], now)) {
      bool ungrouped_first = !ungrouped_.empty() && messages_[ungrouped_.first()].ready_order < order;
      return ungrouped_first ? ungrouped_.first() : groups_[number].list.first();
    }
    groups_[number].noisy = true;
    noisy_.push_back(number);
    refresh(number);
  }
  return ungrouped_.empty() ? next_noisy() : ungrouped_.first();
}

void StandardOrder::clear() {
  ungrouped_ = {};
  quiet_.clear();
  noisy_.clear();
  in_flight_ = 0;
  ready_ = 0;
}

bool StandardOrder::is_noisy(const Group& group, TimePoint now) const {
  return group.in_flight >= k_noisy_in_flight_min && group.in_flight * k_noisy_share > in_flight_ &&
         now - group.last_sent < k_quiet_after;
}

void StandardOrder::leave_ready(Slot slot) {
  --ready_;
  auto number = messages_[slot].group;
  if (number == k_none) {
    ungrouped_.erase(messages_, slot);
    return;
  }
  Group& group = groups_[number];
  group.list.erase(messages_, slot);
  if (group.list.empty() && group.noisy) {
    group.noisy = false;
    std::erase(noisy_, number);
  }
  refresh(number);
}

void StandardOrder::leave_flight(const Message& message) {
  --in_flight_;
  if (message.group != k_none) --groups_[message.group].in_flight;
}

// Keeps the group's place among the quiet ones true to its first message.
void StandardOrder::refresh(std::uint32_t number) {
  Group& group = groups_[number];
  std::uint64_t order = group.noisy || group.list.empty() ? 0 : messages_[group.list.first()].ready_order;
  if (order == group.quiet_order) return;
  if (group.quiet_order != 0) quiet_.erase({group.quiet_order, number});
  if (order != 0) quiet_.emplace(order, number);
  group.quiet_order = order;
}

void StandardOrder::calm_idle_tenants(TimePoint now) {
  std::erase_if(noisy_, [&](std::uint32_t number) {
    if (now - groups_[number].last_sent < k_quiet_after) return false;
    groups_[number].noisy = false;
    refresh(number);
    return true;
  });
}

Slot StandardOrder::next_noisy() const {
  auto rank = [&](std::uint32_t number) {
    const Group& group = groups_[number];
    return std::tuple(group.in_flight, messages_[group.list.first()].ready_order);
  };
  auto least = std::ranges::min_element(noisy_, {}, rank);
  return least == noisy_.end() ? k_none : groups_[*least].list.first();
}

}  // namespace winterbaume::sqs::memory
