// What GetQueueAttributes tells: the settings, and what the service itself knows of the queue.
#include <fmt/format.h>

#include <algorithm>

#include "generated/sqs/errors.h"
#include "services/sqs/queue_attributes.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {
namespace {

using Value = std::optional<std::string>;

struct Subject {
  const QueueKey& key;
  const QueueDescription& description;
  const QueueSettings& settings;
};

// A queue with a KMS key has a reuse period also where nobody set one.
constexpr seconds k_kms_data_key_reuse_default{300};

std::string text(bool value) { return value ? "true" : "false"; }
std::string text(std::int64_t value) { return fmt::to_string(value); }
std::string text(seconds value) { return fmt::to_string(value.count()); }
std::string text(TimePoint value) {
  return fmt::to_string(std::chrono::duration_cast<seconds>(value.time_since_epoch()).count());
}

Value unless_empty(const std::string& value) { return value.empty() ? Value() : Value(value); }

Value kms_reuse(const Subject& queue) {
  if (queue.settings.kms_master_key_id.empty()) return std::nullopt;
  return text(queue.settings.kms_data_key_reuse_period.value_or(k_kms_data_key_reuse_default));
}

template <class Read>
Value of_fifo(const Subject& queue, Read read) {
  return queue.settings.fifo ? Value(read(queue.settings)) : Value();
}

struct Attribute {
  std::string_view name;
  Value (*read)(const Subject&);
};

constexpr Attribute k_attributes[] = {
    {"ApproximateNumberOfMessages", [](const Subject& q) -> Value { return text(q.description.visible); }},
    {"ApproximateNumberOfMessagesDelayed", [](const Subject& q) -> Value { return text(q.description.delayed); }},
    {"ApproximateNumberOfMessagesNotVisible", [](const Subject& q) -> Value { return text(q.description.in_flight); }},
    {"CreatedTimestamp", [](const Subject& q) -> Value { return text(q.description.created); }},
    {"DelaySeconds", [](const Subject& q) -> Value { return text(q.settings.delay); }},
    {"LastModifiedTimestamp", [](const Subject& q) -> Value { return text(q.description.modified); }},
    {"MaximumMessageSize", [](const Subject& q) -> Value { return text(q.settings.maximum_message_bytes); }},
    {"MessageRetentionPeriod", [](const Subject& q) -> Value { return text(q.settings.retention); }},
    {"Policy", [](const Subject& q) -> Value { return unless_empty(q.settings.policy); }},
    {"QueueArn", [](const Subject& q) -> Value { return make_queue_arn(q.key); }},
    {"ReceiveMessageWaitTimeSeconds", [](const Subject& q) -> Value { return text(q.settings.receive_wait); }},
    {"RedrivePolicy", [](const Subject& q) -> Value { return unless_empty(q.settings.redrive_text); }},
    {"RedriveAllowPolicy", [](const Subject& q) -> Value { return unless_empty(q.settings.redrive_allow_text); }},
    {"VisibilityTimeout", [](const Subject& q) -> Value { return text(q.settings.visibility_timeout); }},
    {"KmsMasterKeyId", [](const Subject& q) -> Value { return unless_empty(q.settings.kms_master_key_id); }},
    {"KmsDataKeyReusePeriodSeconds", kms_reuse},
    {"SqsManagedSseEnabled", [](const Subject& q) -> Value { return text(q.settings.sqs_managed_sse); }},
    {"FifoQueue", [](const Subject& q) { return of_fifo(q, [](const auto&) { return text(true); }); }},
    {"ContentBasedDeduplication",
     [](const Subject& q) { return of_fifo(q, [](const auto& s) { return text(s.content_based_deduplication); }); }},
    {"DeduplicationScope",
     [](const Subject& q) {
       return of_fifo(q, [](const auto& s) {
         return s.deduplication_scope == DeduplicationScope::message_group ? "messageGroup" : "queue";
       });
     }},
    {"FifoThroughputLimit",
     [](const Subject& q) {
       return of_fifo(q, [](const auto& s) {
         return s.fifo_throughput_limit == FifoThroughputLimit::per_message_group_id ? "perMessageGroupId" : "perQueue";
       });
     }},
};

const Attribute* find_attribute(std::string_view name) {
  const auto* found = std::ranges::find(k_attributes, name, &Attribute::name);
  return found == std::end(k_attributes) ? nullptr : found;
}

void append(const Attribute& attribute, const Subject& queue, AttributeMap& out) {
  if (out.find(attribute.name)) return;
  if (auto value = attribute.read(queue)) out.add(std::string(attribute.name), std::move(*value));
}

}  // namespace

aws::Result<AttributeMap> report_attributes(const QueueKey& queue, const QueueDescription& description,
                                            const std::vector<std::string>& names) {
  Subject subject{queue, description, description.settings};
  AttributeMap out;
  for (const auto& name : names) {
    const auto* one = find_attribute(name);
    if (one) {
      append(*one, subject, out);
    } else if (name == "All") {
      for (const auto& attribute : k_attributes) append(attribute, subject, out);
    } else {
      return aws::fail(errors::invalid_attribute_name(fmt::format("Unknown Attribute {}.", name)));
    }
  }
  return out;
}

}  // namespace winterbaume::sqs
