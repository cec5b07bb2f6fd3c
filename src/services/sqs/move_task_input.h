// The ARNs and handles that message move tasks are named by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// Error: InvalidParameterValue, naming `parameter`.
aws::Result<QueueKey> parse_move_arn(std::string_view arn, std::string_view parameter);

// The source's ARN in a task handle, which is base64 of {"taskId": "…", "sourceArn": "…"}; null where it is none.
std::optional<std::string> parse_task_handle(std::string_view handle);

}  // namespace winterbaume::sqs
