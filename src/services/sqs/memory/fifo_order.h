// FIFO queues: order within a message group, groups in the order in which they became able to give a message.
#pragma once

#include "services/sqs/memory/delivery_order.h"

namespace winterbaume::sqs::memory {

// A group gives messages while its first one is ready: a message in flight blocks those after it, and only those. So when an
// earlier message's visibility timeout is over it is given although a later one, extended, is still in flight. Delayed messages
// are not in their group's list and block nothing.
class FifoOrder final : public DeliveryOrder {
 public:
  FifoOrder(MessageSlab& messages, GroupTable& groups) : messages_(messages), groups_(groups) {}

  void message_sent(std::uint32_t, TimePoint) override {}
  void make_ready(Slot) override;
  void put_back(Slot) override;
  void take(Slot) override;
  void remove(Slot) override;
  Slot next(TimePoint now) override;
  void end_receive() override;
  std::size_t available() const override { return queued_; }
  void clear() override;

 private:
  bool can_give(const Group& group) const;
  void evaluate(std::uint32_t group);
  void enqueue(std::uint32_t group);
  void dequeue(std::uint32_t group);

  MessageSlab& messages_;
  GroupTable& groups_;
  std::uint32_t first_ = k_none;  // groups that can give a message, the one that waits longest first
  std::uint32_t last_ = k_none;
  std::size_t queued_ = 0;
  // Within a receive call: as many as possible come from one group before the next one's turn (AWS, "FIFO delivery logic").
  std::uint32_t current_ = k_none;
  Slot upcoming_ = k_none;
};

}  // namespace winterbaume::sqs::memory
