// Goes through the tokens of one expression; what the parsers of all kinds share.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/expressions/lexer.h"

namespace winterbaume::dynamodb {

// What is wrong with an expression that can be read to its end. Of several AWS tells of one, and what goes first is not what
// stands first (measured on AWS by the tests of dynalite): so they are noted, and looked for by kind at the end. Bits.
namespace problems {
constexpr unsigned k_parentheses = 1U << 0U;
constexpr unsigned k_reserved_word = 1U << 1U;
constexpr unsigned k_unknown_function = 1U << 2U;
constexpr unsigned k_misused_function = 1U << 3U;
constexpr unsigned k_section = 1U << 4U;
constexpr unsigned k_undefined_name = 1U << 5U;
constexpr unsigned k_undefined_value = 1U << 6U;
constexpr unsigned k_paths = 1U << 7U;
constexpr unsigned k_section_operand = 1U << 8U;
constexpr unsigned k_operand_count = 1U << 9U;
constexpr unsigned k_same_operands = 1U << 10U;
constexpr unsigned k_operand = 1U << 11U;
constexpr unsigned k_condition = 1U << 12U;
}  // namespace problems

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

  void note(unsigned problem, std::string why) { noted_.emplace_back(problem, std::move(why)); }
  // The first that is of one of the first kinds, else of the next ones, …; kinds are joined by '|'.
  std::optional<aws::Error> find_problem(std::initializer_list<unsigned> kinds) const;
  const std::string* find_noted(std::initializer_list<unsigned> kinds) const;

  // "a.#b[3]". Errors: syntax, more than 32 levels. Notes reserved words and names that are not defined.
  Result<DocumentPath> path();
  // ".#b[3]", where there is more of a path.
  Result<void> extend(DocumentPath& path);
  // ":v". Errors: syntax. Notes values that are not defined; their value is NULL then.
  Result<AttributeValue> value();

 private:
  // Words that the grammar takes, so that they are no names.
  bool at_grammar_word() const;
  Result<std::string> name();
  Result<PathStep> step();

  ExpressionKind kind_;
  std::string_view text_;
  std::vector<Token> tokens_;
  Placeholders& placeholders_;
  std::size_t at_ = 0;
  std::vector<std::pair<unsigned, std::string>> noted_;
};

// Errors: those of tokenize().
Result<TokenReader> read_tokens(ExpressionKind kind, std::string_view text, Placeholders& placeholders);

}  // namespace winterbaume::dynamodb
