// Sums of SET: the engine adds or subtracts two operands, a statement may write more.
#pragma once

#include "services/dynamodb/expressions/update.h"
#include "services/dynamodb/partiql/problems.h"

namespace winterbaume::dynamodb::partiql {

struct SumTerm {
  UpdateOperand operand;
  bool minus = false;
};

// Sets the action's operands; constants are added up. Errors: "Incorrect operand type for operator or function; operator or
// function: +, operand type: S" of constants that are no numbers, "Unsupported operator in Update Expression. Operator: +" of
// more than two attributes.
std::optional<aws::Error> apply_sum(SetAction& action, std::vector<SumTerm> terms);

}  // namespace winterbaume::dynamodb::partiql
