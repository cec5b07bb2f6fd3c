// A received message as the client asked to see it: which system attributes, which of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/sqs/types.h"
#include "services/sqs/message_attributes.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// A bit for each system attribute.
using SystemSelection = std::uint32_t;

// Adds the attributes of those names ("All" for every one) to the selection. Error: InvalidAttributeName.
std::optional<aws::Error> select_system(const std::optional<std::vector<std::string>>& names, SystemSelection& out);

Message make_message_answer(ReceivedMessage message, SystemSelection system, const AttributeSelection& selection);

}  // namespace winterbaume::sqs
