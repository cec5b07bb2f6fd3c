// SearchConditionExpression: what SearchVectors looks among. Equalities joined by AND, one for each attribute of the index's
// search schema at most (API Reference, "SearchVectors"; messages and their order measured on AWS by dynamodb-conformance and
// ExtendDB).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "services/dynamodb/expressions/condition.h"

namespace winterbaume::dynamodb {

struct SearchEquality {
  DocumentPath path;
  AttributeValue value;
};

// Errors (ValidationException): "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression" of
// other comparisons, "… Invalid operator used in SearchConditionExpression" of anything else.
Result<std::vector<SearchEquality>> search_equalities_of(const ConditionNode& condition);

// Against the index's search schema: every attribute is of it, and its partition key is there. `given`: there is an expression.
std::optional<aws::Error> check_search(const VectorIndexRecord& index, const std::vector<SearchEquality>& equalities, bool given);

// Of equalities that check_search() took.
bool is_searched(const std::vector<SearchEquality>& equalities, ItemView item);

}  // namespace winterbaume::dynamodb
