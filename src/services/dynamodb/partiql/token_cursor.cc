#include "services/dynamodb/partiql/token_cursor.h"

#include "core/bytes.h"

namespace winterbaume::dynamodb::partiql {

bool TokenCursor::at_word(std::string_view word) const {
  const auto& token = peek();
  if (token.kind == TokenKind::keyword) return token.text == word;
  return token.kind == TokenKind::identifier && equals_ignoring_case(token.text, word);
}

std::nullopt_t TokenCursor::fail(aws::Error problem) {
  if (!problem_) problem_ = std::move(problem);
  return std::nullopt;
}

bool TokenCursor::expect_symbol(std::string_view symbol, std::string_view name) {
  if (take_symbol(symbol)) return true;
  fail_syntax(std::string("Expected ").append(name));
  return false;
}

}  // namespace winterbaume::dynamodb::partiql
