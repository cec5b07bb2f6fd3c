// RedrivePolicy and RedriveAllowPolicy: JSON in an attribute's value.
#pragma once

#include <string_view>

#include "aws/error.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// {"deadLetterTargetArn": "…", "maxReceiveCount": 5}; empty text removes the policy. The text is kept, but a count that came as
// a string is kept as a number, as AWS hands it back. Whether that queue exists and may be one for dead letters is the backend's
// to say. Errors: InvalidAttributeValue, InvalidParameterValue.
aws::Result<QueueAttributes::Redrive> parse_redrive_policy(std::string_view text);

// {"redrivePermission": "allowAll" | "denyAll" | "byQueue", "sourceQueueArns": ["…"]}. Errors as above.
aws::Result<RedriveAllowPolicy> parse_redrive_allow_policy(std::string_view text);

}  // namespace winterbaume::sqs
