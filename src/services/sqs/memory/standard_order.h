// Standard queues: messages in the order of their readiness, noisy tenants behind the others (fair queues).
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "services/sqs/memory/delivery_order.h"

namespace winterbaume::sqs::memory {

// A tenant is a message group; each message without one is a tenant of its own and so never noisy.
//
// Rules (AWS, "How Amazon SQS fair queues work"): a tenant that holds more than 10 % of the messages in flight, and at least 30,
// is noisy; it stays so until none of its messages waits any more or until it has sent nothing for five minutes. Quiet tenants
// go first; among noisy ones the one with the fewest messages in flight. AWS also measures each tenant's share of the
// consumers' processing time, over a period that it does not document; that measure is not taken here.
class StandardOrder final : public DeliveryOrder {
 public:
  static constexpr std::uint32_t k_noisy_in_flight_min = 30;
  static constexpr std::uint64_t k_noisy_share = 10;  // a tenth
  static constexpr std::chrono::minutes k_quiet_after{5};

  StandardOrder(MessageSlab& messages, GroupTable& groups) : messages_(messages), groups_(groups) {}

  void message_sent(std::uint32_t group, TimePoint now) override;
  void make_ready(Slot) override;
  void put_back(Slot) override;
  void take(Slot) override;
  void remove(Slot) override;
  Slot next(TimePoint now) override;
  void end_receive() override {}
  std::size_t available() const override { return ready_; }
  void clear() override;

 private:
  bool is_noisy(const Group& group, TimePoint now) const;
  void leave_ready(Slot);
  void leave_flight(const Message&);
  void refresh(std::uint32_t group);
  void calm_idle_tenants(TimePoint now);
  Slot next_noisy() const;

  MessageSlab& messages_;
  GroupTable& groups_;
  SlotList<&Message::order> ungrouped_;
  std::set<std::pair<std::uint64_t, std::uint32_t>> quiet_;  // (its first message's order, group)
  std::vector<std::uint32_t> noisy_;                         // few: each held a tenth of the messages in flight
  std::uint64_t last_order_ = 0;
  std::uint64_t in_flight_ = 0;
  std::size_t ready_ = 0;
};

}  // namespace winterbaume::sqs::memory
