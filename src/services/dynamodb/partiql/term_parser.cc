// What operators stand between: names with steps, literals, calls, collections.
#include <algorithm>

#include "core/bytes.h"
#include "services/dynamodb/partiql/expression_parser.h"
#include "services/dynamodb/partiql/keywords.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::string_view k_operator_symbols[] = {"=", "<>", "<", "<=", ">", ">=", "+", "-", "||", "/", "%", "@"};
constexpr std::string_view k_operator_words[] = {"or",   "and", "is",    "in",     "between",
                                                 "like", "not", "union", "except", "intersect"};

Expr name_of(const Token& token) { return Expr{.kind = ExprKind::name, .text = token.text, .place = token.place}; }

}  // namespace

std::optional<Expr> ExpressionParser::simple_path() {
  if (!cursor_.at_name()) return cursor_.fail_syntax("Expected identifier for simple path");
  auto root = name_of(cursor_.peek());
  cursor_.next();
  return with_steps(std::move(root), true);
}

std::optional<Expr> ExpressionParser::path_term() {
  auto root = term();
  if (!root) return std::nullopt;
  return with_steps(std::move(*root), false);
}

std::optional<Expr> ExpressionParser::with_steps(Expr root, bool simple) {
  if (!cursor_.at_symbol(".") && !cursor_.at_symbol("[")) return root;
  Expr path{.kind = ExprKind::path, .place = root.place};
  path.children.push_back(std::move(root));
  while (true) {
    if (cursor_.take_symbol(".")) {
      if (!step_after_dot(path, simple)) return std::nullopt;
    } else if (cursor_.take_symbol("[")) {
      if (!step_in_brackets(path)) return std::nullopt;
    } else {
      return made(std::move(path));
    }
  }
}

bool ExpressionParser::step_after_dot(Expr& path, bool simple) {
  const auto token = cursor_.peek();
  PathPart part{.place = token.place};
  if (cursor_.at_name()) {
    part.name = token.text;
  } else if (cursor_.at_symbol("*")) {
    if (simple) {
      cursor_.fail_syntax("Invalid path dot component for simple path");
      return false;
    }
    part.kind = PathPart::Kind::any_name;
  } else {
    cursor_.fail_syntax("Invalid path dot component");
    return false;
  }
  cursor_.next();
  path.steps.push_back(std::move(part));
  return true;
}

bool ExpressionParser::step_in_brackets(Expr& path) {
  PathPart part{.kind = PathPart::Kind::index, .place = cursor_.peek().place};
  if (cursor_.take_symbol("*")) {
    part.kind = PathPart::Kind::any_index;
  } else {
    auto index = expression(k_whole_expression);
    if (!index) return false;
    part.index.push_back(std::move(*index));
  }
  if (!cursor_.expect_symbol("]", "RIGHT_BRACKET")) return false;
  path.steps.push_back(std::move(part));
  return true;
}

std::optional<Expr> ExpressionParser::term() {
  switch (cursor_.peek().kind) {
    case TokenKind::identifier:
    case TokenKind::quoted_identifier: {
      if (cursor_.at_symbol("(", 1)) return call();
      auto name = name_of(cursor_.peek());
      cursor_.next();
      return name;
    }
    case TokenKind::string:
      return literal(ExprKind::string);
    case TokenKind::number:
      return literal(ExprKind::number);
    case TokenKind::ion:
      return literal(ExprKind::ion);
    case TokenKind::parameter:
      return literal(ExprKind::parameter);
    case TokenKind::keyword:
      return keyword_term();
    case TokenKind::symbol:
      return symbol_term();
    case TokenKind::end:
      break;
  }
  return cursor_.fail_syntax("Unexpected term");
}

std::optional<Expr> ExpressionParser::literal(ExprKind kind) {
  const auto& token = cursor_.peek();
  Expr out{.kind = kind, .text = token.text, .place = token.place};
  if (kind == ExprKind::parameter) out.index = parameters_++;
  cursor_.next();
  return out;
}

