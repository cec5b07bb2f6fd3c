#include "services/dynamodb/partiql/expression_parser.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "services/dynamodb/partiql/keywords.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// So that no statement exhausts the stack: of nested brackets, and of the tree that operators make.
constexpr int k_nested_expressions_max = 96;
constexpr int k_tree_depth_max = 192;
constexpr std::string_view k_too_deep = "Expression is nested too deeply";

constexpr int k_or = 10;
constexpr int k_and = 20;
constexpr int k_not = 30;
constexpr int k_equality = 40;
constexpr int k_order = 50;
constexpr int k_addition = 60;
constexpr int k_multiplication = 70;

struct InfixSymbol {
  std::string_view text;
  ExprKind kind;
  int precedence;
};
constexpr std::array<InfixSymbol, 12> k_infix_symbols{{{"=", ExprKind::comparison, k_equality},
                                                       {"<>", ExprKind::comparison, k_equality},
                                                       {"<", ExprKind::comparison, k_order},
                                                       {"<=", ExprKind::comparison, k_order},
                                                       {">", ExprKind::comparison, k_order},
                                                       {">=", ExprKind::comparison, k_order},
                                                       {"+", ExprKind::arithmetic, k_addition},
                                                       {"-", ExprKind::arithmetic, k_addition},
                                                       {"||", ExprKind::arithmetic, k_addition},
                                                       {"*", ExprKind::arithmetic, k_multiplication},
                                                       {"/", ExprKind::arithmetic, k_multiplication},
                                                       {"%", ExprKind::arithmetic, k_multiplication}}};
constexpr std::array<InfixSymbol, 6> k_infix_words{{{"or", ExprKind::logical_or, k_or},
                                                    {"and", ExprKind::logical_and, k_and},
                                                    {"is", ExprKind::is_type, k_equality},
                                                    {"in", ExprKind::in, k_equality},
                                                    {"between", ExprKind::between, k_order},
                                                    {"like", ExprKind::like, k_order}}};

bool takes_not(ExprKind kind) { return kind == ExprKind::in || kind == ExprKind::between || kind == ExprKind::like; }

const InfixSymbol* find_word(const Token& token) {
  if (token.kind != TokenKind::keyword) return nullptr;
  const auto found = std::ranges::find(k_infix_words, token.text, &InfixSymbol::text);
  return found == k_infix_words.end() ? nullptr : &*found;
}

const InfixSymbol* find_symbol(const Token& token) {
  if (token.kind != TokenKind::symbol) return nullptr;
  const auto found = std::ranges::find(k_infix_symbols, token.text, &InfixSymbol::text);
  return found == k_infix_symbols.end() ? nullptr : &*found;
}

class DepthCount {
 public:
  explicit DepthCount(int& depth) : depth_(depth) { ++depth_; }
  ~DepthCount() { --depth_; }
  DepthCount(const DepthCount&) = delete;
  DepthCount& operator=(const DepthCount&) = delete;

 private:
  int& depth_;
};

}  // namespace

struct ExpressionParser::Infix {
  ExprKind kind{};
  std::string text;
  int precedence = 0;
  bool negated = false;
  std::size_t tokens = 1;
  Place place;
};

std::optional<ExpressionParser::Infix> ExpressionParser::infix() const {
  const auto& token = cursor_.peek();
  const bool negated = cursor_.at_keyword("not");
  const auto* found = find_word(negated ? cursor_.peek(1) : token);
  if (negated && (found == nullptr || !takes_not(found->kind))) return std::nullopt;
  if (found == nullptr) found = find_symbol(token);
  if (found == nullptr) return std::nullopt;
  Infix op{.kind = found->kind,
           .text = std::string(found->text),
           .precedence = found->precedence,
           .negated = negated,
           .tokens = negated ? 2U : 1U,
           .place = token.place};
  if (op.kind == ExprKind::is_type && cursor_.at_keyword("not", 1)) {
    op.negated = true;
    op.tokens = 2;
  }
  return op;
}

std::optional<Expr> ExpressionParser::made(Expr node) {
  for (const auto& child : node.children) node.depth = std::max(node.depth, child.depth + 1);
  if (node.depth > k_tree_depth_max) return cursor_.fail_syntax(k_too_deep);
  return node;
}

std::optional<Expr> ExpressionParser::negated(Expr node, bool negate) {
  if (!negate) return made(std::move(node));
  Expr out{.kind = ExprKind::logical_not, .place = node.place};
  node.depth = 1;
  auto inner = made(std::move(node));
  if (!inner) return std::nullopt;
  out.children.push_back(std::move(*inner));
  return made(std::move(out));
}

std::optional<Expr> ExpressionParser::expression(int precedence) {
  const DepthCount count(depth_);
  if (depth_ > k_nested_expressions_max) return cursor_.fail_syntax(k_too_deep);
  auto left = unary_term();
  while (left) {
    const auto op = infix();
    if (!op || op->precedence <= precedence) break;
    left = joined(std::move(*left), *op);
  }
  return left;
}

