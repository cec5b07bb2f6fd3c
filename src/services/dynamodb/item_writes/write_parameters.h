// Conditions and updates as the inputs of writes give them: PutItemInput, DeleteItemInput, UpdateItemInput, and the Put, Delete,
// Update and ConditionCheck of TransactWriteItems, which have the same members as far as they have them.
#pragma once

#include <optional>
#include <string>

#include "aws/common_errors.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/expressions/legacy.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

struct WriteExpressions {
  ConditionPtr condition;  // null: none
  UpdatePtr update;        // null: none
};

template <class Input>
concept HasExpected = requires(const Input& input) { input.expected; };
template <class Input>
concept HasUpdates = requires(const Input& input) { input.attribute_updates; };
template <class Input>
concept HasUpdateExpression = requires(const Input& input) { input.update_expression; };

template <class Input>
std::optional<aws::Error> check_write_mixing(const Input& input) {
  bool updates = false;
  bool update_expression = false;
  if constexpr (HasUpdates<Input>) updates = input.attribute_updates.has_value();
  if constexpr (HasUpdateExpression<Input>) update_expression = input.update_expression.has_value();
  return check_mixing({{"AttributeUpdates", updates},
                       {"Expected", input.expected.has_value()},
                       {"ConditionalOperator", input.conditional_operator.has_value()}},
                      {{"UpdateExpression", update_expression}, {"ConditionExpression", input.condition_expression.has_value()}});
}

template <class Input>
Result<ConditionPtr> parse_write_condition(const Input& input, Placeholders& placeholders) {
  if constexpr (HasExpected<Input>) {
    if (input.expected) return plan_expected(*input.expected, input.conditional_operator);
    if (input.conditional_operator) {
      return aws::fail(aws::errors::validation("ConditionalOperator cannot be used without Filter or Expected"));
    }
  }
  if (!input.condition_expression) return ConditionPtr();
  return parse_condition(ExpressionKind::condition, *input.condition_expression, placeholders);
}

template <class Input>
Result<UpdatePtr> parse_write_update(const Input& input, Placeholders& placeholders) {
  if constexpr (HasUpdates<Input>) {
    if (input.attribute_updates) return plan_attribute_updates(*input.attribute_updates);
  }
  if constexpr (HasUpdateExpression<Input>) {
    if (input.update_expression) return parse_update(*input.update_expression, placeholders);
  }
  return UpdatePtr();
}

// After check_write_mixing(). Every placeholder is used by one of the expressions.
template <class Input>
Result<WriteExpressions> parse_write_expressions(const Input& input, ValueFault words = ValueFault::of_key) {
  Placeholders placeholders(pointer_to(input.expression_attribute_names), pointer_to(input.expression_attribute_values));
  bool any = input.condition_expression.has_value();
  if constexpr (HasUpdateExpression<Input>) any = any || input.update_expression.has_value();
  if (auto wrong = placeholders.check(any, words)) return aws::fail(std::move(*wrong));
  auto update = parse_write_update(input, placeholders);
  if (!update) return aws::fail(std::move(update.error()));
  auto condition = parse_write_condition(input, placeholders);
  if (!condition) return aws::fail(std::move(condition.error()));
  if (auto wrong = placeholders.check_all_used()) return aws::fail(std::move(*wrong));
  return WriteExpressions{.condition = std::move(*condition), .update = std::move(*update)};
}

// "ReturnValues can only be ALL_OLD or NONE", of PutItem and DeleteItem.
std::optional<aws::Error> check_old_values_only(const std::optional<std::string>& return_values);

// As PutItem, UpdateItem and DeleteItem tell of what is wrong with a request by itself: "1 validation error detected: …". What is
// wrong with it for its table or its item they tell of bare, and values of no type or of two (measured on AWS in October 2026 by
// dynamodb-conformance, and by moto).
aws::Error as_request_error(aws::Error error);

// Everything that PutItem, UpdateItem and DeleteItem check before they look at the table. `given` is the item or the key.
template <class Input>
Result<WriteExpressions> read_write_request(const Input& input, const Item& given) {
  const auto refuse = [](aws::Error& wrong) { return aws::fail(as_request_error(std::move(wrong))); };
  if (auto wrong = check_write_mixing(input)) return refuse(*wrong);
  if (auto wrong = check_faults(given)) return refuse(*wrong);
  if constexpr (!HasUpdates<Input>) {
    if (auto wrong = check_old_values_only(input.return_values)) return refuse(*wrong);
  }
  auto expressions = parse_write_expressions(input, ValueFault::bare);
  if (!expressions) return refuse(expressions.error());
  return expressions;
}

// ReturnValuesOnConditionCheckFailure.
inline OnFailedCondition on_failed_condition(const std::optional<std::string>& value) {
  return value && *value == "ALL_OLD" ? OnFailedCondition::all_old : OnFailedCondition::none;
}

// ReturnItemCollectionMetrics SIZE, of a table with local indexes: the estimate is AWS's smallest. Null: not asked for, or none.
std::optional<ItemCollectionMetrics> collection_metrics(const TableRecord& table, ItemView key,
                                                        const std::optional<std::string>& wanted);

}  // namespace winterbaume::dynamodb