std::optional<Expr> ExpressionParser::symbol_term() {
  const auto& token = cursor_.peek();
  if (token.text == "[") return collection(ExprKind::list, "]", "RIGHT_BRACKET");
  if (token.text == "<<") return collection(ExprKind::bag, ">>", "RIGHT_DOUBLE_ANGLE_BRACKET");
  if (token.text == "{") return tuple();
  if (token.text == "(") {
    if (cursor_.at_symbol(")", 1)) return cursor_.fail_syntax("Unexpected term");
    auto group = collection(ExprKind::list, ")", "RIGHT_PAREN");
    if (!group || group->children.size() != 1) return group;
    // Moved by way of a value of its own: the group owns it.
    Expr only = std::move(group->children.front());
    return only;
  }
  const bool is_operator = std::ranges::find(k_operator_symbols, token.text) != std::end(k_operator_symbols);
  return cursor_.fail_syntax(is_operator ? "Unexpected operator" : "Unexpected term");
}

std::optional<Expr> ExpressionParser::keyword_term() {
  const auto& word = cursor_.peek().text;
  if (word == "null") return literal(ExprKind::null);
  if (word == "missing") return literal(ExprKind::missing);
  if (word == "true" || word == "false") return literal(ExprKind::boolean);
  if (word == "select") return nested_select();
  if (word == "from") return misplaced_from();
  if (std::ranges::find(k_operator_words, word) != std::end(k_operator_words)) return cursor_.fail_syntax("Unexpected operator");
  if (is_function_keyword(word) && cursor_.at_symbol("(", 1)) return call();
  return cursor_.fail_syntax("Unexpected keyword");
}

// "SLECT * FROM t" multiplies, and what FROM begins is a statement that writes.
std::optional<Expr> ExpressionParser::misplaced_from() {
  cursor_.next();
  if (!expression(k_whole_expression)) return std::nullopt;
  if (cursor_.take_keyword("where") && !expression(k_whole_expression)) return std::nullopt;
  return cursor_.fail_syntax("Expected data manipulation");
}

std::optional<Expr> ExpressionParser::nested_select() {
  Expr out{.kind = ExprKind::select, .place = cursor_.peek().place};
  auto select = parse_select(*this);
  if (!select) return std::nullopt;
  out.select = std::make_shared<const SelectStatement>(std::move(*select));
  return out;
}

std::optional<Expr> ExpressionParser::call() {
  Expr out{.kind = ExprKind::call, .text = to_lower(cursor_.peek().text), .place = cursor_.peek().place};
  cursor_.next();
  cursor_.next();
  if (cursor_.at_symbol("*")) {
    if (out.text != "count") return cursor_.fail_syntax(out.text + "(*) is not allowed");
    cursor_.next();
    out.kind = ExprKind::wildcard;
    if (!cursor_.expect_symbol(")", "RIGHT_PAREN")) return std::nullopt;
    return out;
  }
  if (out.text == "count") {
    if (cursor_.at_symbol(")")) return cursor_.fail_syntax("Aggregate functions are always unary");
    if (!cursor_.take_keyword("distinct")) cursor_.take_keyword("all");
  }
  if (!members(out, ")", "RIGHT_PAREN")) return std::nullopt;
  if (out.text == "list") out.kind = ExprKind::list;
  if (out.text == "bag") out.kind = ExprKind::bag;
  return made(std::move(out));
}

// After the opening bracket, the closing one included.
bool ExpressionParser::members(Expr& out, std::string_view closing, std::string_view closing_name) {
  if (cursor_.take_symbol(closing)) return true;
  do {
    auto one = expression(k_whole_expression);
    if (!one) return false;
    out.children.push_back(std::move(*one));
  } while (cursor_.take_symbol(","));
  return cursor_.expect_symbol(closing, closing_name);
}

std::optional<Expr> ExpressionParser::collection(ExprKind kind, std::string_view closing, std::string_view closing_name) {
  Expr out{.kind = kind, .place = cursor_.peek().place};
  cursor_.next();
  if (!members(out, closing, closing_name)) return std::nullopt;
  return made(std::move(out));
}

std::optional<Expr> ExpressionParser::tuple() {
  Expr out{.kind = ExprKind::tuple, .place = cursor_.peek().place};
  cursor_.next();
  if (cursor_.take_symbol("}")) return out;
  do {
    auto key = expression(k_whole_expression);
    if (!key || !cursor_.expect_symbol(":", "COLON")) return std::nullopt;
    auto value = expression(k_whole_expression);
    if (!value) return std::nullopt;
    out.children.push_back(std::move(*key));
    out.children.push_back(std::move(*value));
  } while (cursor_.take_symbol(","));
  if (!cursor_.expect_symbol("}", "RIGHT_CURLY")) return std::nullopt;
  return made(std::move(out));
}

}  // namespace winterbaume::dynamodb::partiql
