// What a condition is once it is parsed.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

enum class ConditionOperator : std::uint8_t {
  all_of,   // AND
  any_of,   // OR
  none_of,  // NOT
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  between,
  in,
  attribute_exists,
  attribute_not_exists,
  attribute_type,
  begins_with,
  contains,
};

// size(path)
struct SizeOf {
  DocumentPath path;
  friend bool operator==(const SizeOf&, const SizeOf&) = default;
};
using Operand = std::variant<DocumentPath, AttributeValue, SizeOf>;

// What size() is of a value: bytes of texts, members of the rest; null of a number, a boolean and NULL.
std::optional<std::int64_t> measured_size(ValueView value);

struct ConditionNode {
  ConditionOperator op{};
  std::vector<ConditionPtr> children;  // of all_of, any_of, none_of
  std::vector<Operand> operands;       // of all others
};

// The clauses that a KeyConditionExpression is of. Errors: "Invalid operator used in KeyConditionExpression: OR",
// "KeyConditionExpressions must only contain one condition per key", …
Result<std::vector<KeyClause>> key_clauses_of(const ConditionNode& condition);

// What a condition is as one on a range key; null: no range of keys says it.
std::optional<RangeOperator> range_operator(ConditionOperator op);
// With the operands the other way around: ":v < c" says what "c > :v" says.
RangeOperator mirrored(RangeOperator op);

}  // namespace winterbaume::dynamodb
