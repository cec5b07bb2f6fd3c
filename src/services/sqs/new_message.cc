#include "services/sqs/new_message.h"

#include <fmt/format.h>

#include "aws/common_errors.h"
#include "generated/sqs/errors.h"
#include "services/sqs/message_attributes.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

using aws::Result;

aws::Error invalid_value(const auto& value, std::string_view parameter, std::string_view reason) {
  return aws::errors::invalid_parameter_value(
      fmt::format("Value {} for parameter {} is invalid. Reason: {}", value, parameter, reason));
}

constexpr std::string_view k_wrong_queue_type = "The request include parameter that is not valid for this queue type.";

Result<std::optional<seconds>> take_delay(bool fifo, const std::optional<std::int32_t>& given) {
  if (!given) return std::nullopt;
  // A FIFO queue delays all its messages alike; 0 passes and means the queue's own delay.
  if (fifo && *given == 0) return std::nullopt;
  if (fifo) return aws::fail(invalid_value(*given, "DelaySeconds", k_wrong_queue_type));
  if (!k_delay_seconds.holds(*given)) {
    return aws::fail(invalid_value(*given, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."));
  }
  return seconds(*given);
}

Result<void> check_identifier(const std::optional<std::string>& given, std::string_view parameter) {
  if (!given || is_identifier(*given)) return {};
  return aws::fail(
      invalid_value(*given, parameter,
                    fmt::format("{} can only include alphanumeric and punctuation characters. 1 to 128 in length.", parameter)));
}

// On a standard queue a group makes the queue fair; a deduplication id has no meaning there.
Result<void> check_fifo_ids(bool fifo, const MessageDraft& draft) {
  if (auto group = check_identifier(draft.group_id, "MessageGroupId"); !group) return group;
  if (fifo && !draft.group_id) return aws::fail(aws::errors::missing_parameter("MessageGroupId"));
  if (!fifo && draft.deduplication_id) {
    return aws::fail(invalid_value(*draft.deduplication_id, "MessageDeduplicationId", k_wrong_queue_type));
  }
  return check_identifier(draft.deduplication_id, "MessageDeduplicationId");
}

}  // namespace

Result<NewMessage> make_message(const aws::RequestContext& context, bool fifo, MessageDraft draft) {
  if (!draft.body || draft.body->empty()) return aws::fail(aws::errors::missing_parameter("MessageBody"));
  if (!is_message_text(*draft.body)) return aws::fail(errors::invalid_message_contents(std::string(k_invalid_characters)));
  if (auto ids = check_fifo_ids(fifo, draft); !ids) return aws::fail(std::move(ids.error()));
  auto delay = take_delay(fifo, draft.delay_seconds);
  if (!delay) return aws::fail(std::move(delay.error()));

  NewMessage message;
  if (draft.attributes) {
    auto attributes = take_attributes(draft.attributes);
    if (!attributes) return aws::fail(std::move(attributes.error()));
    message.attributes = std::move(*attributes);
  }
  if (draft.system_attributes) {
    auto trace_header = take_trace_header(draft.system_attributes);
    if (!trace_header) return aws::fail(std::move(trace_header.error()));
    message.trace_header = std::move(*trace_header);
  }
  message.body = std::move(*draft.body);
  message.body_md5 = md5(message.body);
  message.delay = *delay;
  message.group_id = std::move(draft.group_id);
  message.deduplication_id = std::move(draft.deduplication_id);
  message.sender_id = context.scope.account_id;
  return message;
}

}  // namespace winterbaume::sqs
