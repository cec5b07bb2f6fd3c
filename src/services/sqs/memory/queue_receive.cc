// QueueState's verbs of consumers: receive, delete, change of visibility.
#include <algorithm>

#include "services/sqs/memory/queue_state.h"

namespace winterbaume::sqs::memory {
namespace {

std::uint32_t millis_after(TimePoint start, TimePoint now) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>((now - start).count(), 0, k_none));
}

}  // namespace

ReceiveOutcome QueueState::receive(const ReceiveRequest& request, QueueState* dead_letters, std::vector<Delivery>& out,
                                   TimePoint now) {
  advance(now);
  if (fifo() && request.attempt_id && repeat_attempt(request, now, out)) return ReceiveOutcome::done;
  if (in_flight_ >= k_in_flight_max) return fifo() ? ReceiveOutcome::done : ReceiveOutcome::over_limit;
  TimePoint visible_again = now + visibility(request);
  while (out.size() < request.max_messages && in_flight_ < k_in_flight_max) {
    Slot slot = order_->next(now);
    if (slot == k_none) break;
    if (dead_letters && is_exhausted(messages_[slot])) {
      Transfer dead = take_out(slot);
      dead.source_arn = arn_;
      dead_letters->accept_dead_letter(std::move(dead), now);
    } else {
      give(slot, visible_again, now, out);
    }
  }
  order_->end_receive();
  if (fifo() && request.attempt_id && !out.empty()) remember_attempt(request, now, out);
  return ReceiveOutcome::done;
}

bool QueueState::needs_dead_letters() const {
  const auto& redrive = settings().redrive;
  return redrive && receive_count_peak_ >= static_cast<std::uint32_t>(redrive->max_receive_count);
}

bool QueueState::is_exhausted(const Message& message) const {
  const auto& redrive = settings().redrive;
  return redrive && message.receive_count >= static_cast<std::uint32_t>(redrive->max_receive_count);
}

seconds QueueState::visibility(const ReceiveRequest& request) const {
  return request.visibility_timeout.value_or(settings().visibility_timeout);
}

void QueueState::give(Slot slot, TimePoint visible_again, TimePoint now, std::vector<Delivery>& out) {
  Message& message = messages_[slot];
  std::uint32_t after = millis_after(message.sent, now);
  if (message.receive_count == 0) message.first_received_after = after;
  message.last_received_after = after;
  receive_count_peak_ = std::max(receive_count_peak_, ++message.receive_count);
  ++in_flight_;
  hide(slot, MessageState::in_flight, visible_again);
  order_->take(slot);
  out.push_back(delivery(slot));
}

Delivery QueueState::delivery(Slot slot) const {
  const Message& message = messages_[slot];
  Delivery out{.id = message.id,
               .payload = message.payload,
               .body_md5 = message.body_md5,
               .receipt = {message.sequence, slot, message.receive_count},
               .sent = message.sent,
               .first_received = message.sent + Millis(message.first_received_after),
               .sender_id = std::string(strings_.text(message.sender)),
               .source_arn = std::string(strings_.text(message.source))};
  if (message.group != k_none) out.group_id = groups_[message.group].name;
  return out;
}

// The retry gets the same messages under the same handles, hidden anew, unless one of them was deleted, had its visibility
// changed or became visible since (AWS, ReceiveMessage, ReceiveRequestAttemptId).
bool QueueState::repeat_attempt(const ReceiveRequest& request, TimePoint now, std::vector<Delivery>& out) {
  ReceiveAttempt* attempt = attempts_.find(*request.attempt_id, now);
  if (!attempt) return false;
  auto untouched = [&](const ReceiveAttempt::Given& given) {
    Slot slot = find(given.receipt);
    if (slot == k_none) return false;
    const Message& message = messages_[slot];
    return message.state == MessageState::in_flight && message.receive_count == given.receipt.receive &&
           hidden_.due(message) == given.visible_again;
  };
  if (!std::ranges::all_of(attempt->given, untouched)) return false;
  TimePoint visible_again = now + visibility(request);
  for (auto& given : attempt->given) {
    Slot slot = given.receipt.slot;
    messages_[slot].last_received_after = millis_after(messages_[slot].sent, now);
    hidden_.update(messages_, slot, visible_again);
    given.visible_again = visible_again;
    out.push_back(delivery(slot));
  }
  return true;
}

void QueueState::remember_attempt(const ReceiveRequest& request, TimePoint now, const std::vector<Delivery>& given) {
  ReceiveAttempt attempt{.until = now + k_attempt_interval};
  for (const Delivery& one : given) attempt.given.push_back({one.receipt, now + visibility(request)});
  attempts_.remember(*request.attempt_id, std::move(attempt));
}

// Only the latest handle deletes. On a standard queue an older one is accepted and does nothing, and the latest one serves also
// when the visibility timeout is over; on a FIFO queue a handle ends with its visibility timeout (AWS, DeleteMessage).
DeleteOutcome QueueState::remove(const Receipt& receipt, TimePoint now) {
  advance(now);
  Slot slot = find(receipt);
  if (slot == k_none) return DeleteOutcome::already_gone;
  const Message& message = messages_[slot];
  bool latest = message.receive_count == receipt.receive;
  if (fifo() && (!latest || message.state != MessageState::in_flight)) return DeleteOutcome::expired;
  if (!latest) return DeleteOutcome::outdated;
  erase(slot);
  return DeleteOutcome::deleted;
}

// On a standard queue the handle of an earlier receive still reaches the message while it is in flight.
VisibilityOutcome QueueState::change_visibility(const Receipt& receipt, seconds timeout, TimePoint now) {
  advance(now);
  Slot slot = find(receipt);
  if (slot == k_none) return VisibilityOutcome::not_available;
  const Message& message = messages_[slot];
  if (fifo() && message.receive_count != receipt.receive) return VisibilityOutcome::not_available;
  if (message.state != MessageState::in_flight) return VisibilityOutcome::not_in_flight;
  if (timeout.count() == 0) {
    hidden_.erase(messages_, slot);
    show(slot);
    return VisibilityOutcome::changed;
  }
  TimePoint received = message.sent + Millis(message.last_received_after);
  if (now + timeout - received > k_total_visibility_max) return VisibilityOutcome::beyond_limit;
  hidden_.update(messages_, slot, now + timeout);
  return VisibilityOutcome::changed;
}

}  // namespace winterbaume::sqs::memory
