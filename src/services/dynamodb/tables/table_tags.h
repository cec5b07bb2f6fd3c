// Tags of tables: keys and values as AWS checks them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "generated/dynamodb/types.h"

namespace winterbaume::dynamodb {

inline constexpr std::size_t k_tags_max = 50;

// Adds tags to those that are there. Errors: keys that are there twice in `tags`, reserved keys ("aws:"), more than 50 in all.
std::optional<aws::Error> read_tags(const std::vector<Tag>& tags, std::map<std::string, std::string>& into);

}  // namespace winterbaume::dynamodb
