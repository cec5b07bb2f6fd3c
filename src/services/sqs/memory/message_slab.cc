#include "services/sqs/memory/message_slab.h"

namespace winterbaume::sqs::memory {

const Message* MessageSlab::find(Slot slot, std::uint64_t sequence) const {
  std::size_t index = slot / k_chunk;
  if (index >= chunks_.size() || !chunks_[index]) return nullptr;
  const Message& message = chunks_[index]->messages[slot % k_chunk];
  return sequence != 0 && message.sequence == sequence ? &message : nullptr;
}

Slot MessageSlab::allocate() {
  std::uint32_t index = first_open_ != k_none ? first_open_ : add_chunk();
  Chunk& chunk = *chunks_[index];
  Slot at = chunk.first_free;
  if (at == k_none) {
    at = chunk.used++;
  } else {
    chunk.first_free = chunk.messages[at].order.next;
    chunk.messages[at].order.next = k_none;
  }
  ++chunk.live;
  ++size_;
  if (chunk.full()) close(index);
  return index * k_chunk + at;
}

void MessageSlab::release(Slot slot) {
  std::uint32_t index = slot / k_chunk;
  Chunk& chunk = *chunks_[index];
  if (chunk.full()) open(index);
  Message& message = chunk.messages[slot % k_chunk];
  message = Message{};
  message.order.next = chunk.first_free;
  chunk.first_free = slot % k_chunk;
  --chunk.live;
  --size_;
  // One empty chunk stays, so that a queue that swings about a chunk's edge does not allocate at each message.
  bool another_open = chunk.open.previous != k_none || chunk.open.next != k_none;
  if (chunk.live != 0 || !another_open) return;
  close(index);
  chunks_[index].reset();
  vacant_.push_back(index);
}

void MessageSlab::clear() {
  chunks_.clear();
  chunks_.shrink_to_fit();
  vacant_.clear();
  vacant_.shrink_to_fit();
  first_open_ = k_none;
  size_ = 0;
}

std::vector<Slot> MessageSlab::slots() const {
  std::vector<Slot> out;
  out.reserve(size_);
  for (std::uint32_t index = 0; index < chunks_.size(); ++index) {
    if (!chunks_[index]) continue;
    for (std::uint32_t at = 0; at < chunks_[index]->used; ++at) {
      if (chunks_[index]->messages[at].sequence != 0) out.push_back(index * k_chunk + at);
    }
  }
  return out;
}

void MessageSlab::open(std::uint32_t index) {
  chunks_[index]->open = {k_none, first_open_};
  if (first_open_ != k_none) chunks_[first_open_]->open.previous = index;
  first_open_ = index;
}

void MessageSlab::close(std::uint32_t index) {
  Link link = std::exchange(chunks_[index]->open, Link{});
  if (link.previous != k_none) chunks_[link.previous]->open.next = link.next;
  if (link.next != k_none) chunks_[link.next]->open.previous = link.previous;
  if (first_open_ == index) first_open_ = link.next;
}

std::uint32_t MessageSlab::add_chunk() {
  std::uint32_t index;
  if (vacant_.empty()) {
    index = static_cast<std::uint32_t>(chunks_.size());
    chunks_.push_back(std::make_unique<Chunk>());
  } else {
    index = vacant_.back();
    chunks_[index] = std::make_unique<Chunk>();
    vacant_.pop_back();
  }
  open(index);
  return index;
}

}  // namespace winterbaume::sqs::memory
