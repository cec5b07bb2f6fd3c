// Sizes by AWS's rules (Developer Guide, "DynamoDB item sizes and formats").
#pragma once

#include <cstddef>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

constexpr std::size_t k_item_bytes_max = 400 * 1024;

std::size_t value_size(ValueView value);
// Names and values.
std::size_t item_size(ItemView item);
// Levels of maps and lists within: 0 for a plain value.
std::size_t nesting_depth(ValueView value);

}  // namespace winterbaume::dynamodb
