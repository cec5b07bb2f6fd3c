// One value against its own constraint: length, range, pattern, enum.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/schema.h"

namespace winterbaume::aws {

// What the value breaks, in AWS's words ("Member must have length less than or equal to 255"); empty where all is well.
// Lengths of text count UTF-16 code units, as Java does. Elements of a list or map are not looked at.
std::vector<std::string> broken_requirements(const Schema& schema, const void* value);

// All that the schema asks of a value, joined as AWS joins it where an element of a list or map breaks any of it.
std::string all_requirements(const Schema& schema);

}  // namespace winterbaume::aws
