#include "services/dynamodb/expressions/lexer.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_expression_bytes_max = 4096;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

// Of the UTF-8 character there.
std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

// How far the token goes that begins at `at`. What begins none is a symbol that no grammar has.
std::size_t token_size(std::string_view text, std::size_t at, TokenKind& kind) {
  const char c = text[at];
  const auto word_from = [&](std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_word(text[end])) ++end;
    return end - at;
  };
  if (c == '#' || c == ':') {
    kind = c == '#' ? TokenKind::name_place : TokenKind::value_place;
    const auto size = word_from(at + 1);
    if (size > 1) return size;
    kind = TokenKind::symbol;
    return 1;
  }
  if (is_digit(c)) {
    kind = TokenKind::number;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
  }
  if (is_word(c) && c != '_') {
    kind = TokenKind::name;
    return word_from(at);
  }
  kind = TokenKind::symbol;
  const auto two = text.substr(at, 2);
  if (two == "<>" || two == "<=" || two == ">=") return 2;
  return character_size(text, at);
}

}  // namespace

std::string_view expression_name(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::condition:
      return "ConditionExpression";
    case ExpressionKind::filter:
      return "FilterExpression";
    case ExpressionKind::key_condition:
      return "KeyConditionExpression";
    case ExpressionKind::search_condition:
      return "SearchConditionExpression";
    case ExpressionKind::projection:
      return "ProjectionExpression";
    case ExpressionKind::update:
      return "UpdateExpression";
  }
  return {};
}

aws::Error invalid_expression(ExpressionKind kind, std::string_view why) {
  return aws::errors::validation(fmt::format("Invalid {}: {}", expression_name(kind), why));
}

aws::Error syntax_error(ExpressionKind kind, std::string_view text, const std::vector<Token>& tokens, std::size_t at) {
  const auto& token = tokens[at];
  const auto& before = tokens[at == 0 ? 0 : at - 1];
  const auto& after = tokens[std::min(at + 1, tokens.size() - 1)];
  const auto end = after.kind == TokenKind::end ? text.size() : after.begin + after.text.size();
  auto near = text.substr(before.begin, end - before.begin);
  while (!near.empty() && is_space(near.back())) near.remove_suffix(1);
  return invalid_expression(
      kind, fmt::format("Syntax error; token: \"{}\", near: \"{}\"", token.kind == TokenKind::end ? "<EOF>" : token.text, near));
}

Result<std::vector<Token>> tokenize(ExpressionKind kind, std::string_view text) {
  if (text.size() > k_expression_bytes_max) {
    return aws::fail(invalid_expression(
        kind, fmt::format("Expression size has exceeded the maximum allowed size; expression size: {}", text.size())));
  }
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 4 + 2);
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    TokenKind found{};
    const auto size = token_size(text, at, found);
    tokens.push_back({found, text.substr(at, size), at});
    at += size;
  }
  if (tokens.empty()) return aws::fail(invalid_expression(kind, "The expression can not be empty;"));
  tokens.push_back({TokenKind::end, {}, text.size()});
  return tokens;
}

}  // namespace winterbaume::dynamodb
