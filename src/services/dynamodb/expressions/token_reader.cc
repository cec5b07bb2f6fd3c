#include "services/dynamodb/expressions/token_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/bytes.h"
#include "services/dynamodb/expressions/reserved_words.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_path_levels_max = 32;

}  // namespace

Result<TokenReader> read_tokens(ExpressionKind kind, std::string_view text, Placeholders& placeholders) {
  auto tokens = tokenize(kind, text);
  if (!tokens) return aws::fail(std::move(tokens.error()));
  return TokenReader(kind, text, std::move(*tokens), placeholders);
}

bool TokenReader::at_keyword(std::string_view upper) const {
  return peek().kind == TokenKind::name && equals_ignoring_case(peek().text, upper);
}

bool TokenReader::take_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  next();
  return true;
}

bool TokenReader::take_keyword(std::string_view upper) {
  if (!at_keyword(upper)) return false;
  next();
  return true;
}

Result<void> TokenReader::expect_symbol(std::string_view symbol) {
  if (!take_symbol(symbol)) return aws::fail(syntax());
  return {};
}

const std::string* TokenReader::find_noted(std::initializer_list<unsigned> kinds) const {
  for (const unsigned kind : kinds) {
    for (const auto& [problem, why] : noted_) {
      if ((problem & kind) != 0) return &why;
    }
  }
  return nullptr;
}

std::optional<aws::Error> TokenReader::find_problem(std::initializer_list<unsigned> kinds) const {
  const auto* why = noted_.empty() ? nullptr : find_noted(kinds);
  if (why == nullptr) return std::nullopt;
  return invalid(*why);
}

bool TokenReader::at_grammar_word() const {
  using Words = std::initializer_list<std::string_view>;
  const auto at_any = [this](Words words) { return std::ranges::any_of(words, [this](auto word) { return at_keyword(word); }); };
  if (kind_ == ExpressionKind::projection) return false;
  return kind_ == ExpressionKind::update ? at_any({"SET", "REMOVE", "ADD", "DELETE"})
                                         : at_any({"BETWEEN", "IN", "AND", "OR", "NOT"});
}

Result<std::string> TokenReader::name() {
  const auto token = peek();
  if (token.kind == TokenKind::name) {
    if (is_reserved_word(token.text)) {
      if (at_grammar_word()) return aws::fail(syntax());
      note(problems::k_reserved_word, fmt::format("Attribute name is a reserved keyword; reserved keyword: {}", token.text));
    }
    next();
    return std::string(token.text);
  }
  if (token.kind != TokenKind::name_place) return aws::fail(syntax());
  next();
  if (const auto* found = placeholders_.use_name(token.text)) return *found;
  note(problems::k_undefined_name,
       fmt::format("An expression attribute name used in the document path is not defined; attribute name: {}", token.text));
  return std::string(token.text);
}

// What follows "." or "[".
Result<PathStep> TokenReader::step() {
  if (take_symbol(".")) {
    auto named = name();
    if (!named) return aws::fail(std::move(named.error()));
    return PathStep(std::move(*named));
  }
  next();
  const auto token = peek();
  std::uint64_t index = 0;
  if (token.kind != TokenKind::number) return aws::fail(syntax());
  const auto parsed = std::from_chars(token.text.data(), token.text.data() + token.text.size(), index);
  if (parsed.ec != std::errc()) {
    return aws::fail(invalid(fmt::format("List index is not within the allowable range; index: [{}]", token.text)));
  }
  next();
  if (auto closed = expect_symbol("]"); !closed) return aws::fail(std::move(closed.error()));
  return PathStep(index);
}

Result<DocumentPath> TokenReader::path() {
  auto root = name();
  if (!root) return aws::fail(std::move(root.error()));
  DocumentPath out{std::move(*root), {}};
  if (auto more = extend(out); !more) return aws::fail(std::move(more.error()));
  return out;
}

Result<void> TokenReader::extend(DocumentPath& path) {
  while (at_symbol(".") || at_symbol("[")) {
    auto next_step = step();
    if (!next_step) return aws::fail(std::move(next_step.error()));
    path.steps.push_back(std::move(*next_step));
  }
  if (path.steps.size() < k_path_levels_max) return {};
  return aws::fail(
      invalid(fmt::format("The document path has too many nesting levels; nesting levels: {}", path.steps.size() + 1)));
}

Result<AttributeValue> TokenReader::value() {
  const auto token = peek();
  if (token.kind != TokenKind::value_place) return aws::fail(syntax());
  next();
  if (const auto* found = placeholders_.use_value(token.text)) return *found;
  note(problems::k_undefined_value,
       fmt::format("An expression attribute value used in expression is not defined; attribute value: {}", token.text));
  return AttributeValue::of_null();
}

}  // namespace winterbaume::dynamodb
