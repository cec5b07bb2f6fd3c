// A message as a queue in memory keeps it: 120 bytes, addressed by a 32-bit slot, linked into its lists by such slots.
#pragma once

#include <cstdint>

#include "core/clock.h"
#include "core/digest.h"
#include "core/ids.h"
#include "services/sqs/memory/payload.h"

namespace winterbaume::sqs::memory {

using Slot = std::uint32_t;
constexpr std::uint32_t k_none = 0xffff'ffff;

enum class MessageState : std::uint8_t { free, ready, in_flight, delayed };

struct Link {
  Slot previous = k_none;
  Slot next = k_none;
};

struct Message {
  Uuid id;
  Md5 body_md5{};
  std::uint64_t sequence = 0;     // unique in the queue and increasing with arrival; 0: the slot is free
  TimePoint sent{};               // SentTimestamp; retention counts from it
  std::uint64_t ready_order = 0;  // standard queues: when it became ready, as a count
  Payload payload;
  // Times of receiving, in milliseconds after `sent`; they fit, for no message lives longer than 14 days.
  std::uint32_t first_received_after = 0;
  std::uint32_t last_received_after = 0;
  std::uint32_t receive_count = 0;  // also the receipt handle's nonce: a new handle at each receive
  std::uint32_t timer = k_none;     // its place in the heap of hidden messages
  std::uint32_t expiry = k_none;    // its place in the heap of messages that arrived out of the order of their age
  Link order;                       // ready list of its queue or group (standard), list of its group (FIFO)
  Link age;                         // list by `sent`
  std::uint32_t group = k_none;     // interned
  std::uint32_t sender = k_none;    // interned
  std::uint32_t source = k_none;    // interned ARN of the queue it was a dead letter of
  MessageState state = MessageState::free;
};
static_assert(sizeof(Message) <= 120, "the memory of a queued message is a promise");

}  // namespace winterbaume::sqs::memory