std::optional<Expr> ExpressionParser::right_side(const Infix& op) {
  if (cursor_.at_end()) return cursor_.fail_syntax("Missing right-hand side expression of infix operator");
  return expression(op.precedence);
}

std::optional<Expr> ExpressionParser::joined(Expr left, const Infix& op) {
  for (std::size_t i = 0; i < op.tokens; ++i) cursor_.next();
  if (op.kind == ExprKind::is_type) return is_type(std::move(left), op);
  auto right = op.kind == ExprKind::in ? in_right_side(op) : right_side(op);
  if (!right) return std::nullopt;
  if (op.kind == ExprKind::between) return between(std::move(left), std::move(*right), op);
  if (op.kind == ExprKind::like) return like(std::move(left), std::move(*right), op);
  const bool chain = op.kind == ExprKind::logical_and || op.kind == ExprKind::logical_or;
  if (chain && left.kind == op.kind) {
    left.children.push_back(std::move(*right));
    return made(std::move(left));
  }
  Expr node{.kind = op.kind, .text = op.text, .place = op.place};
  node.children.push_back(std::move(left));
  node.children.push_back(std::move(*right));
  return negated(std::move(node), op.negated);
}

// Parentheses after IN hold the values.
std::optional<Expr> ExpressionParser::in_right_side(const Infix& op) {
  const bool values = cursor_.at_symbol("(") && !cursor_.at_keyword("select", 1) && !cursor_.at_keyword("values", 1);
  return values ? collection(ExprKind::list, ")", "RIGHT_PAREN") : right_side(op);
}

std::optional<Expr> ExpressionParser::between(Expr left, Expr lower, const Infix& op) {
  if (!cursor_.take_keyword("and")) return cursor_.fail_syntax("Expected AND keyword");
  if (cursor_.at_end()) return cursor_.fail_syntax("Expected expression after AND");
  auto upper = expression(op.precedence);
  if (!upper) return std::nullopt;
  Expr node{.kind = ExprKind::between, .text = op.text, .place = op.place};
  node.children.push_back(std::move(left));
  node.children.push_back(std::move(lower));
  node.children.push_back(std::move(*upper));
  return negated(std::move(node), op.negated);
}

std::optional<Expr> ExpressionParser::like(Expr left, Expr pattern, const Infix& op) {
  Expr node{.kind = ExprKind::like, .text = op.text, .place = op.place};
  node.children.push_back(std::move(left));
  node.children.push_back(std::move(pattern));
  if (cursor_.take_keyword("escape")) {
    auto escape = expression(op.precedence);
    if (!escape) return std::nullopt;
    node.children.push_back(std::move(*escape));
  }
  return negated(std::move(node), op.negated);
}

std::optional<Expr> ExpressionParser::is_type(Expr left, const Infix& op) {
  Expr node{.kind = ExprKind::is_type, .place = op.place};
  if (!type_name(node)) return std::nullopt;
  node.children.push_back(std::move(left));
  return negated(std::move(node), op.negated);
}

bool ExpressionParser::type_name(Expr& out) {
  const auto token = cursor_.peek();
  out.text = to_lower(token.text);
  if ((token.kind != TokenKind::keyword && token.kind != TokenKind::identifier) || !is_type_name(out.text)) {
    cursor_.fail_syntax("Expected type name");
    return false;
  }
  cursor_.next();
  if (out.text == "double") {
    if (!cursor_.take_keyword("precision")) {
      cursor_.fail_syntax("Expected type name");
      return false;
    }
    out.text = "double precision";
  } else if (out.text == "character" && cursor_.take_keyword("varying")) {
    out.text = "character varying";
  }
  if (!cursor_.at_symbol("(")) return true;
  Expr arguments;
  cursor_.next();
  return members(arguments, ")", "RIGHT_PAREN");
}

std::optional<Expr> ExpressionParser::unary_term() {
  const DepthCount count(depth_);
  if (depth_ > k_nested_expressions_max) return cursor_.fail_syntax(k_too_deep);
  if (cursor_.at_symbol("-") || cursor_.at_symbol("+")) return signed_term(cursor_.at_symbol("-"));
  if (!cursor_.at_keyword("not") || infix()) return path_term();
  Expr node{.kind = ExprKind::logical_not, .place = cursor_.peek().place};
  cursor_.next();
  auto child = expression(k_not);
  if (!child) return std::nullopt;
  node.children.push_back(std::move(*child));
  return made(std::move(node));
}

// A sign before a number is part of it.
std::optional<Expr> ExpressionParser::signed_term(bool minus) {
  Expr node{.kind = minus ? ExprKind::negative : ExprKind::positive, .place = cursor_.peek().place};
  node.text = minus ? "-" : "+";
  cursor_.next();
  auto child = unary_term();
  if (!child) return std::nullopt;
  if (child->kind != ExprKind::number) {
    node.children.push_back(std::move(*child));
    return made(std::move(node));
  }
  if (minus) child->text = child->text.starts_with('-') ? child->text.substr(1) : "-" + child->text;
  return child;
}

}  // namespace winterbaume::dynamodb::partiql
