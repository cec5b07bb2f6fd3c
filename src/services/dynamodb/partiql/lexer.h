// The words of a PartiQL statement, as the reference implementation of PartiQL reads them (partiql-lang-kotlin, SqlLexer),
// which DynamoDB's own parser is made of: its keywords, and so the names that need quotes, are that one's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/partiql/problems.h"

namespace winterbaume::dynamodb::partiql {

enum class TokenKind : std::uint8_t {
  identifier,         // a name that is no keyword: letters, digits, '_', '$'
  quoted_identifier,  // "a name"
  keyword,            // in lower case: reserved words, and operators that are words (and, or, not, in, is, between, like)
  string,             // 'text'
  number,             // as it is written
  ion,                // `a literal of Amazon Ion`
  parameter,          // ?
  symbol,             // operators and brackets: "<=", "<<", "{", …; "!=" is "<>"
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  // without quotes, doubled quotes single again
  Place place;
};

// With an `end` behind. Errors: malformed("") for what begins no token or does not end, and for numbers whose exponent leaves 32
// bits.
Result<std::vector<Token>> tokenize_statement(std::string_view statement);

}  // namespace winterbaume::dynamodb::partiql
