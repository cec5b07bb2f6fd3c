// Values and paths as statements write them.
#pragma once

#include <span>

#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/document_path.h"
#include "services/dynamodb/items/item.h"
#include "services/dynamodb/partiql/syntax_tree.h"

namespace winterbaume::dynamodb::partiql {

// Of the request, without faulty values; as many as the statement has question marks.
using Parameters = std::span<const AttributeValue>;

// Whether it is written as a value: a literal, a collection, a parameter.
bool is_value(const Expr& expr);
// Errors: "Empty bags are not supported", "Number overflow. … under root.x", "Nesting Levels have exceeded supported limits under
// root[0]", "Unsupported data type: Parameter under key root[0] at 1:5:1" (a parameter is a whole value), …
Result<AttributeValue> make_value(const Expr& expr, Parameters parameters);
// The tuple of INSERT. Errors: also "Duplicate keys in tuple. Key: a under root".
Result<Item> make_item(const Expr& tuple, Parameters parameters);

bool is_path(const Expr& expr);
// Of what is_path(). Errors: "Wildcard path component like a[*].b are not supported", "List index is not within the allowable
// range; index: [x]", "Unexpected path component at 1:3:1", …
Result<DocumentPath> make_path(const Expr& expr);

}  // namespace winterbaume::dynamodb::partiql
