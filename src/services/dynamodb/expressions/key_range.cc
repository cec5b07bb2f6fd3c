#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/items/key_encoding.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error refuse(std::string why) { return aws::errors::validation(std::move(why)); }
aws::Error not_supported() { return refuse("Query key condition not supported"); }
aws::Error missing(std::string_view attribute) {
  return refuse(fmt::format("Query condition missed key schema element: {}", attribute));
}

const KeyClause* find_clause(const std::vector<KeyClause>& clauses, std::string_view attribute) {
  const auto found = std::ranges::find(clauses, attribute, &KeyClause::attribute);
  return found == clauses.end() ? nullptr : &*found;
}

bool has_attribute(const KeySchemaRecord& keys, std::string_view name) {
  const auto is_named = [name](const KeyAttribute& attribute) { return attribute.name == name; };
  return std::ranges::any_of(keys.hash, is_named) || std::ranges::any_of(keys.range, is_named);
}

bool has_type(const AttributeValue& value, ScalarType type) {
  switch (type) {
    case ScalarType::s:
      return value.view().type() == ValueType::s;
    case ScalarType::n:
      return value.view().type() == ValueType::n;
    case ScalarType::b:
      return value.view().type() == ValueType::b;
  }
  return false;
}

std::optional<aws::Error> check_value(const KeyAttribute& attribute, const AttributeValue& value, RangeOperator op) {
  if (!has_type(value, attribute.type)) {
    return refuse("One or more parameter values were invalid: Condition parameter type does not match schema type");
  }
  const bool empty = attribute.type != ScalarType::n && value.view().text().empty();
  if (!empty || op == RangeOperator::begins_with) return std::nullopt;
  return refuse(
      fmt::format("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {} "
                  "value. Key: {}",
                  attribute.type == ScalarType::s ? "string" : "binary", attribute.name));
}

std::optional<aws::Error> check_clause(const KeyAttribute& attribute, const KeyClause& clause) {
  if (clause.op == RangeOperator::not_indexable) {
    return refuse("Attempted conditional constraint is not an indexable operation");
  }
  if (auto wrong = check_value(attribute, clause.value, clause.op)) return wrong;
  if (clause.op == RangeOperator::begins_with && attribute.type == ScalarType::n) return not_supported();
  if (!clause.upper) return std::nullopt;
  if (auto wrong = check_value(attribute, *clause.upper, clause.op)) return wrong;
  std::string low;
  std::string high;
  append_key(low, clause.value.view());
  append_key(high, clause.upper->view());
  if (low <= high) return std::nullopt;
  return refuse("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
}

// The first bytes behind all that begin with `prefix`; empty: there are none.
std::string behind(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

std::string with_key(std::string prefix, const AttributeValue& value) {
  append_key(prefix, value.view());
  return prefix;
}

// `prefix`: the forms of the range attributes before, each by equality.
void bound(KeyRangePlan& plan, const std::string& prefix, const KeyClause& clause) {
  auto key = with_key(prefix, clause.value);
  plan.range_begin = prefix;
  plan.range_end = behind(prefix);
  switch (clause.op) {
    case RangeOperator::equal:
      plan.range_end = behind(key);
      plan.range_begin = std::move(key);
      return;
    case RangeOperator::less:
      plan.range_end = std::move(key);
      return;
    case RangeOperator::less_or_equal:
      plan.range_end = behind(std::move(key));
      return;
    case RangeOperator::greater:
      plan.range_begin = behind(std::move(key));
      return;
    case RangeOperator::greater_or_equal:
      plan.range_begin = std::move(key);
      return;
    case RangeOperator::between:
      plan.range_begin = std::move(key);
      plan.range_end = behind(with_key(prefix, *clause.upper));
      return;
    case RangeOperator::begins_with:
      append_key_prefix(plan.range_begin, clause.value.view().text());
      plan.range_end = behind(plan.range_begin);
      return;
    case RangeOperator::not_indexable:
      return;  // check_clause() has refused it
  }
}

std::optional<aws::Error> plan_hash(const std::vector<KeyClause>& clauses, const KeySchemaRecord& keys, KeyRangePlan& plan) {
  std::vector<std::pair<std::string_view, ValueView>> hash;
  for (const auto& attribute : keys.hash) {
    const auto* clause = find_clause(clauses, attribute.name);
    if (clause == nullptr) return missing(attribute.name);
    if (auto wrong = check_clause(attribute, *clause)) return wrong;
    if (clause->op != RangeOperator::equal) return not_supported();
    hash.emplace_back(attribute.name, clause->value.view());
  }
  plan.hash = Item(std::move(hash));
  return std::nullopt;
}

// Developer Guide, "Multi-attribute keys": range attributes from left to right, without gaps, and only the last may be compared
// by anything but equality.
std::optional<aws::Error> check_gaps(const std::vector<KeyClause>& clauses, const KeySchemaRecord& keys) {
  for (std::size_t later = keys.range.size(); later-- > 1;) {
    if (find_clause(clauses, keys.range[later].name) == nullptr) continue;
    std::string gaps;
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const auto* clause = find_clause(clauses, keys.range[earlier].name);
      if (clause != nullptr && clause->op == RangeOperator::equal) continue;
      gaps.append(gaps.empty() ? "" : ", ").append(keys.range[earlier].name);
    }
    if (gaps.empty()) return std::nullopt;
    return refuse(fmt::format(
        "RANGE key attributes {} must have equality conditions specified in the query because a condition is present on "
        "key attribute {}",
        gaps, keys.range[later].name));
  }
  return std::nullopt;
}

std::optional<aws::Error> check_names(const std::vector<KeyClause>& clauses, const KeySchemaRecord& keys) {
  const bool simple = keys.hash.size() == 1 && keys.range.size() <= 1;
  if (simple && clauses.size() > 2) return refuse("Conditions can be of length 1 or 2 only");
  if (simple && keys.range.empty() && clauses.size() > 1) return not_supported();
  for (const auto& clause : clauses) {
    if (has_attribute(keys, clause.attribute)) continue;
    for (const auto& attribute : keys.hash) {
      if (find_clause(clauses, attribute.name) == nullptr) return missing(attribute.name);
    }
    for (const auto& attribute : keys.range) {
      if (find_clause(clauses, attribute.name) == nullptr) return missing(attribute.name);
    }
    return not_supported();
  }
  return std::nullopt;
}

}  // namespace

Result<KeyRangePlan> plan_key_range(const std::vector<KeyClause>& clauses, const KeySchemaRecord& keys) {
  if (auto wrong = check_names(clauses, keys)) return aws::fail(std::move(*wrong));
  KeyRangePlan plan;
  if (auto wrong = plan_hash(clauses, keys, plan)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_gaps(clauses, keys)) return aws::fail(std::move(*wrong));
  std::string prefix;
  for (const auto& attribute : keys.range) {
    const auto* clause = find_clause(clauses, attribute.name);
    if (clause == nullptr) break;
    if (auto wrong = check_clause(attribute, *clause)) return aws::fail(std::move(*wrong));
    bound(plan, prefix, *clause);
    append_key(prefix, clause->value.view());
  }
  return plan;
}

}  // namespace winterbaume::dynamodb
