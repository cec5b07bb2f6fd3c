// What operands of conditions may be, in the words that AWS has for them outside of expressions: no "Invalid FilterExpression: "
// before them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/partiql/problems.h"

namespace winterbaume::dynamodb::partiql {

// "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL"
aws::Error wrong_operand_type(std::string_view function, ValueType type);
// "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1"
aws::Error wrong_operand_count(std::string_view function, std::size_t count);

// Of the comparison `symbol`: two operands that differ, with an order where it needs one.
std::optional<aws::Error> check_comparison(std::string_view symbol, const std::vector<Operand>& operands);
// Value, lower and upper bound.
std::optional<aws::Error> check_between(const std::vector<Operand>& operands);
std::optional<aws::Error> check_function(std::string_view name, ConditionOperator op, const std::vector<Operand>& operands);

}  // namespace winterbaume::dynamodb::partiql
