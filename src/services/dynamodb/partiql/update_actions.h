// SET and REMOVE of UPDATE as a plan of the expressions engine (expressions/update.h).
#pragma once

#include <vector>

#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/partiql/values.h"

namespace winterbaume::dynamodb::partiql {

// Errors: "Unrecognized function: x at 1:5:1", "The first argument to SET_ADD must equal the assignment value at 1:5:7",
// "Incorrect operand type for operator or function; operator or function: +, operand type: S", "Two document paths overlap with
// each other; …", …
Result<UpdatePtr> make_update(const std::vector<UpdateClause>& actions, Parameters parameters);

}  // namespace winterbaume::dynamodb::partiql
