#include "services/dynamodb/partiql/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "core/bytes.h"
#include "services/dynamodb/partiql/keywords.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// Longer ones first.
constexpr std::array<std::string_view, 27> k_symbols{"<=", "<>", "<<", ">=", ">>", "!=", "||", "(", ")", "[", "]", "{", "}", ":",
                                                     ",",  "*",  ";",  ".",  "<",  ">",  "=",  "+", "-", "/", "%", "@", "?"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Numbers are Java's BigDecimal in DynamoDB: exponent and scale are integers of 32 bits (measured:
// paritysuite/dynamodb-conformance, "partiqlGrammar").
bool has_scale(std::string_view number) {
  const auto mark = number.find_first_of("eE");
  const auto digits = number.substr(0, mark);
  std::int64_t exponent = 0;
  if (mark != std::string_view::npos) {
    auto text = number.substr(mark + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, exponent);
    if (read.ec != std::errc() || read.ptr != end) return false;
  }
  const auto point = digits.find('.');
  const auto fraction = point == std::string_view::npos ? 0 : static_cast<std::int64_t>(digits.size() - point - 1);
  const auto fits = [](std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
  };
  return fits(exponent) && fits(fraction - exponent);
}

class StatementLexer {
 public:
  explicit StatementLexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> all() {
    tokens_.reserve(text_.size() / 4 + 2);
    while (skip_blanks() && at_ < text_.size()) {
      begin_ = at_;
      place_ = {.line = line_, .column = column_, .length = 0};
      if (!one()) return aws::fail(malformed(""));
    }
    if (broken_) return aws::fail(malformed(""));
    tokens_.push_back({.kind = TokenKind::end, .text = {}, .place = {.line = line_, .column = column_, .length = 0}});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void advance(std::size_t count) {
    for (; count > 0 && at_ < text_.size(); --count, ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        column_ = 1;
      } else if (!continues_character(text_[at_])) {
        ++column_;
      }
    }
  }

  // Blanks and comments. False: a comment does not end.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      if (is_space(peek())) {
        advance(1);
      } else if (text_.substr(at_).starts_with("--")) {
        advance(std::min(text_.find_first_of("\r\n", at_), text_.size()) - at_);
      } else if (text_.substr(at_).starts_with("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        broken_ = end == std::string_view::npos;
        if (broken_) return false;
        advance(end + 2 - at_);
      } else {
        break;
      }
    }
    return true;
  }

  bool one() {
    const char c = peek();
    if (c == '\'') return quoted('\'', TokenKind::string);
    if (c == '"') return quoted('"', TokenKind::quoted_identifier);
    if (c == '`') return quoted('`', TokenKind::ion);
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (begins_name(c)) return word();
    const auto symbol = std::ranges::find_if(k_symbols, [&](auto one) { return text_.substr(at_).starts_with(one); });
    if (symbol == k_symbols.end()) return false;
    advance(symbol->size());
    add(*symbol == "?" ? TokenKind::parameter : TokenKind::symbol, std::string(*symbol == "!=" ? "<>" : *symbol));
    return true;
  }

  bool quoted(char quote, TokenKind kind) {
    std::string value;
    for (auto i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] != quote) {
        value.push_back(text_[i]);
      } else if (quote != '`' && i + 1 < text_.size() && text_[i + 1] == quote) {
        value.push_back(quote);
        ++i;
      } else {
        advance(i + 1 - at_);
        add(kind, std::move(value));
        return true;
      }
    }
    return false;
  }

  void digits() {
    while (is_digit(peek())) advance(1);
  }

  bool number() {
    digits();
    if (peek() == '.') {
      advance(1);
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      advance(1);
      if (peek() == '+' || peek() == '-') advance(1);
      if (!is_digit(peek())) return false;
      digits();
    }
    std::string value(text_.substr(begin_, at_ - begin_));
    if (!has_scale(value)) return false;
    add(TokenKind::number, std::move(value));
    return true;
  }

  bool word() {
    while (begins_name(peek()) || is_digit(peek())) advance(1);
    const auto written = text_.substr(begin_, at_ - begin_);
    auto lower = to_lower(written);
    if (is_keyword(lower)) {
      add(TokenKind::keyword, std::move(lower));
    } else {
      add(TokenKind::identifier, std::string(written));
    }
    return true;
  }

  void add(TokenKind kind, std::string value) {
    const auto written = text_.substr(begin_, at_ - begin_);
    place_.length = static_cast<int>(std::ranges::count_if(written, [](char c) { return !continues_character(c); }));
    tokens_.push_back({.kind = kind, .text = std::move(value), .place = place_});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  int line_ = 1;
  int column_ = 1;
  bool broken_ = false;
  Place place_;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokenize_statement(std::string_view statement) { return StatementLexer(statement).all(); }

}  // namespace winterbaume::dynamodb::partiql
