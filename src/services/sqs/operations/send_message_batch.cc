#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/sqs/errors.h"
#include "services/sqs/batches.h"
#include "services/sqs/new_message.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sent_message_digests.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

using Entries = std::vector<SendMessageBatchRequestEntry>;

std::size_t size_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

// The same sum as message_bytes(), before the entry is known to be valid.
std::size_t entry_bytes(const SendMessageBatchRequestEntry& entry) {
  std::size_t total = size_of(entry.message_body);
  if (!entry.message_attributes) return total;
  for (const auto& [name, value] : *entry.message_attributes) {
    total += name.size() + size_of(value.data_type) + size_of(value.string_value);
    if (value.binary_value) total += value.binary_value->bytes.size();
  }
  return total;
}

std::optional<aws::Error> check_batch_size(const Entries& entries) {
  std::size_t total = 0;
  for (const auto& entry : entries) total += entry_bytes(entry);
  if (total <= k_batch_bytes_max) return std::nullopt;
  return errors::batch_request_too_long(
      fmt::format("Batch requests cannot be longer than {} bytes. You have sent {} bytes.", k_batch_bytes_max, total));
}

bool any_lacks(const Entries& entries, std::optional<std::string> SendMessageBatchRequestEntry::* member) {
  return std::ranges::any_of(entries, [&](const auto& entry) { return !(entry.*member); });
}

// On a FIFO queue, an entry without a group or a deduplication id spoils the whole batch.
asio::awaitable<aws::Result<void>> check_fifo_batch(const aws::RequestContext& context, SqsBackend& backend, QueueKey key,
                                                    const Entries& entries) {
  if (any_lacks(entries, &SendMessageBatchRequestEntry::message_group_id)) {
    co_return aws::fail(aws::errors::invalid_parameter_value("The request must contain the parameter MessageGroupId."));
  }
  if (!any_lacks(entries, &SendMessageBatchRequestEntry::message_deduplication_id)) co_return aws::Result<void>{};
  auto queue = co_await backend.describe_queue(std::move(key), context.now);
  if (!queue) co_return aws::fail(std::move(queue.error()));
  if (queue->settings.content_based_deduplication) co_return aws::Result<void>{};
  co_return aws::fail(aws::errors::invalid_parameter_value(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"));
}

// The entries that are well-formed, ready to send; the others are in the result's Failed already.
struct Prepared {
  std::vector<NewMessage> messages;
  std::vector<SendMessageBatchResultEntry> answers;  // one a message; what is known before it is sent
};

Prepared prepare(const aws::RequestContext& context, bool fifo, Entries& entries, SendMessageBatchResult& result) {
  Prepared out;
  for (auto& entry : entries) {
    auto message = make_message(context, fifo, draft_of(entry));
    if (!message) {
      add_failure(result.failed, std::move(entry.id), std::move(message.error()));
      continue;
    }
    auto digests = digests_of(*message);
    auto& answer = out.answers.emplace_back();
    answer.id = std::move(entry.id);
    answer.md5_of_message_body = std::move(digests.body);
    answer.md5_of_message_attributes = std::move(digests.attributes);
    answer.md5_of_message_system_attributes = std::move(digests.system_attributes);
    out.messages.push_back(std::move(*message));
  }
  return out;
}

void add_outcome(aws::Result<SentMessage> sent, SendMessageBatchResultEntry answer, SendMessageBatchResult& result) {
  if (!sent) return add_failure(result.failed, std::move(answer.id), std::move(sent.error()));
  answer.message_id = sent->message_id.text();
  answer.sequence_number = std::move(sent->sequence_number);
  if (!result.successful) result.successful.emplace();
  result.successful->push_back(std::move(answer));
}

}  // namespace

Answer<ops::SendMessageBatch> send_message_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                 SendMessageBatchRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  if (auto error = check_batch(input.entries, "SendMessageBatchRequestEntry")) co_return aws::fail(std::move(*error));
  if (auto error = check_batch_size(*input.entries)) co_return aws::fail(std::move(*error));
  bool fifo = is_fifo_name(key->name);
  if (fifo) {
    auto checked = co_await check_fifo_batch(context, backend, *key, *input.entries);
    if (!checked) co_return aws::fail(std::move(checked.error()));
  }

  SendMessageBatchResult result;
  auto prepared = prepare(context, fifo, *input.entries, result);
  // Sent even where no entry is left: a queue that does not exist is an error all the same.
  auto outcomes = co_await backend.send(std::move(*key), std::move(prepared.messages), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  for (std::size_t i = 0; i < outcomes->size(); ++i) {
    add_outcome(std::move((*outcomes)[i]), std::move(prepared.answers[i]), result);
  }
  co_return result;
}

}  // namespace winterbaume::sqs
