// Rules about a queue's settings that hold for every implementation of the door: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// The settings after the given attributes were set.
QueueSettings apply(QueueSettings settings, const QueueAttributes& given);

// The name of the first given attribute that differs from what the queue has; null: CreateQueue finds the queue that is there.
std::optional<std::string_view> find_difference(const QueueSettings& held, const QueueAttributes& given);

// Why `source` may not have that redrive policy, as the sentence that follows "Reason: " in AWS's message; null: it may.
// `target` holds the settings of the queue that the policy names, null where there is none.
std::optional<std::string_view> find_redrive_obstacle(const QueueKey& source, bool source_is_fifo, const RedrivePolicy& policy,
                                                      const QueueSettings* target);

// 20 digits, growing with `sequence`.
std::string sequence_number(std::uint64_t sequence);

}  // namespace winterbaume::sqs
