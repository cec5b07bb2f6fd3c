// The rules of one SQS queue as a pure state machine: no clock, no lock, no waiting. Every verb takes the time at which it
// happens, first brings the queue up to that time (delays and visibility timeouts that are over, messages past their retention)
// and then acts. Cost: O(1), or O(log n) in the messages that are hidden, whatever the queue holds.
//
// Not thread-safe; the owner serialises the calls.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/sqs/memory/deduplication.h"
#include "services/sqs/memory/delivery_order.h"
#include "services/sqs/memory/group_table.h"
#include "services/sqs/memory/message_slab.h"
#include "services/sqs/memory/receipt_handle.h"
#include "services/sqs/memory/receive_attempts.h"
#include "services/sqs/memory/slot_list.h"
#include "services/sqs/memory/string_pool.h"
#include "services/sqs/memory/timer_heap.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs::memory {

// Messages in flight at once (AWS quotas); a standard queue then refuses to give more, a FIFO queue gives none.
constexpr std::size_t k_in_flight_max = 120'000;
// From a receive to the end of its last extension.
constexpr std::chrono::hours k_total_visibility_max{12};
// Between two purges of a queue.
constexpr seconds k_purge_interval{60};

// A message on its way in, made ready outside of the queue's lock.
struct Arrival {
  Uuid id;
  Payload payload;
  Md5 body_md5{};
  std::string sender_id;
  std::optional<std::string> group_id;
  std::optional<seconds> delay;  // standard queues only
};

struct Sent {
  Uuid id;
  std::uint64_t sequence = 0;
};

struct ReceiveRequest {
  std::size_t max_messages = 1;
  std::optional<seconds> visibility_timeout;  // null: the queue's
  std::optional<std::string> attempt_id;      // FIFO only
};

// A message on its way to a consumer; the payload is shared with the queue.
struct Delivery {
  Uuid id;
  Payload payload;
  Md5 body_md5{};
  Receipt receipt;
  TimePoint sent{};
  TimePoint first_received{};
  std::string sender_id;
  std::optional<std::string> group_id;
  std::string source_arn;
};

enum class ReceiveOutcome : std::uint8_t { done, over_limit };
// `outdated`: the handle of an earlier receive, on a standard queue: accepted, and nothing happens. `expired`: on a FIFO queue
// the visibility timeout of that receive is over.
enum class DeleteOutcome : std::uint8_t { deleted, already_gone, outdated, expired };
enum class VisibilityOutcome : std::uint8_t { changed, not_available, not_in_flight, beyond_limit };

// A message between two queues.
struct Transfer {
  Uuid id;
  Payload payload;
  Md5 body_md5{};
  TimePoint sent{};
  std::uint32_t first_received_after = 0;
  std::uint32_t last_received_after = 0;
  std::uint32_t receive_count = 0;
  std::string sender_id;
  std::optional<std::string> group_id;
  std::string source_arn;
};

class QueueState {
 public:
  // `key` seals the receipt handles and differs for each queue that ever was. `arn` names the queue to its dead-letter queue.
  QueueState(std::string arn, std::uint64_t key, QueueSettings settings, Tags tags, TimePoint created);
  QueueState(const QueueState&) = delete;
  QueueState& operator=(const QueueState&) = delete;

  const std::string& arn() const { return arn_; }
  std::uint64_t key() const { return key_; }
  const QueueSettings& settings() const { return description_.settings; }
  // The settings after a change of some of them; the delay of a FIFO queue holds for the messages that are there already.
  void change_settings(QueueSettings settings, TimePoint now);
  bool replace_tags(const Tags& expected, Tags tags);  // false, and no change, where they are not the expected ones
  QueueDescription describe(TimePoint now);

  // Stores the message, or finds the one that it repeats (FIFO; the payload's deduplication id says so).
  Sent send(Arrival&& arrival, TimePoint now);

