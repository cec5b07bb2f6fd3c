// Goes through the tokens of one statement, and keeps the first refusal.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/dynamodb/partiql/lexer.h"

namespace winterbaume::dynamodb::partiql {

// Belongs to one parse.
class TokenCursor {
 public:
  explicit TokenCursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool at_end() const { return peek().kind == TokenKind::end; }
  bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const { return is(TokenKind::symbol, symbol, ahead); }
  // `word` in lower case.
  bool at_keyword(std::string_view word, std::size_t ahead = 0) const { return is(TokenKind::keyword, word, ahead); }
  bool at_name() const { return peek().kind == TokenKind::identifier || peek().kind == TokenKind::quoted_identifier; }
  // A word that is no keyword everywhere, as RETURNING; in lower case.
  bool at_word(std::string_view word) const;

  void next() { at_ += at_end() ? 0 : 1; }
  bool take_symbol(std::string_view symbol) { return take(at_symbol(symbol)); }
  bool take_keyword(std::string_view word) { return take(at_keyword(word)); }
  bool take_word(std::string_view word) { return take(at_word(word)); }

  // False, or nothing, for the caller to give back; the first problem stays.
  std::nullopt_t fail(aws::Error problem);
  std::nullopt_t fail_syntax(std::string_view detail) { return fail(malformed(detail)); }
  // "Expected RIGHT_PAREN"
  bool expect_symbol(std::string_view symbol, std::string_view name);

  const std::optional<aws::Error>& problem() const { return problem_; }

 private:
  bool is(TokenKind kind, std::string_view text, std::size_t ahead) const {
    return peek(ahead).kind == kind && peek(ahead).text == text;
  }
  bool take(bool there) {
    if (there) next();
    return there;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::optional<aws::Error> problem_;
};

}  // namespace winterbaume::dynamodb::partiql
