// Goes through the tokens of one expression; what the parsers of all kinds share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/expressions/lexer.h"

namespace winterbaume::dynamodb {

// Belongs to one parse. `text` and `placeholders` outlive it.
class TokenReader {
 public:
  TokenReader(ExpressionKind kind, std::string_view text, std::vector<Token> tokens, Placeholders& placeholders)
      : kind_(kind), text_(text), tokens_(std::move(tokens)), placeholders_(placeholders) {}

  ExpressionKind kind() const { return kind_; }
  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool at_end() const { return peek().kind == TokenKind::end; }
  bool at_symbol(std::string_view symbol) const { return peek().kind == TokenKind::symbol && peek().text == symbol; }
  // Keywords are read in any case of letters.
  bool at_keyword(std::string_view upper) const;
  void next() { at_ += at_end() ? 0 : 1; }
  bool take_symbol(std::string_view symbol);
  bool take_keyword(std::string_view upper);

  // Of the token that comes next.
  aws::Error syntax() const { return syntax_error(kind_, text_, tokens_, at_); }
  aws::Error invalid(std::string_view why) const { return invalid_expression(kind_, why); }
  Result<void> expect_symbol(std::string_view symbol);

  // "a.#b[3]". Errors: reserved words, names that are not defined, more than 32 levels, syntax.
  Result<DocumentPath> path();
  // ":v". Errors: values that are not defined, syntax.
  Result<AttributeValue> value();

 private:
  Result<std::string> name();
  Result<PathStep> step();

  ExpressionKind kind_;
  std::string_view text_;
  std::vector<Token> tokens_;
  Placeholders& placeholders_;
  std::size_t at_ = 0;
};

// Errors: those of tokenize().
Result<TokenReader> read_tokens(ExpressionKind kind, std::string_view text, Placeholders& placeholders);

}  // namespace winterbaume::dynamodb
