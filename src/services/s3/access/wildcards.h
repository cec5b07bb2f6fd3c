// Patterns of policies: '*' stands for any text, '?' for one byte. What a policy variable gives is literal, whatever it holds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::s3 {

// The value of a policy variable by its name ("aws:username"); null where the request has none.
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

// Linear in practice, and never worse than the product of both lengths. No variables.
bool wildcard_match(std::string_view pattern, std::string_view text, bool ignore_case = false);

// The same with `${aws:username}`, `${aws:username, 'nobody'}`, `${*}`, `${?}` and `${$}` seen through. False where a variable
// has neither a value nor a default (IAM User Guide, "IAM policy elements: Variables and tags").
bool wildcard_match(std::string_view pattern, std::string_view text, const VariableLookup& lookup, bool ignore_case = false);

// The text that a pattern stands for where '*' and '?' are but characters; null where a variable has no value.
std::optional<std::string> expand_variables(std::string_view text, const VariableLookup& lookup);

bool has_wildcard(std::string_view text);

}  // namespace winterbaume::s3
