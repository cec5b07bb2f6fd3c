// Checks a decoded input against its model: required members, lengths, ranges, patterns, enums.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/schema.h"

namespace winterbaume::aws {

// The error that the service answers with, in its own words (ServiceSchema::validation_style), or null where all is well.
std::optional<Error> check_input(const ServiceSchema& service, ProtocolKind protocol, const Schema& input, const void* value);

}  // namespace winterbaume::aws
