#include "services/dynamodb/partiql/syntax_tree.h"

#include <utility>

namespace winterbaume::dynamodb::partiql {
namespace {

std::string_view arithmetic_name(std::string_view symbol) {
  if (symbol == "+") return "Plus";
  if (symbol == "-") return "Minus";
  if (symbol == "*") return "Times";
  if (symbol == "/") return "Divide";
  return symbol == "%" ? "Modulo" : "Concat";
}

std::string_view comparison_name(std::string_view symbol) {
  if (symbol == "=") return "Eq";
  if (symbol == "<>") return "Ne";
  if (symbol == "<") return "Lt";
  if (symbol == "<=") return "Lte";
  return symbol == ">" ? "Gt" : "Gte";
}

// As the syntax tree of PartiQL's reference implementation names them.
std::string_view node_name(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::missing:
      return "Missing";
    case ExprKind::parameter:
      return "Parameter";
    case ExprKind::name:
      return "Id";
    case ExprKind::path:
      return "Path";
    case ExprKind::list:
      return "List";
    case ExprKind::bag:
      return "Bag";
    case ExprKind::tuple:
      return "Struct";
    case ExprKind::wildcard:
      return "CallAgg";
    case ExprKind::select:
      return "Select";
    case ExprKind::negative:
      return "Neg";
    case ExprKind::positive:
      return "Pos";
    case ExprKind::logical_not:
      return "Not";
    case ExprKind::logical_and:
      return "And";
    case ExprKind::logical_or:
      return "Or";
    case ExprKind::arithmetic:
      return arithmetic_name(expr.text);
    case ExprKind::comparison:
      return comparison_name(expr.text);
    case ExprKind::in:
      return "InCollection";
    case ExprKind::between:
      return "Between";
    case ExprKind::like:
      return "Like";
    case ExprKind::is_type:
      return "IsType";
    default:
      return "Lit";
  }
}

}  // namespace

std::string kind_name(const Expr& expr) { return expr.kind == ExprKind::call ? expr.text : std::string(node_name(expr)); }

}  // namespace winterbaume::dynamodb::partiql
