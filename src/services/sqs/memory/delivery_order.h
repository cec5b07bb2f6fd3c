// Which message a queue gives next: the part in which standard and FIFO queues differ.
#pragma once

#include <cstddef>

#include "services/sqs/memory/group_table.h"

namespace winterbaume::sqs::memory {

// The queue tells of each change of a message's state; `Message::state` already holds the new one, but for remove().
class DeliveryOrder {
 public:
  virtual ~DeliveryOrder() = default;

  virtual void message_sent(std::uint32_t group, TimePoint now) = 0;  // also while it is delayed
  virtual void make_ready(Slot) = 0;                                  // it arrived, or its delay is over
  virtual void put_back(Slot) = 0;                                    // it was in flight and is ready again
  virtual void take(Slot) = 0;                                        // it was ready and is in flight
  virtual void remove(Slot) = 0;                                      // it leaves: deleted, expired, moved, or delayed again

  // The message to give next in this receive call, ready; k_none: there is none. It comes again until it is taken or removed.
  virtual Slot next(TimePoint now) = 0;
  // The receive call is over.
  virtual void end_receive() = 0;
  // How many receive calls could find a message.
  virtual std::size_t available() const = 0;
  virtual void clear() = 0;
};

}  // namespace winterbaume::sqs::memory
