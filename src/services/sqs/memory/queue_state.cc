#include "services/sqs/memory/queue_state.h"

#include <algorithm>

#include "services/sqs/memory/fifo_order.h"
#include "services/sqs/memory/standard_order.h"

namespace winterbaume::sqs::memory {
namespace {

std::unique_ptr<DeliveryOrder> make_order(bool fifo, MessageSlab& messages, GroupTable& groups) {
  if (fifo) return std::make_unique<FifoOrder>(messages, groups);
  return std::make_unique<StandardOrder>(messages, groups);
}

}  // namespace

QueueState::QueueState(std::string arn, std::uint64_t key, QueueSettings settings, Tags tags, TimePoint created)
    : arn_(std::move(arn)), key_(key), order_(make_order(settings.fifo, messages_, groups_)) {
  description_ = {.settings = std::move(settings), .tags = std::move(tags), .created = created, .modified = created};
}

void QueueState::change_settings(QueueSettings settings, TimePoint now) {
  advance(now);
  bool new_delay = settings.delay != description_.settings.delay;
  description_.settings = std::move(settings);
  description_.modified = now;
  if (new_delay && fifo()) apply_delay_to_waiting(now);
}

bool QueueState::replace_tags(const Tags& expected, Tags tags) {
  if (description_.tags != expected) return false;
  description_.tags = std::move(tags);
  return true;
}

QueueDescription QueueState::describe(TimePoint now) {
  advance(now);
  QueueDescription out = description_;
  out.visible = static_cast<std::int64_t>(ready());
  out.in_flight = static_cast<std::int64_t>(in_flight_);
  out.delayed = static_cast<std::int64_t>(delayed_);
  return out;
}

Sent QueueState::send(Arrival&& arrival, TimePoint now) {
  advance(now);
  Fingerprint key;
  if (fifo()) {
    arrival.delay.reset();
    key = deduplication_key(arrival);
    if (auto* repeated = deduplication_.find(key, now)) return {repeated->message_id, repeated->sequence};
  }
  Incoming incoming{.id = arrival.id,
                    .payload = std::move(arrival.payload),
                    .body_md5 = arrival.body_md5,
                    .sent = now,
                    .sender_id = arrival.sender_id,
                    .group_id = arrival.group_id};
  std::uint64_t sequence = messages_[insert(std::move(incoming), arrival.delay, now)].sequence;
  if (fifo()) deduplication_.add({key, arrival.id, sequence, now + k_deduplication_interval});
  return {arrival.id, sequence};
}

bool QueueState::purge(TimePoint now) {
  advance(now);
  if (purged_ && now - *purged_ < k_purge_interval) return false;
  purged_ = now;
  order_->clear();
  groups_.clear();
  strings_.clear();
  hidden_.clear();
  out_of_age_order_.clear();
  by_age_ = {};
  attempts_.clear();
  messages_.clear();
  in_flight_ = 0;
  delayed_ = 0;
  receive_count_peak_ = 0;
  return true;
}

void QueueState::advance(TimePoint now) {
  expire_messages(now);
  while (!hidden_.empty() && hidden_.first_due() <= now) {
    Slot slot = hidden_.first();
    hidden_.erase(messages_, slot);
    show(slot);
  }
  if (fifo()) {
    deduplication_.expire(now);
    attempts_.expire(now);
  }
}

std::size_t QueueState::available() const {
  if (fifo() && in_flight_ >= k_in_flight_max) return 0;
  return order_->available();
}

std::optional<QueueState::Movable> QueueState::next_movable(TimePoint now) {
  advance(now);
  Slot slot = order_->next(now);
  order_->end_receive();
  if (slot == k_none) return std::nullopt;
  return Movable{slot, strings_.text(messages_[slot].source)};
}

Transfer QueueState::take_out(Slot slot) {
  Message& message = messages_[slot];
  Transfer out{.id = message.id,
               .payload = message.payload,
               .body_md5 = message.body_md5,
               .sent = message.sent,
               .first_received_after = message.first_received_after,
               .last_received_after = message.last_received_after,
               .receive_count = message.receive_count,
               .sender_id = std::string(strings_.text(message.sender)),
               .source_arn = std::string(strings_.text(message.source))};
  if (message.group != k_none) out.group_id = groups_[message.group].name;
  erase(slot);
  return out;
}

// A FIFO queue takes the time of the move as the enqueue time; a standard one keeps the message's own, and its retention
// counts from there (AWS, "Message retention for dead-letter queues").
void QueueState::accept_dead_letter(Transfer transfer, TimePoint now) {
  advance(now);
  if (fifo()) {
    transfer.sent = now;
    transfer.first_received_after = 0;
    transfer.last_received_after = 0;
  }
  insert(std::move(transfer), now);
}

void QueueState::accept_redriven(Transfer transfer, Uuid id, TimePoint now) {
  advance(now);
  transfer.id = id;
  transfer.sent = now;
  transfer.first_received_after = 0;
  transfer.last_received_after = 0;
  transfer.receive_count = 0;
  transfer.source_arn.clear();
  insert(std::move(transfer), now);
}

Slot QueueState::insert(Transfer transfer, TimePoint now) {
  Incoming incoming{.id = transfer.id,
                    .payload = std::move(transfer.payload),
                    .body_md5 = transfer.body_md5,
                    .sent = transfer.sent,
                    .first_received_after = transfer.first_received_after,
                    .last_received_after = transfer.last_received_after,
                    .receive_count = transfer.receive_count,
                    .sender_id = transfer.sender_id,
                    .group_id = transfer.group_id,
                    .source_arn = transfer.source_arn};
  return insert(std::move(incoming), std::nullopt, now);
}

Slot QueueState::insert(Incoming incoming, std::optional<seconds> delay, TimePoint now) {
  Slot slot = messages_.allocate();
  Message& message = messages_[slot];
  message.id = incoming.id;
  message.body_md5 = incoming.body_md5;
  message.sequence = ++last_sequence_;
  message.sent = incoming.sent;
  message.payload = std::move(incoming.payload);
  message.first_received_after = incoming.first_received_after;
  message.last_received_after = incoming.last_received_after;
  message.receive_count = incoming.receive_count;
  message.sender = strings_.acquire(incoming.sender_id);
  message.source = strings_.acquire(incoming.source_arn);
  if (incoming.group_id) message.group = groups_.enter(*incoming.group_id);
  receive_count_peak_ = std::max(receive_count_peak_, message.receive_count);
  place_by_age(slot);
  order_->message_sent(message.group, now);
  if (seconds wait = delay.value_or(settings().delay); wait.count() > 0) {
    ++delayed_;
    hide(slot, MessageState::delayed, now + wait);
  } else {
    message.state = MessageState::ready;
    order_->make_ready(slot);
  }
  return slot;
}

void QueueState::place_by_age(Slot slot) {
  if (by_age_.empty() || messages_[by_age_.last()].sent <= messages_[slot].sent) {
    by_age_.push_back(messages_, slot);
  } else {
    out_of_age_order_.push(messages_, slot, messages_[slot].sent);
  }
}

void QueueState::erase(Slot slot) {
  Message& message = messages_[slot];
  if (message.timer != k_none) hidden_.erase(messages_, slot);
  if (message.state == MessageState::in_flight) --in_flight_;
  if (message.state == MessageState::delayed) --delayed_;
  order_->remove(slot);
  if (message.expiry != k_none) {
    out_of_age_order_.erase(messages_, slot);
  } else {
    by_age_.erase(messages_, slot);
  }
  if (message.group != k_none) groups_.leave(message.group);
  strings_.release(message.sender);
  strings_.release(message.source);
  messages_.release(slot);
  if (messages_.size() == 0) receive_count_peak_ = 0;
}

void QueueState::hide(Slot slot, MessageState as, TimePoint until) {
  messages_[slot].state = as;
  hidden_.push(messages_, slot, until);
}

// A hidden message's time is over; it has left the heap already.
void QueueState::show(Slot slot) {
  Message& message = messages_[slot];
  bool was_delayed = message.state == MessageState::delayed;
  message.state = MessageState::ready;
  if (was_delayed) {
    --delayed_;
    order_->make_ready(slot);
  } else {
    --in_flight_;
    order_->put_back(slot);
  }
}

// A message lives for the queue's present retention period after it was sent, in whatever state it is.
void QueueState::expire_messages(TimePoint now) {
  TimePoint limit = now - settings().retention;
  while (!by_age_.empty() && messages_[by_age_.first()].sent <= limit) erase(by_age_.first());
  while (!out_of_age_order_.empty() && out_of_age_order_.first_due() <= limit) erase(out_of_age_order_.first());
}

Slot QueueState::find(const Receipt& receipt) const {
  return messages_.find(receipt.slot, receipt.sequence) ? receipt.slot : k_none;
}

Fingerprint QueueState::deduplication_key(const Arrival& arrival) const {
  bool by_group = settings().deduplication_scope == DeduplicationScope::message_group;
  std::string_view scope = by_group && arrival.group_id ? std::string_view(*arrival.group_id) : std::string_view();
  return fingerprint(key_, scope, arrival.payload.deduplication_id());
}

// On a FIFO queue a new DelaySeconds also holds for the messages that wait to be received first (AWS, "Delay queues").
void QueueState::apply_delay_to_waiting(TimePoint now) {
  auto slots = messages_.slots();
  std::ranges::sort(slots, {}, [&](Slot slot) { return messages_[slot].sequence; });
  for (Slot slot : slots) {
    Message& message = messages_[slot];
    if (message.receive_count != 0 || message.state == MessageState::in_flight) continue;
    TimePoint until = message.sent + settings().delay;
    if (message.state == MessageState::delayed) {
      hidden_.update(messages_, slot, until);
    } else if (until > now) {
      order_->remove(slot);
      ++delayed_;
      hide(slot, MessageState::delayed, until);
    }
  }
  advance(now);
}

}  // namespace winterbaume::sqs::memory
