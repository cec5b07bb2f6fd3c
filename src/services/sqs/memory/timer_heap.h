// A 4-ary heap of messages by a point in time; each message knows its place, so any of them leaves in O(log n).
#pragma once

#include <vector>

#include "services/sqs/memory/message_slab.h"

namespace winterbaume::sqs::memory {

template <std::uint32_t Message::* place>
class TimerHeap {
 public:
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  TimePoint first_due() const { return entries_.front().due; }
  Slot first() const { return entries_.front().slot; }
  TimePoint due(const Message& message) const { return entries_[message.*place].due; }
  void clear() { std::vector<Entry>().swap(entries_); }

  void push(MessageSlab& slab, Slot slot, TimePoint due) {
    entries_.push_back({});
    rise(slab, entries_.size() - 1, {due, slot, static_cast<std::uint32_t>(slab[slot].sequence)});
  }

  void erase(MessageSlab& slab, Slot slot) {
    std::size_t hole = std::exchange(slab[slot].*place, k_none);
    Entry last = entries_.back();
    entries_.pop_back();
    if (hole < entries_.size()) settle(slab, hole, last);
    // A burst of hidden messages does not keep its memory for ever.
    if (entries_.capacity() > 1024 && entries_.size() < entries_.capacity() / 4) entries_.shrink_to_fit();
  }

  void update(MessageSlab& slab, Slot slot, TimePoint due) {
    std::size_t at = slab[slot].*place;
    Entry entry = entries_[at];
    entry.due = due;
    settle(slab, at, entry);
  }

 private:
  struct Entry {
    TimePoint due;
    Slot slot;
    std::uint32_t sequence;  // low bits: equal times leave in the order of arrival
    bool before(const Entry& other) const {
      return due != other.due ? due < other.due : static_cast<std::int32_t>(sequence - other.sequence) < 0;
    }
  };

  void set(MessageSlab& slab, std::size_t at, const Entry& entry) {
    entries_[at] = entry;
    slab[entry.slot].*place = static_cast<std::uint32_t>(at);
  }

  void settle(MessageSlab& slab, std::size_t at, const Entry& entry) {
    if (at != 0 && entry.before(entries_[(at - 1) / 4])) {
      rise(slab, at, entry);
    } else {
      sink(slab, at, entry);
    }
  }

  void rise(MessageSlab& slab, std::size_t at, const Entry& entry) {
    while (at != 0) {
      std::size_t parent = (at - 1) / 4;
      if (!entry.before(entries_[parent])) break;
      set(slab, at, entries_[parent]);
      at = parent;
    }
    set(slab, at, entry);
  }

  void sink(MessageSlab& slab, std::size_t at, const Entry& entry) {
    for (;;) {
      std::size_t child = at * 4 + 1;
      if (child >= entries_.size()) break;
      std::size_t end = std::min(child + 4, entries_.size());
      std::size_t least = child;
      for (std::size_t i = child + 1; i < end; ++i) {
        if (entries_[i].before(entries_[least])) least = i;
      }
      if (!entries_[least].before(entry)) break;
      set(slab, at, entries_[least]);
      at = least;
    }
    set(slab, at, entry);
  }

  std::vector<Entry> entries_;
};

}  // namespace winterbaume::sqs::memory
