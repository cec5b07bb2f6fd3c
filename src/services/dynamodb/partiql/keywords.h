// The words that PartiQL keeps for itself: SQL-92's and its own.
#pragma once

#include <string_view>

namespace winterbaume::dynamodb::partiql {

// `word` in lower case.
bool is_keyword(std::string_view word);
// Keywords that may be called like functions: exists, count, size, …
bool is_function_keyword(std::string_view word);
// What IS takes: null, missing, string, …; `word` in lower case, aliases ("bool") too.
bool is_type_name(std::string_view word);

}  // namespace winterbaume::dynamodb::partiql
