// The words of an expression.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

enum class TokenKind : std::uint8_t {
  name,         // an attribute, a function or a keyword: a letter, then letters, digits and '_'
  name_place,   // "#a"
  value_place,  // ":a"
  number,       // an index of a list
  symbol,       // ( ) [ ] . , + - and the comparators; any other character too, which no grammar takes
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // within the expression; empty at the end
  std::size_t begin = 0;
};

// The tokens of an expression, with an `end` behind them. Errors: ValidationException for an empty expression and one over 4 KB
// (Developer Guide, "Quotas").
Result<std::vector<Token>> tokenize(ExpressionKind kind, std::string_view text);

// "Invalid FilterExpression: …"
aws::Error invalid_expression(ExpressionKind kind, std::string_view why);
// "Syntax error; token: \"=\", near: \"= =\"": `near` is the token with its neighbours.
aws::Error syntax_error(ExpressionKind kind, std::string_view text, const std::vector<Token>& tokens, std::size_t at);

}  // namespace winterbaume::dynamodb
