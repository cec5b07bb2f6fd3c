// NextToken of ExecuteStatement: all that the next page needs, tied to its statement. Nothing is kept for it.
#pragma once

#include <string>
#include <string_view>

#include "core/scope.h"
#include "services/dynamodb/partiql/select_reader.h"

namespace winterbaume::dynamodb::partiql {

// Of what must be the same for every page.
std::string statement_fingerprint(const Scope& scope, std::string_view statement, Parameters parameters);

std::string make_next_token(std::string_view fingerprint, const ReadCursor& cursor);
// Errors: "Invalid NextToken", "NextToken does not match request". Whether its position is one of the plan's is for
// check_cursor() to say.
Result<ReadCursor> read_next_token(const std::string& token, std::string_view fingerprint);
// "Invalid NextToken"
std::optional<aws::Error> check_cursor(const ReadCursor& cursor, const SelectPlan& plan);

}  // namespace winterbaume::dynamodb::partiql
