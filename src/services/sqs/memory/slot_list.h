// A doubly linked list of messages by their slots; a message is in one list a Link member at most.
#pragma once

#include "services/sqs/memory/message_slab.h"

namespace winterbaume::sqs::memory {

template <Link Message::* member>
class SlotList {
 public:
  Slot first() const { return first_; }
  Slot last() const { return last_; }
  bool empty() const { return first_ == k_none; }
  static Slot next(const MessageSlab& slab, Slot slot) { return (slab[slot].*member).next; }

  void push_back(MessageSlab& slab, Slot slot) { insert_after(slab, last_, slot); }

  // After `position`; k_none: at the front.
  void insert_after(MessageSlab& slab, Slot position, Slot slot) {
    Slot following = position == k_none ? first_ : next(slab, position);
    slab[slot].*member = {position, following};
    (position == k_none ? first_ : (slab[position].*member).next) = slot;
    (following == k_none ? last_ : (slab[following].*member).previous) = slot;
  }

  void erase(MessageSlab& slab, Slot slot) {
    Link link = std::exchange(slab[slot].*member, Link{});
    (link.previous == k_none ? first_ : (slab[link.previous].*member).next) = link.next;
    (link.next == k_none ? last_ : (slab[link.next].*member).previous) = link.previous;
  }

 private:
  Slot first_ = k_none;
  Slot last_ = k_none;
};

}  // namespace winterbaume::sqs::memory
