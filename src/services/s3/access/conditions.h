// Conditions of policies: every family of operators over the keys of a request (IAM User Guide, "IAM JSON policy elements:
// Condition operators").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/access/policy_document.h"
#include "services/s3/access/wildcards.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

// "ForAllValues:StringLikeIfExists" taken apart, without key and values; null where there is no such operator.
std::optional<PolicyCondition> parse_operator(std::string_view name);
// Whether its values are of the operator's kind: numbers, dates, addresses, …
bool valid_values(const PolicyCondition& condition);

// `keys` may hold a key several times: one that has several values. Names are compared without case. `variables`: the policy's
// version knows them.
bool condition_holds(const PolicyCondition& condition, const TextPairs& keys, const VariableLookup& lookup, bool variables);

// "10.0.0.0/8" or one address, of either family; the length of its prefix, or null where it is none.
std::optional<int> prefix_length(std::string_view block);
// "a:b": an address without its port, of "address:port".
std::string_view address_of(std::string_view peer);

}  // namespace winterbaume::s3