  // Appends to `out`. A message that has been received as often as the redrive policy allows goes to `dead_letters` instead;
  // where that is null it is given again. May be called with null whenever !needs_dead_letters().
  ReceiveOutcome receive(const ReceiveRequest& request, QueueState* dead_letters, std::vector<Delivery>& out, TimePoint now);
  // Whether a receive could meet a message that the redrive policy sends away.
  bool needs_dead_letters() const;

  DeleteOutcome remove(const Receipt& receipt, TimePoint now);
  VisibilityOutcome change_visibility(const Receipt& receipt, seconds timeout, TimePoint now);
  // False within a minute of the last one.
  bool purge(TimePoint now);

  // For move tasks: the next ready message, and taking it out. Its source ARN tells where it came from.
  struct Movable {
    Slot slot;
    std::string_view source_arn;
  };
  std::optional<Movable> next_movable(TimePoint now);
  Transfer take_out(Slot slot);
  // A dead letter: same id, attributes and receive count, and on a standard queue the same enqueue time.
  void accept_dead_letter(Transfer transfer, TimePoint now);
  // A redriven message is a new one: new id, enqueue time and count (AWS, "Dead-letter queue redrive").
  void accept_redriven(Transfer transfer, Uuid id, TimePoint now);

  // Brings the queue up to `now`.
  void advance(TimePoint now);
  // How many receives could find something, as of the last verb.
  std::size_t available() const;
  // When a hidden message becomes visible next; k_end_of_time: there is none.
  TimePoint next_visible() const { return hidden_.empty() ? k_end_of_time : hidden_.first_due(); }
  std::size_t size() const { return messages_.size(); }
  std::size_t ready() const { return messages_.size() - in_flight_ - delayed_; }

 private:
  bool fifo() const { return description_.settings.fifo; }
  // A message to be stored; the texts are interned, so views of them do.
  struct Incoming {
    const Uuid& id;
    Payload payload;
    const Md5& body_md5;
    TimePoint sent;
    std::uint32_t first_received_after = 0;
    std::uint32_t last_received_after = 0;
    std::uint32_t receive_count = 0;
    std::string_view sender_id;
    const std::optional<std::string>& group_id;
    std::string_view source_arn = {};
  };
  Slot insert(Incoming incoming, std::optional<seconds> delay, TimePoint now);
  Slot insert(Transfer transfer, TimePoint now);
  void place_by_age(Slot slot);
  void erase(Slot slot);
  void hide(Slot slot, MessageState as, TimePoint until);
  void show(Slot slot);
  void expire_messages(TimePoint now);
  Slot find(const Receipt& receipt) const;

  bool is_exhausted(const Message& message) const;
  void give(Slot slot, TimePoint visible_again, TimePoint now, std::vector<Delivery>& out);
  Delivery delivery(Slot slot) const;
  bool repeat_attempt(const ReceiveRequest& request, TimePoint now, std::vector<Delivery>& out);
  void remember_attempt(const ReceiveRequest& request, TimePoint now, const std::vector<Delivery>& given);
  seconds visibility(const ReceiveRequest& request) const;
  Fingerprint deduplication_key(const Arrival& arrival) const;
  void apply_delay_to_waiting(TimePoint now);

  std::string arn_;
  std::uint64_t key_;
  QueueDescription description_;  // the counters are filled in by describe()
  std::uint64_t last_sequence_ = 0;
  std::uint32_t receive_count_peak_ = 0;  // of any message, since the queue was last empty
  std::size_t in_flight_ = 0;
  std::size_t delayed_ = 0;
  std::optional<TimePoint> purged_;

  MessageSlab messages_;
  GroupTable groups_;
  StringPool strings_;
  std::unique_ptr<DeliveryOrder> order_;
  TimerHeap<&Message::timer> hidden_;  // delayed and in flight
  SlotList<&Message::age> by_age_;
  TimerHeap<&Message::expiry> out_of_age_order_;  // by `sent`: those that came from another queue
  Deduplication deduplication_;
  ReceiveAttempts attempts_;
};

}  // namespace winterbaume::sqs::memory
