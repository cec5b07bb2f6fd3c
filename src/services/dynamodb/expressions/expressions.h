// DynamoDB's expressions: parsed once a request into plain values, evaluated on items in their compact form.
//
// Everything here is pure and thread-safe but Placeholders, which belongs to one request. Errors are ValidationException with
// AWS's messages: "Invalid FilterExpression: Syntax error; token: \"=\", near: \"= =\"", …
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "aws/values.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/document_path.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

using aws::Result;

enum class ExpressionKind : std::uint8_t { condition, filter, key_condition, search_condition, projection, update };
// "ConditionExpression"
std::string_view expression_name(ExpressionKind kind);

// How a faulty value of ExpressionAttributeValues is told of: by its fault alone, as PutItem, UpdateItem, DeleteItem and Query
// do, or as "ExpressionAttributeValues contains invalid value: … for key :v" (measured on AWS in October 2026 by
// dynamodb-conformance).
enum class ValueFault : std::uint8_t { bare, of_key };

// ExpressionAttributeNames and ExpressionAttributeValues of a request, and which of them its expressions have used. Not
// thread-safe; the maps outlive it; either may be null.
class Placeholders {
 public:
  Placeholders(const aws::Map<std::string>* names, const aws::Map<AttributeValue>* values);
  // What is wrong with the maps by themselves: empty maps, keys without '#' or ':', faulty values, or maps without any
  // expression that could use them (`any_expression` false).
  std::optional<aws::Error> check(bool any_expression, ValueFault words = ValueFault::of_key) const;
  // After all expressions of the request are parsed: "Value provided in ExpressionAttributeValues unused in expressions: keys:
  // {:v}".
  std::optional<aws::Error> check_all_used() const;

  // Null where it is not defined. Marks it as used. `name` with its '#', `value` with its ':'.
  const std::string* use_name(std::string_view name);
  const AttributeValue* use_value(std::string_view name);

 private:
  const aws::Map<std::string>* names_;
  const aws::Map<AttributeValue>* values_;
  std::vector<bool> names_used_, values_used_;
};

// ---- Conditions: ConditionExpression, FilterExpression, Expected, QueryFilter, ScanFilter ----
struct ConditionNode;  // condition.h
using ConditionPtr = std::shared_ptr<const ConditionNode>;

Result<ConditionPtr> parse_condition(ExpressionKind kind, std::string_view text, Placeholders& placeholders);
bool holds(const ConditionNode& condition, ItemView item);
// The top-level attributes that it looks at.
std::vector<std::string> attributes_of(const ConditionNode& condition);

// ---- KeyConditionExpression, KeyConditions ----
// `not_indexable`: of KeyConditions, where AWS refuses it once it has found the attribute in the schema.
enum class RangeOperator : std::uint8_t {
  equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  between,
  begins_with,
  not_indexable
};
struct KeyClause {
  std::string attribute;
  RangeOperator op = RangeOperator::equal;
  AttributeValue value;
  std::optional<AttributeValue> upper;  // of between
};
Result<std::vector<KeyClause>> parse_key_condition(std::string_view text, Placeholders& placeholders);

// What the clauses ask of a table or an index: a hash key and bounds of its range, as ItemQuery has them.
struct KeyRangePlan {
  Item hash;
  std::string range_begin;
  std::string range_end;
};
// Errors: "Query condition missed key schema element: pk", "Query key condition not supported", "One or more parameter values
// were invalid: Condition parameter type does not match schema type", …
Result<KeyRangePlan> plan_key_range(const std::vector<KeyClause>& clauses, const KeySchemaRecord& keys);

// ---- ProjectionExpression ----
Result<std::vector<DocumentPath>> parse_projection(std::string_view text, Placeholders& placeholders);

// ---- UpdateExpression, AttributeUpdates ----
struct UpdatePlan;  // update.h
using UpdatePtr = std::shared_ptr<const UpdatePlan>;
Result<UpdatePtr> parse_update(std::string_view text, Placeholders& placeholders);
// The item as the update leaves it; `before` is what was there, with the key's attributes where nothing was (`exists` false).
// Errors of values that don't go together ("An operand in the update expression has an incorrect data type", …).
Result<Item> apply(const UpdatePlan& update, ItemView before, bool exists = true);
// The paths that it writes, in its order: for UPDATED_OLD and UPDATED_NEW.
std::vector<DocumentPath> paths_of(const UpdatePlan& update);
// The top-level attributes that it writes: a key's among them is refused.
std::vector<std::string> attributes_of(const UpdatePlan& update);

}  // namespace winterbaume::dynamodb
