// What passes through SQS's door: domain values, without a wire format.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/digest.h"
#include "core/ids.h"
#include "core/scope.h"

namespace winterbaume::sqs {

using std::chrono::seconds;

struct QueueKey {
  Scope scope;
  std::string name;
  friend bool operator==(const QueueKey&, const QueueKey&) = default;
  friend auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

using Tags = std::map<std::string, std::string>;

struct RedrivePolicy {
  std::string dead_letter_target_arn;
  int max_receive_count = 0;  // 1 to 1000
  friend bool operator==(const RedrivePolicy&, const RedrivePolicy&) = default;
};

struct RedriveAllowPolicy {
  enum class Permission : std::uint8_t { allow_all, deny_all, by_queue };
  Permission permission = Permission::allow_all;
  std::vector<std::string> source_queue_arns;  // by_queue: 1 to 10
  friend bool operator==(const RedriveAllowPolicy&, const RedriveAllowPolicy&) = default;
};

enum class DeduplicationScope : std::uint8_t { queue, message_group };
enum class FifoThroughputLimit : std::uint8_t { per_queue, per_message_group_id };

// Attributes as CreateQueue and SetQueueAttributes give them: only the engaged ones count. Values are already in range.
struct QueueAttributes {
  std::optional<seconds> delay;
  std::optional<std::int64_t> maximum_message_bytes;
  std::optional<seconds> retention;
  std::optional<seconds> receive_wait;
  std::optional<seconds> visibility_timeout;
  std::optional<std::string> policy;  // the document's text; empty removes it
  // Engaged and holding a policy: sets it. Engaged and empty: removes it. The text is kept as it was given.
  struct Redrive {
    std::optional<RedrivePolicy> policy;
    std::string text;
  };
  struct RedriveAllow {
    std::optional<RedriveAllowPolicy> policy;
    std::string text;
  };
  std::optional<Redrive> redrive;
  std::optional<RedriveAllow> redrive_allow;
  std::optional<std::string> kms_master_key_id;  // empty removes it
  std::optional<seconds> kms_data_key_reuse_period;
  std::optional<bool> sqs_managed_sse;
  std::optional<bool> fifo;  // CreateQueue only
  std::optional<bool> content_based_deduplication;
  std::optional<DeduplicationScope> deduplication_scope;
  std::optional<FifoThroughputLimit> fifo_throughput_limit;
};

// A queue's settings as they hold, defaults filled in.
struct QueueSettings {
  seconds delay{0};
  std::int64_t maximum_message_bytes = 1'048'576;
  seconds retention{345'600};
  seconds receive_wait{0};
  seconds visibility_timeout{30};
  std::string policy;
  std::optional<RedrivePolicy> redrive;
  std::string redrive_text;
  std::optional<RedriveAllowPolicy> redrive_allow;
  std::string redrive_allow_text;
  std::string kms_master_key_id;
  std::optional<seconds> kms_data_key_reuse_period;
  bool sqs_managed_sse = true;
  bool fifo = false;
  bool content_based_deduplication = false;
  DeduplicationScope deduplication_scope = DeduplicationScope::queue;
  FifoThroughputLimit fifo_throughput_limit = FifoThroughputLimit::per_queue;
};

struct QueueDescription {
  QueueSettings settings;
  Tags tags;
  TimePoint created;
  TimePoint modified;
  std::int64_t visible = 0;    // ApproximateNumberOfMessages
  std::int64_t in_flight = 0;  // ApproximateNumberOfMessagesNotVisible
  std::int64_t delayed = 0;    // ApproximateNumberOfMessagesDelayed
};

struct QueuePage {
  std::vector<std::string> names;
  bool more = false;  // names follow after the last of these
};

// A message attribute as AWS keeps it; `binary` says which of the two value fields the sender used.
struct MessageAttribute {
  std::string data_type;  // "String", "Number", "Binary", each with an optional ".label"
  std::string value;      // text, or raw bytes
  bool binary = false;
};
using MessageAttributes = std::map<std::string, MessageAttribute>;

struct NewMessage {
  std::string body;
  MessageAttributes attributes;
  std::string trace_header;      // AWSTraceHeader; empty: none
  std::optional<seconds> delay;  // standard queues only
  std::optional<std::string> group_id;
  std::optional<std::string> deduplication_id;  // FIFO; content-based ones are filled in by the backend
  std::string sender_id;
  Md5 body_md5;
};

struct SentMessage {
  Uuid message_id;
  std::optional<std::string> sequence_number;  // FIFO: 20 digits
};

struct ReceiveInput {
  std::size_t max_messages = 1;               // 1 to 10
  std::optional<seconds> visibility_timeout;  // null: the queue's
  std::optional<seconds> wait;                // null: the queue's
  std::optional<std::string> attempt_id;      // ReceiveRequestAttemptId, FIFO only
  TimePoint now;
  std::stop_token cancelled;
};

struct ReceivedMessage {
  Uuid message_id;
  std::string receipt_handle;
  std::string body;
  Md5 body_md5;
  MessageAttributes attributes;
  std::string trace_header;
  std::string sender_id;
  TimePoint sent;
  TimePoint first_received;
  std::int64_t receive_count = 0;
  std::optional<std::string> group_id;
  std::optional<std::string> deduplication_id;
  std::optional<std::string> sequence_number;
  std::string dead_letter_source_arn;  // DeadLetterQueueSourceArn; empty: it did not come from another queue
};

struct VisibilityChange {
  std::string receipt_handle;
  seconds timeout{0};  // 0 to 43,200
};

enum class MoveTaskStatus : std::uint8_t { running, completed, cancelling, cancelled, failed };

struct MoveTask {
  std::string handle;  // empty in a listing unless it runs
  MoveTaskStatus status = MoveTaskStatus::running;
  std::string source_arn;
  std::optional<std::string> destination_arn;  // null: back to each message's own source
  std::optional<int> max_per_second;           // 1 to 500
  std::int64_t moved = 0;
  std::optional<std::int64_t> to_move;
  std::string failure_reason;
  TimePoint started;
};

struct MoveTaskStart {
  QueueKey source;
  std::string source_arn;
  std::optional<std::string> destination_arn;
  std::optional<int> max_per_second;
};

}  // namespace winterbaume::sqs
