#include <fmt/format.h>

#include "aws/common_errors.h"
#include "http/request.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/received_message.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

std::optional<aws::Error> check_range(const std::optional<std::int32_t>& value, Range range, std::string_view name,
                                      std::string_view rule) {
  if (!value || range.holds(*value)) return std::nullopt;
  return aws::errors::invalid_parameter_value(
      fmt::format("Value {} for parameter {} is invalid. Reason: Must be {}, if provided.", *value, name, rule));
}

std::optional<aws::Error> check_attempt_id(const std::optional<std::string>& id, bool fifo) {
  if (!id || (fifo && is_identifier(*id))) return std::nullopt;
  std::string_view reason =
      fifo ? "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length."
           : "The request include parameter that is not valid for this queue type.";
  return aws::errors::invalid_parameter_value(
      fmt::format("Value {} for parameter ReceiveRequestAttemptId is invalid. Reason: {}", *id, reason));
}

std::optional<aws::Error> check_input(const ReceiveMessageRequest& input, bool fifo) {
  if (auto error = check_range(input.max_number_of_messages, k_received_messages, "MaxNumberOfMessages", "between 1 and 10")) {
    return error;
  }
  if (auto error = check_range(input.wait_time_seconds, k_receive_wait_seconds, "WaitTimeSeconds", ">= 0 and <= 20"))
    return error;
  if (auto error =
          check_range(input.visibility_timeout, k_visibility_timeout_seconds, "VisibilityTimeout", ">= 0 and <= 43200")) {
    return error;
  }
  return check_attempt_id(input.receive_request_attempt_id, fifo);
}

std::optional<seconds> as_seconds(const std::optional<std::int32_t>& value) {
  return value ? std::optional(seconds(*value)) : std::nullopt;
}

ReceiveInput make_receive_input(const aws::RequestContext& context, const ReceiveMessageRequest& request) {
  ReceiveInput input;
  input.max_messages = static_cast<std::size_t>(request.max_number_of_messages.value_or(1));
  input.visibility_timeout = as_seconds(request.visibility_timeout);
  input.wait = as_seconds(request.wait_time_seconds);
  input.attempt_id = request.receive_request_attempt_id;
  input.now = context.now;
  return input;
}

using Received = aws::Result<std::vector<ReceivedMessage>>;

// How long the receive of an empty queue waits: as the request says, else as the queue does.
asio::awaitable<aws::Result<seconds>> get_wait(const aws::RequestContext& context, SqsBackend& backend, QueueKey key,
                                               std::optional<seconds> asked) {
  if (asked) co_return *asked;
  auto queue = co_await backend.describe_queue(std::move(key), context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  co_return queue->settings.receive_wait;
}

// A long poll ends when its peer hangs up or the server stops. Being told costs a system call, so first we look whether there
// is anything to wait for.
asio::awaitable<Received> receive(const aws::RequestContext& context, SqsBackend& backend, QueueKey key, ReceiveInput input) {
  if (context.connection == nullptr) co_return co_await backend.receive(std::move(key), std::move(input));
  auto asked = std::exchange(input.wait, seconds(0));
  auto at_once = co_await backend.receive(key, input);
  if (!at_once || !at_once->empty()) co_return at_once;
  auto wait = co_await get_wait(context, backend, key, asked);
  if (!wait) co_return aws::fail(std::move(wait.error()));
  if (wait->count() == 0) co_return at_once;
  input.wait = *wait;
  input.cancelled = context.connection->watch();
  co_return co_await backend.receive(std::move(key), std::move(input));
}

}  // namespace

Answer<ops::ReceiveMessage> receive_message(const aws::RequestContext& context, SqsBackend& backend,
                                            ReceiveMessageRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (auto error = check_input(input, is_fifo_name(key->name))) co_return aws::fail(std::move(*error));
  SystemSelection system = 0;
  if (auto error = select_system(input.attribute_names, system)) co_return aws::fail(std::move(*error));
  if (auto error = select_system(input.message_system_attribute_names, system)) co_return aws::fail(std::move(*error));

  auto received = co_await receive(context, backend, std::move(*key), make_receive_input(context, input));
  if (!received) co_return aws::fail(std::move(received.error()));
  ReceiveMessageResult result;
  if (received->empty()) co_return result;
  AttributeSelection selection(input.message_attribute_names);
  auto& messages = result.messages.emplace();
  messages.reserve(received->size());
  for (auto& message : *received) messages.push_back(make_message_answer(std::move(message), system, selection));
  co_return result;
}

}  // namespace winterbaume::sqs
