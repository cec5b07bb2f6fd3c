// Queue attributes as clients write and read them: names and text.
#pragma once

#include <string>
#include <vector>

#include "aws/error.h"
#include "aws/values.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

using AttributeMap = aws::Map<std::string>;

// What CreateQueue was given, for a queue of that name. Also decides whether the name will do, for which the FifoQueue attribute
// counts. Errors: InvalidParameterValue, InvalidAttributeName, InvalidAttributeValue.
aws::Result<QueueAttributes> parse_new_queue_attributes(std::string_view queue_name, const AttributeMap& given);

// What SetQueueAttributes was given, for a queue with those settings. Errors: InvalidAttributeName, InvalidAttributeValue,
// InvalidParameterValue, OverLimit (policy statements).
aws::Result<QueueAttributes> parse_changed_attributes(const QueueSettings& current, const AttributeMap& given);

// The attributes of those names ("All" for every one) that the queue has; only set ones appear. Error: InvalidAttributeName.
aws::Result<AttributeMap> report_attributes(const QueueKey& queue, const QueueDescription& description,
                                            const std::vector<std::string>& names);

}  // namespace winterbaume::sqs
