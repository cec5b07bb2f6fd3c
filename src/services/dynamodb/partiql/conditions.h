// WHERE as a condition of the expressions engine (expressions/condition.h), which evaluates it.
#pragma once

#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/partiql/values.h"

namespace winterbaume::dynamodb::partiql {

// Errors: "WHERE clause must contain an expression that resolves to a boolean", "Unrecognized function: exists at 1:5:6",
// "Unsupported operator in Condition Expression. Operator: +", "Incorrect operand type for operator or function; operator or
// function: <, operand type: BOOL", …
Result<ConditionPtr> make_where(const Expr& where, Parameters parameters);

ConditionPtr make_exists(std::string attribute);
// Conditions of which all, any or none hold; one alone stands for itself among all or any of them.
ConditionPtr make_junction(ConditionOperator op, std::vector<ConditionPtr> conditions);

}  // namespace winterbaume::dynamodb::partiql
