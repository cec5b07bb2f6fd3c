// application/vnd.amazon.eventstream: messages with typed headers and a payload, each guarded by two CRC-32 checksums.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aws/error.h"
#include "aws/schema.h"
#include "aws/values.h"
#include "core/clock.h"
#include "core/ids.h"

namespace winterbaume::aws {

using EventHeaderValue =
    std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, Blob, std::string, TimePoint, Uuid>;

struct EventHeader {
  std::string name;  // 1 to 255 bytes
  EventHeaderValue value;
  friend bool operator==(const EventHeader&, const EventHeader&) = default;
};

struct EventMessage {
  std::vector<EventHeader> headers;
  std::string payload;
  // The text of the first header of that name; null where there is none, or it is no string.
  const std::string* find(std::string_view name) const;
  friend bool operator==(const EventMessage&, const EventMessage&) = default;
};

// Limits of the format: 128 KiB of headers, 16 MiB of payload.
constexpr std::size_t k_event_headers_bytes_max = 128 * 1024;
constexpr std::size_t k_event_payload_bytes_max = 16 * 1024 * 1024;

// Appends the message. Its headers and payload must keep to the limits.
void append_event_message(std::string& out, const EventMessage& message);

// Messages out of bytes that come in pieces.
class EventStreamDecoder {
 public:
  enum class Status : std::uint8_t { message, more, broken };
  void feed(std::string_view bytes) { buffer_ += bytes; }
  // `message`: `out` holds the next one. `more`: feed first. `broken`: a length or checksum is wrong, for good.
  Status next(EventMessage& out);
  // Whether bytes of an unfinished message are left.
  bool pending() const { return !buffer_.empty(); }

 private:
  std::string buffer_;
  bool broken_ = false;
};

// One event of an output's event stream: `event` is the generated union that `events` describes, with one member engaged.
// XML services write structures as XML, others as JSON. Empty where no member is engaged.
std::string encode_event(const Schema& events, const void* event, ProtocolKind protocol);
// The message that ends a stream with an error.
std::string encode_event_error(const Error& error);

}  // namespace winterbaume::aws
