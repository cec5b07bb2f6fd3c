// Messages in chunks that never move: no copying when a queue grows, and a chunk goes back to the heap when it is empty.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "services/sqs/memory/message.h"

namespace winterbaume::sqs::memory {

class MessageSlab {
 public:
  Message& operator[](Slot slot) { return chunks_[slot / k_chunk]->messages[slot % k_chunk]; }
  const Message& operator[](Slot slot) const { return chunks_[slot / k_chunk]->messages[slot % k_chunk]; }
  // The message of that sequence number in that slot; null when it is gone, or when there never was one.
  const Message* find(Slot slot, std::uint64_t sequence) const;

  Slot allocate();          // a default Message; the caller gives it a sequence
  void release(Slot slot);  // its payload is dropped
  void clear();
  std::size_t size() const { return size_; }
  // The slots in use, in no meaningful order.
  std::vector<Slot> slots() const;

 private:
  static constexpr std::uint32_t k_chunk = 64;
  struct Chunk {
    std::array<Message, k_chunk> messages;  // free ones are linked by order.next
    Slot first_free = k_none;               // as an index in this chunk
    std::uint32_t used = 0;                 // those never handed out are not linked yet
    std::uint32_t live = 0;
    Link open;  // chunks with room
    bool full() const { return live == k_chunk; }
  };

  void open(std::uint32_t index);
  void close(std::uint32_t index);
  std::uint32_t add_chunk();

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<std::uint32_t> vacant_;  // indices of chunks given back
  std::uint32_t first_open_ = k_none;
  std::size_t size_ = 0;
};

}  // namespace winterbaume::sqs::memory
