// The parameters that were there before expressions, turned into the same conditions, key clauses and updates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

// Expected, with its ConditionalOperator.
Result<ConditionPtr> plan_expected(const aws::Map<ExpectedAttributeValue>& expected,
                                   const std::optional<std::string>& conditional_operator);
// QueryFilter, ScanFilter.
Result<ConditionPtr> plan_filter(const aws::Map<Condition>& filter, const std::optional<std::string>& conditional_operator);
// KeyConditions.
Result<std::vector<KeyClause>> plan_key_conditions(const aws::Map<Condition>& conditions);
// AttributeUpdates.
Result<UpdatePtr> plan_attribute_updates(const aws::Map<AttributeValueUpdate>& updates);

}  // namespace winterbaume::dynamodb
