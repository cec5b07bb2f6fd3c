// How large a message is, as the queue's MaximumMessageSize and the limit of a batch count it (AWS, "Amazon SQS message
// quotas"): the body and each attribute's name, type and value, in bytes. System attributes do not count.
#pragma once

#include <cstddef>

#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

inline std::size_t message_bytes(const NewMessage& message) {
  std::size_t total = message.body.size();
  for (const auto& [name, attribute] : message.attributes) {
    total += name.size() + attribute.data_type.size() + attribute.value.size();
  }
  return total;
}

}  // namespace winterbaume::sqs
