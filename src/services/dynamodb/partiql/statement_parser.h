// From a statement's text to its tree.
#pragma once

#include <optional>
#include <string_view>

#include "services/dynamodb/partiql/syntax_tree.h"

namespace winterbaume::dynamodb::partiql {

class ExpressionParser;

// Errors: "Statement wasn't well formed, can't be processed: …" of what is no PartiQL; "Unsupported operation: IsType" of an
// expression that stands alone; "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause", …
Result<Statement> parse_statement(std::string_view text);

// At SELECT. Null: the parser's cursor has the problem.
std::optional<SelectStatement> parse_select(ExpressionParser& parser);

}  // namespace winterbaume::dynamodb::partiql
