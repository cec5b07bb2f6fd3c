#include "services/sqs/queue_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {
namespace {

template <class T, class U>
void set(T& held, const std::optional<U>& given) {
  if (given) held = *given;
}

template <class T, class U>
bool differs(const T& held, const std::optional<U>& given) {
  return given && !(held == *given);
}

// KMS and SQS-managed encryption exclude each other: whichever was chosen last is on (AWS, SetQueueAttributes).
void apply_encryption(QueueSettings& settings, const QueueAttributes& given) {
  set(settings.kms_master_key_id, given.kms_master_key_id);
  if (given.kms_data_key_reuse_period) settings.kms_data_key_reuse_period = given.kms_data_key_reuse_period;
  set(settings.sqs_managed_sse, given.sqs_managed_sse);
  bool kms_chosen = given.kms_master_key_id && !given.kms_master_key_id->empty();
  if (kms_chosen && !given.sqs_managed_sse) settings.sqs_managed_sse = false;
  if (given.sqs_managed_sse.value_or(false) && !kms_chosen) settings.kms_master_key_id.clear();
}

}  // namespace

QueueSettings apply(QueueSettings settings, const QueueAttributes& given) {
  set(settings.delay, given.delay);
  set(settings.maximum_message_bytes, given.maximum_message_bytes);
  set(settings.retention, given.retention);
  set(settings.receive_wait, given.receive_wait);
  set(settings.visibility_timeout, given.visibility_timeout);
  set(settings.policy, given.policy);
  if (given.redrive) {
    settings.redrive = given.redrive->policy;
    settings.redrive_text = given.redrive->policy ? given.redrive->text : std::string();
  }
  if (given.redrive_allow) {
    settings.redrive_allow = given.redrive_allow->policy;
    settings.redrive_allow_text = given.redrive_allow->policy ? given.redrive_allow->text : std::string();
  }
  apply_encryption(settings, given);
  set(settings.fifo, given.fifo);
  set(settings.content_based_deduplication, given.content_based_deduplication);
  set(settings.deduplication_scope, given.deduplication_scope);
  set(settings.fifo_throughput_limit, given.fifo_throughput_limit);
  return settings;
}

std::optional<std::string_view> find_difference(const QueueSettings& held, const QueueAttributes& given) {
  if (differs(held.delay, given.delay)) return "DelaySeconds";
  if (differs(held.maximum_message_bytes, given.maximum_message_bytes)) return "MaximumMessageSize";
  if (differs(held.retention, given.retention)) return "MessageRetentionPeriod";
  if (differs(held.receive_wait, given.receive_wait)) return "ReceiveMessageWaitTimeSeconds";
  if (differs(held.visibility_timeout, given.visibility_timeout)) return "VisibilityTimeout";
  if (differs(held.policy, given.policy)) return "Policy";
  if (given.redrive && held.redrive != given.redrive->policy) return "RedrivePolicy";
  if (given.redrive_allow && held.redrive_allow != given.redrive_allow->policy) return "RedriveAllowPolicy";
  if (differs(held.kms_master_key_id, given.kms_master_key_id)) return "KmsMasterKeyId";
  if (given.kms_data_key_reuse_period && held.kms_data_key_reuse_period != given.kms_data_key_reuse_period) {
    return "KmsDataKeyReusePeriodSeconds";
  }
  if (differs(held.sqs_managed_sse, given.sqs_managed_sse)) return "SqsManagedSseEnabled";
  if (differs(held.fifo, given.fifo)) return "FifoQueue";
  if (differs(held.content_based_deduplication, given.content_based_deduplication)) return "ContentBasedDeduplication";
  if (differs(held.deduplication_scope, given.deduplication_scope)) return "DeduplicationScope";
  if (differs(held.fifo_throughput_limit, given.fifo_throughput_limit)) return "FifoThroughputLimit";
  return std::nullopt;
}

std::optional<std::string_view> find_redrive_obstacle(const QueueKey& source, bool source_is_fifo, const RedrivePolicy& policy,
                                                      const QueueSettings* target) {
  auto named = parse_queue_arn(policy.dead_letter_target_arn);
  if (named && named->scope.account_id != source.scope.account_id) {
    return "Dead-letter target owner should be same as the source.";
  }
  if (!named || named->scope.region != source.scope.region || !target) return "Dead letter target does not exist.";
  if (target->fifo != source_is_fifo) return "Dead-letter queue must be same type of queue as the source.";
  if (!target->redrive_allow) return std::nullopt;
  const auto& allow = *target->redrive_allow;
  using enum RedriveAllowPolicy::Permission;
  bool listed = std::ranges::any_of(allow.source_queue_arns, [&](const auto& arn) { return parse_queue_arn(arn) == source; });
  if (allow.permission == allow_all || (allow.permission == by_queue && listed)) return std::nullopt;
  return "The redrive allow policy of the dead-letter queue does not permit this source queue.";
}

std::string sequence_number(std::uint64_t sequence) {
  constexpr std::uint64_t k_first = 10'000'000'000'000'000'000ULL;
  return fmt::format("{}", k_first + sequence);
}

}  // namespace winterbaume::sqs
