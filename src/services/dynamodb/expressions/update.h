// What an update is once it is parsed.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

struct UpdateFunction;
// What SET computes with: what a path has in the item as it was, a constant, or a function's value.
using UpdateOperand = std::variant<DocumentPath, AttributeValue, std::shared_ptr<const UpdateFunction>>;

// Sums within sums are PartiQL's alone.
enum class UpdateFunctionKind : std::uint8_t { if_not_exists, list_append, plus, minus };
struct UpdateFunction {
  UpdateFunctionKind kind{};
  UpdateOperand first;  // of if_not_exists: a path
  UpdateOperand second;
};

enum class SetOperator : std::uint8_t { none, plus, minus };
struct SetAction {
  DocumentPath path;
  UpdateOperand first;
  SetOperator op = SetOperator::none;
  std::optional<UpdateOperand> second;  // of plus and minus
};

// ADD or DELETE of a constant.
struct ValueAction {
  DocumentPath path;
  AttributeValue value;
};

// No two of its paths overlap.
struct UpdatePlan {
  std::vector<SetAction> sets;
  std::vector<DocumentPath> removes;
  std::vector<ValueAction> adds;
  std::vector<ValueAction> deletes;
  bool of_attribute_updates = false;  // the legacy parameter, which has words of its own for values that don't go together
};

}  // namespace winterbaume::dynamodb
