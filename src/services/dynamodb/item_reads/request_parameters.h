// What the parameters of item operations say together: the older ones and expressions exclude each other, and placeholders need
// an expression.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "aws/values.h"
#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/items/document_path.h"

namespace winterbaume::dynamodb {

struct NamedParameter {
  std::string_view name;
  bool given = false;
};
// "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected}
// Expression parameters: {UpdateExpression}"
std::optional<aws::Error> check_mixing(std::initializer_list<NamedParameter> legacy,
                                       std::initializer_list<NamedParameter> expressions);

// ValidationException with the message of a faulty value, or null.
std::optional<aws::Error> check_faults(const Item& item);

// Null members are parameters that were not given.
template <class T>
const T* pointer_to(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

// What a read answers with: the paths, or null for whole items.
using ReadPaths = std::optional<std::vector<DocumentPath>>;

// AttributesToGet: "One or more parameter values were invalid: Duplicate value in attribute name: a".
Result<ReadPaths> parse_attributes_to_get(const std::vector<std::string>& names);

// AttributesToGet or ProjectionExpression, with ExpressionAttributeNames, of an operation or a table of BatchGetItem; what
// GetItem, BatchGetItem and TransactGetItems check before anything else.
Result<ReadPaths> parse_projection_parameters(const std::vector<std::string>* attributes_to_get, const std::string* expression,
                                              const aws::Map<std::string>* names);

}  // namespace winterbaume::dynamodb
