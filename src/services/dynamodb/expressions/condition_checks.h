// What operands a condition's functions and operators take. Inside of expressions/ only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/expressions/token_reader.h"

namespace winterbaume::dynamodb {

// Names as they are written; case matters.
struct ConditionFunction {
  std::string_view name;
  ConditionOperator op;
  std::size_t operands;
};
// Null: it is none of those that are conditions by themselves; size() is not.
const ConditionFunction* find_condition_function(std::string_view name);

// These note in `reader` what is wrong.
void check_function_operands(TokenReader& reader, const ConditionFunction& function, const std::vector<Operand>& operands);
void check_comparison_operands(TokenReader& reader, std::string_view comparator, const std::vector<Operand>& operands);
void check_between_operands(TokenReader& reader, const Operand& lower, const Operand& upper);
// What size() is of this; a number of any value where it is of nothing that has a size.
Operand size_of(TokenReader& reader, Operand operand);
void note_operand_count(TokenReader& reader, std::string_view function, std::size_t count);

}  // namespace winterbaume::dynamodb
