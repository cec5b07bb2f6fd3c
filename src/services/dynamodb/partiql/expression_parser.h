// Expressions of PartiQL by operator precedence, with the precedences, and so the refusals, of its reference implementation
// (partiql-lang-kotlin, SqlParser), which DynamoDB's answers follow word by word.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/partiql/syntax_tree.h"
#include "services/dynamodb/partiql/token_cursor.h"

namespace winterbaume::dynamodb::partiql {

// How tightly what surrounds an expression binds.
constexpr int k_whole_expression = -1;
constexpr int k_clause_expression = 6;  // of a clause of SELECT

// Null results: `cursor.problem()` says why.
class ExpressionParser {
 public:
  explicit ExpressionParser(TokenCursor& cursor) : cursor_(cursor) {}

  TokenCursor& cursor() { return cursor_; }
  std::size_t parameters() const { return parameters_; }

  std::optional<Expr> expression(int precedence);
  // A name with steps, as the targets of statements that write are.
  std::optional<Expr> simple_path();

 private:
  struct Infix;
  std::optional<Infix> infix() const;
  std::optional<Expr> joined(Expr left, const Infix& op);
  std::optional<Expr> right_side(const Infix& op);
  std::optional<Expr> in_right_side(const Infix& op);
  std::optional<Expr> between(Expr left, Expr lower, const Infix& op);
  std::optional<Expr> like(Expr left, Expr pattern, const Infix& op);
  std::optional<Expr> is_type(Expr left, const Infix& op);
  bool type_name(Expr& out);
  std::optional<Expr> unary_term();
  std::optional<Expr> signed_term(bool minus);
  std::optional<Expr> path_term();
  std::optional<Expr> with_steps(Expr root, bool simple);
  bool step_after_dot(Expr& path, bool simple);
  bool step_in_brackets(Expr& path);
  std::optional<Expr> term();
  std::optional<Expr> symbol_term();
  std::optional<Expr> keyword_term();
  std::optional<Expr> misplaced_from();
  std::optional<Expr> nested_select();
  std::optional<Expr> call();
  std::optional<Expr> literal(ExprKind kind);
  std::optional<Expr> collection(ExprKind kind, std::string_view closing, std::string_view closing_name);
  std::optional<Expr> tuple();
  bool members(Expr& out, std::string_view closing, std::string_view closing_name);
  // The node, unless it stands too deep.
  std::optional<Expr> made(Expr node);
  std::optional<Expr> negated(Expr node, bool negate);

  TokenCursor& cursor_;
  std::size_t parameters_ = 0;
  int depth_ = 0;
};

}  // namespace winterbaume::dynamodb::partiql
