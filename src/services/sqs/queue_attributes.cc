#include "services/sqs/queue_attributes.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "generated/sqs/errors.h"
#include "services/sqs/policy_document.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/redrive_policy.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

using aws::Result;
using Checked = Result<void>;

aws::Error unknown_attribute(std::string_view name) {
  return errors::invalid_attribute_name(fmt::format("Unknown Attribute {}.", name));
}

aws::Error invalid_value(std::string_view name) {
  return errors::invalid_attribute_value(fmt::format("Invalid value for the parameter {}.", name));
}

struct Target {
  bool fifo;
  bool creating;
};

struct IntegerAttribute {
  std::string_view name;
  Range range;
  std::optional<seconds> QueueAttributes::* member;
};

constexpr IntegerAttribute k_durations[] = {
    {"DelaySeconds", k_delay_seconds, &QueueAttributes::delay},
    {"MessageRetentionPeriod", k_retention_seconds, &QueueAttributes::retention},
    {"ReceiveMessageWaitTimeSeconds", k_receive_wait_seconds, &QueueAttributes::receive_wait},
    {"VisibilityTimeout", k_visibility_timeout_seconds, &QueueAttributes::visibility_timeout},
    {"KmsDataKeyReusePeriodSeconds", k_kms_data_key_reuse_seconds, &QueueAttributes::kms_data_key_reuse_period},
};

Result<std::int64_t> parse_in_range(std::string_view name, std::string_view value, Range range) {
  auto number = parse_integer(value);
  if (!number || !range.holds(*number)) return aws::fail(invalid_value(name));
  return *number;
}

Result<bool> parse_boolean(std::string_view name, std::string_view value) {
  if (equals_ignoring_case(value, "true")) return true;
  if (equals_ignoring_case(value, "false")) return false;
  return aws::fail(invalid_value(name));
}

template <class T>
Checked store(Result<T> value, auto& into) {
  if (!value) return aws::fail(std::move(value.error()));
  into = std::move(*value);
  return {};
}

Checked set_policy(const Target& target, std::string_view value, QueueAttributes& out) {
  if (auto error = check_policy(value)) {
    // SetQueueAttributes models OverLimit, CreateQueue does not.
    bool too_many = error->shape == &errors::k_OverLimit;
    return aws::fail(target.creating && too_many ? aws::errors::invalid_parameter_value(error->message) : std::move(*error));
  }
  out.policy = value;
  return {};
}

Checked set_redrive_allow(std::string_view value, QueueAttributes& out) {
  QueueAttributes::RedriveAllow allow{std::nullopt, std::string(value)};
  if (!value.empty()) {
    auto policy = parse_redrive_allow_policy(value);
    if (!policy) return aws::fail(std::move(policy.error()));
    allow.policy = std::move(*policy);
  }
  out.redrive_allow = std::move(allow);
  return {};
}

