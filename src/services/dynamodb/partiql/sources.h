// The tables and indexes that statements name.
#pragma once

#include <string>

#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/partiql/syntax_tree.h"

namespace winterbaume::dynamodb::partiql {

struct ReadSource {
  std::string table;
  std::string index;  // empty: the table itself
};

// Of FROM. Errors: "A path may contain at most 2 components in the FROM clause", "Path component cannot be an empty string",
// "Unexpected from source", "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_',
// '.'.".
Result<ReadSource> read_source(const Expr& from);
// Of a statement that writes. Errors: "This operation is not supported on an index".
Result<std::string> write_target(const Expr& target);

// Null where `source` is the table itself. Errors: "The table does not have the specified index", "Strongly consistent read is
// not supported on Global Secondary Indexes", "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or
// multi-attribute RANGE keys.", and those of indexes that are being made.
Result<const IndexRecord*> find_source_index(const Table& table, const std::string& index, bool consistent);

}  // namespace winterbaume::dynamodb::partiql
