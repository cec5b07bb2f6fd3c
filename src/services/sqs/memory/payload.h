// What a message carries, packed into one immutable allocation that its deliveries share: reading a message out of a queue
// costs a reference under the queue's lock, and the copies are made outside of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <utility>

#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs::memory {

// A handle of shared, immutable bytes. Copies may be used and dropped on different threads.
class Payload {
 public:
  Payload() = default;
  // Packs body, attributes and trace header of `message`, and the deduplication id that holds for it (empty: none).
  static Payload pack(const NewMessage& message, std::string_view deduplication_id);

  Payload(const Payload& other) noexcept : header_(other.header_) { retain(); }
  Payload(Payload&& other) noexcept : header_(std::exchange(other.header_, nullptr)) {}
  Payload& operator=(Payload other) noexcept {
    std::swap(header_, other.header_);
    return *this;
  }
  ~Payload() { release(); }

  std::string_view body() const;
  std::string_view trace_header() const;
  std::string_view deduplication_id() const;
  MessageAttributes attributes() const;

 private:
  // The texts follow in the order of their sizes here.
  struct Header {
    std::atomic<std::uint32_t> references{1};
    std::uint32_t body_bytes;
    std::uint32_t trace_bytes;
    std::uint32_t deduplication_bytes;
    std::uint32_t attribute_bytes;
  };

  std::string_view text(std::size_t offset, std::size_t bytes) const;
  void retain() const noexcept {
    if (header_) header_->references.fetch_add(1, std::memory_order_relaxed);
  }
  void release() noexcept;

  Header* header_ = nullptr;
};

}  // namespace winterbaume::sqs::memory