// A queue is made FIFO or not for good (AWS, CreateQueue: "You can't change the queue type").
Checked set_fifo_queue(const Target& target, std::string_view value, QueueAttributes& out) {
  auto fifo = parse_boolean("FifoQueue", value);
  if (!fifo) return aws::fail(std::move(fifo.error()));
  if (!target.fifo) return aws::fail(unknown_attribute("FifoQueue"));
  if (!*fifo) {
    return aws::fail(errors::invalid_attribute_value(
        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."));
  }
  if (target.creating) out.fifo = true;
  return {};
}

Checked set_deduplication_scope(std::string_view value, QueueAttributes& out) {
  if (value == "queue") {
    out.deduplication_scope = DeduplicationScope::queue;
  } else if (value == "messageGroup") {
    out.deduplication_scope = DeduplicationScope::message_group;
  } else {
    return aws::fail(invalid_value("DeduplicationScope"));
  }
  return {};
}

Checked set_fifo_throughput_limit(std::string_view value, QueueAttributes& out) {
  if (value == "perQueue") {
    out.fifo_throughput_limit = FifoThroughputLimit::per_queue;
  } else if (value == "perMessageGroupId") {
    out.fifo_throughput_limit = FifoThroughputLimit::per_message_group_id;
  } else {
    return aws::fail(invalid_value("FifoThroughputLimit"));
  }
  return {};
}

Checked set_fifo_attribute(const Target& target, std::string_view name, std::string_view value, QueueAttributes& out) {
  if (name == "FifoQueue") return set_fifo_queue(target, value, out);
  bool content_based = name == "ContentBasedDeduplication";
  if (!target.fifo && content_based) return aws::fail(unknown_attribute(name));
  if (!target.fifo) {
    return aws::fail(
        errors::invalid_attribute_name(fmt::format("You can specify the {} only when FifoQueue is set to true.", name)));
  }
  if (content_based) return store(parse_boolean(name, value), out.content_based_deduplication);
  return name == "DeduplicationScope" ? set_deduplication_scope(value, out) : set_fifo_throughput_limit(value, out);
}

bool is_fifo_attribute(std::string_view name) {
  return name == "FifoQueue" || name == "ContentBasedDeduplication" || name == "DeduplicationScope" ||
         name == "FifoThroughputLimit";
}

Checked set_attribute(const Target& target, std::string_view name, std::string_view value, QueueAttributes& out) {
  for (const auto& duration : k_durations) {
    if (name != duration.name) continue;
    auto number = parse_in_range(name, value, duration.range);
    if (!number) return aws::fail(std::move(number.error()));
    out.*duration.member = seconds(*number);
    return {};
  }
  if (name == "MaximumMessageSize") {
    return store(parse_in_range(name, value, k_maximum_message_bytes), out.maximum_message_bytes);
  }
  if (is_fifo_attribute(name)) return set_fifo_attribute(target, name, value, out);
  if (name == "Policy") return set_policy(target, value, out);
  if (name == "RedrivePolicy") return store(parse_redrive_policy(value), out.redrive);
  if (name == "RedriveAllowPolicy") return set_redrive_allow(value, out);
  if (name == "SqsManagedSseEnabled") return store(parse_boolean(name, value), out.sqs_managed_sse);
  if (name == "KmsMasterKeyId") {
    out.kms_master_key_id = value;
    return {};
  }
  return aws::fail(unknown_attribute(name));
}

// One kind of encryption at a time. That each switches the other off is the backend's doing.
Checked check_encryption(const QueueAttributes& given) {
  bool key_given = given.kms_master_key_id && !given.kms_master_key_id->empty();
  if (!key_given || !given.sqs_managed_sse.value_or(false)) return {};
  return aws::fail(errors::invalid_attribute_name(
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."));
}

Checked check_throughput(const QueueAttributes& given, const QueueSettings& current) {
  auto limit = given.fifo_throughput_limit.value_or(current.fifo_throughput_limit);
  auto scope = given.deduplication_scope.value_or(current.deduplication_scope);
  if (limit == FifoThroughputLimit::per_message_group_id && scope != DeduplicationScope::message_group) {
    return aws::fail(errors::invalid_attribute_value(
        "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup"));
  }
  return {};
}

Result<QueueAttributes> parse_attributes(const Target& target, const QueueSettings& current, const AttributeMap& given) {
  QueueAttributes out;
  for (const auto& [name, value] : given) {
    if (auto done = set_attribute(target, name, value, out); !done) return aws::fail(std::move(done.error()));
  }
  if (auto done = check_encryption(out); !done) return aws::fail(std::move(done.error()));
  if (auto done = check_throughput(out, current); !done) return aws::fail(std::move(done.error()));
  return out;
}

Checked check_new_name(std::string_view name, bool fifo) {
  if (fifo && !(is_queue_name(name) && is_fifo_name(name))) {
    return aws::fail(aws::errors::invalid_parameter_value(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix "
        "and be 1 to 80 in length."));
  }
  if (!fifo && !is_plain_name(name, k_queue_name_chars_max)) {
    return aws::fail(aws::errors::invalid_parameter_value(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"));
  }
  return {};
}

}  // namespace

Result<QueueAttributes> parse_new_queue_attributes(std::string_view queue_name, const AttributeMap& given) {
  const auto* fifo_value = given.find("FifoQueue");
  bool fifo = fifo_value && equals_ignoring_case(*fifo_value, "true");
  if (!fifo && fifo_value) {
    bool is_false = equals_ignoring_case(*fifo_value, "false");
    return aws::fail(is_false ? unknown_attribute("FifoQueue") : invalid_value("FifoQueue"));
  }
  if (auto named = check_new_name(queue_name, fifo); !named) return aws::fail(std::move(named.error()));
  return parse_attributes({fifo, true}, QueueSettings{}, given);
}

Result<QueueAttributes> parse_changed_attributes(const QueueSettings& current, const AttributeMap& given) {
  return parse_attributes({current.fifo, false}, current, given);
}

}  // namespace winterbaume::sqs
