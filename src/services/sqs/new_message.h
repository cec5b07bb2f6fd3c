// The message that SendMessage and each entry of SendMessageBatch ask for.
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "aws/request_context.h"
#include "generated/sqs/types.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// What both operations take, by the same names. Consumed.
struct MessageDraft {
  std::optional<std::string>& body;
  std::optional<std::int32_t>& delay_seconds;
  std::optional<aws::Map<MessageAttributeValue>>& attributes;
  std::optional<aws::Map<MessageSystemAttributeValue>>& system_attributes;
  std::optional<std::string>& group_id;
  std::optional<std::string>& deduplication_id;
};
template <class Request>
MessageDraft draft_of(Request& request) {
  return {request.message_body,       request.delay_seconds,
          request.message_attributes, request.message_system_attributes,
          request.message_group_id,   request.message_deduplication_id};
}

// Checks the draft and makes the message, for a FIFO queue or a standard one. What depends on the queue's settings (its largest
// message, content-based deduplication) is left to the backend. Errors: MissingParameter, InvalidMessageContents,
// InvalidParameterValue, UnsupportedOperation.
aws::Result<NewMessage> make_message(const aws::RequestContext& context, bool fifo, MessageDraft draft);

}  // namespace winterbaume::sqs
