// Receipt handles: where a message lies and which receive it was, sealed with a checksum under the queue's key. A handle is
// checked and resolved without a table, and garbage, or a handle of another queue, does not pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::sqs::memory {

struct Receipt {
  std::uint64_t sequence = 0;  // of the message
  std::uint32_t slot = 0;
  std::uint32_t receive = 0;  // the receive count that the message had then
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// 32 characters of base64. `queue_key` differs for each queue, also for one made again under the same name.
std::string make_receipt_handle(std::uint64_t queue_key, const Receipt& receipt);
// Null for anything that make_receipt_handle did not make with this key.
std::optional<Receipt> parse_receipt_handle(std::uint64_t queue_key, std::string_view handle);

}  // namespace winterbaume::sqs::memory
