// InMemorySqsBackend: sending, deleting, changing visibility.
#include <algorithm>

#include "core/bytes.h"
#include "services/sqs/backend_errors.h"
#include "services/sqs/memory/in_memory_parts.h"
#include "services/sqs/message_size.h"
#include "services/sqs/queue_settings.h"

namespace winterbaume::sqs {
namespace {

using memory::Arrival;
using memory::DeleteOutcome;
using memory::Queue;
using memory::VisibilityOutcome;

// What can be done before the queue is locked: the checks of a FIFO queue, and the copying.
Result<Arrival> prepare(NewMessage&& message, const Queue& queue, Ids& ids) {
  std::string deduplication_id;
  if (queue.fifo) {
    if (!message.group_id) return aws::fail(backend_errors::group_id_missing());
    if (message.deduplication_id) {
      deduplication_id = std::move(*message.deduplication_id);
    } else if (queue.content_based_deduplication) {
      deduplication_id = to_hex(as_bytes(sha256(message.body)));
    } else {
      return aws::fail(backend_errors::deduplication_id_missing());
    }
  }
  Arrival out;
  out.id = ids.uuid();
  out.payload = memory::Payload::pack(message, deduplication_id);
  out.body_md5 = message.body_md5;
  out.sender_id = std::move(message.sender_id);
  out.group_id = std::move(message.group_id);
  out.delay = message.delay;
  return out;
}

SentMessage answer(const memory::Sent& sent, bool fifo) {
  SentMessage out{.message_id = sent.id};
  if (fifo) out.sequence_number = sequence_number(sent.sequence);
  return out;
}

Result<void> delete_one(Queue& queue, const std::string& handle, TimePoint now) {
  auto receipt = memory::parse_receipt_handle(queue.state.key(), handle);
  if (!receipt) return aws::fail(backend_errors::receipt_handle_invalid(handle));
  if (queue.state.remove(*receipt, now) == DeleteOutcome::expired) {
    return aws::fail(backend_errors::receipt_handle_expired(handle));
  }
  return {};
}

Result<void> change_one(Queue& queue, const VisibilityChange& change, TimePoint now) {
  auto receipt = memory::parse_receipt_handle(queue.state.key(), change.receipt_handle);
  if (!receipt) return aws::fail(backend_errors::receipt_handle_invalid(change.receipt_handle));
  switch (queue.state.change_visibility(*receipt, change.timeout, now)) {
    case VisibilityOutcome::changed:
      return {};
    case VisibilityOutcome::not_available:
      return aws::fail(backend_errors::visibility_change_unavailable(change.receipt_handle));
    case VisibilityOutcome::not_in_flight:
      return aws::fail(backend_errors::message_not_in_flight());
    case VisibilityOutcome::beyond_limit:
      break;
  }
  return aws::fail(backend_errors::visibility_beyond_limit(change.timeout));
}

}  // namespace

asio::awaitable<Result<std::vector<Result<SentMessage>>>> InMemorySqsBackend::send(QueueKey key, std::vector<NewMessage> messages,
                                                                                   TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  struct Prepared {
    std::int64_t bytes;
    Result<Arrival> arrival;
  };
  std::vector<Prepared> prepared;
  prepared.reserve(messages.size());
  for (auto& message : messages) {
    auto bytes = static_cast<std::int64_t>(message_bytes(message));
    prepared.push_back({bytes, prepare(std::move(message), *queue, *parts_->ids)});
  }
  std::vector<Result<SentMessage>> out;
  out.reserve(prepared.size());
  std::lock_guard lock(queue->mutex);
  if (queue->deleted) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::int64_t bytes_max = queue->state.settings().maximum_message_bytes;
  for (auto& [bytes, arrival] : prepared) {
    if (bytes > bytes_max) {
      out.push_back(aws::fail(backend_errors::message_too_long(bytes_max)));
    } else if (!arrival) {
      out.push_back(std::unexpected(std::move(arrival.error())));
    } else {
      out.push_back(answer(queue->state.send(std::move(*arrival), now), queue->fifo));
    }
  }
  queue->settle();
  co_return out;
}

asio::awaitable<Result<std::vector<Result<void>>>> InMemorySqsBackend::delete_messages(QueueKey key,
                                                                                       std::vector<std::string> receipt_handles,
                                                                                       TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::vector<Result<void>> out;
  out.reserve(receipt_handles.size());
  std::lock_guard lock(queue->mutex);
  for (const auto& handle : receipt_handles) out.push_back(delete_one(*queue, handle, now));
  queue->settle();
  co_return out;
}

asio::awaitable<Result<std::vector<Result<void>>>> InMemorySqsBackend::change_visibility(QueueKey key,
                                                                                         std::vector<VisibilityChange> changes,
                                                                                         TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::vector<Result<void>> out;
  out.reserve(changes.size());
  std::lock_guard lock(queue->mutex);
  for (const auto& change : changes) out.push_back(change_one(*queue, change, now));
  queue->settle();
  co_return out;
}

}  // namespace winterbaume::sqs
