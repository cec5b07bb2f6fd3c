// The digests that SendMessage and SendMessageBatch answer with, in hexadecimal.
#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "services/sqs/message_attributes.h"

namespace winterbaume::sqs {

struct MessageDigests {
  std::string body;
  std::optional<std::string> attributes;         // null where the message has none
  std::optional<std::string> system_attributes;  // likewise
};

inline MessageDigests digests_of(const NewMessage& message) {
  MessageDigests out{to_hex(as_bytes(message.body_md5)), std::nullopt, std::nullopt};
  if (!message.attributes.empty()) out.attributes = to_hex(as_bytes(attributes_md5(message.attributes)));
  if (!message.trace_header.empty()) out.system_attributes = to_hex(as_bytes(trace_header_md5(message.trace_header)));
  return out;
}

}  // namespace winterbaume::sqs
