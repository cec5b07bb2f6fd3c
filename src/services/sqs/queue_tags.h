// The rules of a queue's tags (AWS, "Amazon SQS cost allocation tags").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "aws/values.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// At most 50 of them, keys of 1 to 128 characters, values of up to 256. Error: InvalidParameterValue.
aws::Result<Tags> take_tags(std::optional<aws::Map<std::string>>& given, std::string_view queue_name);
// Null where the queue may have both the tags that it has and these.
std::optional<aws::Error> check_tag_count(const Tags& held, const Tags& added, std::string_view queue_name);
// Null where they may name tags to remove.
std::optional<aws::Error> check_tag_keys(const std::vector<std::string>& keys);

}  // namespace winterbaume::sqs
