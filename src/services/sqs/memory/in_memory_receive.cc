// InMemorySqsBackend: receiving, and waiting for what there is not yet.
#include <algorithm>
#include <stop_token>

#include "services/sqs/backend_errors.h"
#include "services/sqs/memory/in_memory_parts.h"
#include "services/sqs/queue_settings.h"

namespace winterbaume::sqs {
namespace {

using memory::Delivery;
using memory::Queue;
using memory::QueueState;
using memory::ReceiveOutcome;
using memory::ReceiveRequest;

using Taken = Result<std::vector<Delivery>>;

Taken take_locked(Queue& queue, QueueState* dead_letters, const ReceiveRequest& request, TimePoint now) {
  if (queue.deleted) return aws::fail(backend_errors::queue_does_not_exist());
  std::vector<Delivery> out;
  auto outcome = queue.state.receive(request, dead_letters, out, now);
  queue.settle();
  if (outcome == ReceiveOutcome::over_limit) return aws::fail(backend_errors::too_many_in_flight());
  return out;
}

ReceivedMessage to_received(Delivery&& delivery, std::uint64_t seal, bool fifo) {
  ReceivedMessage out;
  out.message_id = delivery.id;
  out.receipt_handle = memory::make_receipt_handle(seal, delivery.receipt);
  out.body = delivery.payload.body();
  out.body_md5 = delivery.body_md5;
  out.attributes = delivery.payload.attributes();
  out.trace_header = delivery.payload.trace_header();
  out.sender_id = std::move(delivery.sender_id);
  out.sent = delivery.sent;
  out.first_received = delivery.first_received;
  out.receive_count = delivery.receipt.receive;
  out.group_id = std::move(delivery.group_id);
  if (fifo) {
    out.deduplication_id = delivery.payload.deduplication_id();
    out.sequence_number = sequence_number(delivery.receipt.sequence);
  }
  out.dead_letter_source_arn = std::move(delivery.source_arn);
  return out;
}

Result<std::vector<ReceivedMessage>> finish(Taken taken, const Queue& queue) {
  if (!taken) return std::unexpected(std::move(taken.error()));
  std::vector<ReceivedMessage> out;
  out.reserve(taken->size());
  for (auto& delivery : *taken) out.push_back(to_received(std::move(delivery), queue.state.key(), queue.fifo));
  return out;
}

// A call's place among those who wait. It leaves when the coroutine ends, also by being destroyed, and whatever it was woken for
// goes to the next one.
class Waiting {
 public:
  explicit Waiting(Queue& queue) : queue_(queue) {
    std::lock_guard lock(queue_.mutex);
    queue_.waiters.add(waiter_);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    std::lock_guard lock(queue_.mutex);
    queue_.waiters.remove(waiter_);
    queue_.settle();
  }

  const std::shared_ptr<Wakeup>& wakeup() const { return waiter_.wakeup; }

  // Before it sleeps: what came since it last looked wakes it at once. Returns how long it may sleep.
  TimePoint prepare(TimePoint deadline) {
    std::lock_guard lock(queue_.mutex);
    TimePoint watched = queue_.waiters.watch_until(waiter_, queue_.state.next_visible());
    queue_.settle();
    if (queue_.deleted) waiter_.wakeup->notify();
    return std::min(deadline, watched);
  }

  void resumed() {
    std::lock_guard lock(queue_.mutex);
    queue_.waiters.resumed(waiter_);
  }

 private:
  Queue& queue_;
  memory::Waiter waiter_;
};

}  // namespace

// Two queues are locked only where a message could have to go to the dead-letter queue, which the source knows beforehand.
Result<std::vector<Delivery>> InMemorySqsBackend::Parts::take(Queue& queue, const ReceiveRequest& request, TimePoint now) {
  std::string target_arn;
  {
    std::lock_guard lock(queue.mutex);
    if (!queue.state.needs_dead_letters()) return take_locked(queue, nullptr, request, now);
    target_arn = queue.state.settings().redrive->dead_letter_target_arn;
  }
  auto target = find_dead_letter_queue(queue, target_arn);
  if (!target) {
    std::lock_guard lock(queue.mutex);
    return take_locked(queue, nullptr, request, now);
  }
  std::scoped_lock both(queue.mutex, target->mutex);
  auto taken = take_locked(queue, target->deleted ? nullptr : &target->state, request, now);
  target->settle();
  return taken;
}

asio::awaitable<Result<std::vector<Delivery>>> InMemorySqsBackend::Parts::wait_for_message(std::shared_ptr<Queue> queue,
                                                                                           ReceiveRequest request,
                                                                                           TimePoint deadline,
                                                                                           std::stop_token cancelled) {
  Waiting waiting(*queue);
  auto wakeup = waiting.wakeup();
  std::stop_callback on_cancel(cancelled, [wakeup] { wakeup->notify(); });
  for (;;) {
    co_await clock->wait_until(waiting.prepare(deadline), wakeup);
    waiting.resumed();
    if (cancelled.stop_requested()) co_return std::vector<Delivery>();
    TimePoint now = clock->now();
    auto taken = take(*queue, request, now);
    if (!taken || !taken->empty() || now >= deadline) co_return taken;
  }
}

asio::awaitable<Result<std::vector<ReceivedMessage>>> InMemorySqsBackend::receive(QueueKey key, ReceiveInput input) {
  auto queue = parts_->open(key, input.now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  ReceiveRequest request{input.max_messages, input.visibility_timeout, std::move(input.attempt_id)};
  auto taken = parts_->take(*queue, request, input.now);
  seconds wait = input.wait.value_or(queue->receive_wait.load());
  if (taken && taken->empty() && wait.count() > 0 && !input.cancelled.stop_requested()) {
    taken = co_await parts_->wait_for_message(queue, std::move(request), input.now + wait, std::move(input.cancelled));
  }
  co_return finish(std::move(taken), *queue);
}

}  // namespace winterbaume::sqs
