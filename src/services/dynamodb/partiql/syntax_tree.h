// A statement once it is parsed: plain values, nothing looked up or decided yet.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/dynamodb/partiql/problems.h"

namespace winterbaume::dynamodb::partiql {

enum class ExprKind : std::uint8_t {
  string,
  number,
  boolean,
  null,
  missing,
  ion,
  parameter,  // index: which
  name,       // text
  path,       // children[0], and steps
  list,
  bag,
  tuple,     // children: key, value, key, value, …
  call,      // text: in lower case; children: the arguments
  wildcard,  // count(*)
  select,    // a SELECT within an expression
  negative,  // -x, of what is no number's literal
  positive,
  logical_not,
  logical_and,  // any number of children
  logical_or,
  arithmetic,  // text: + - * / % ||
  comparison,  // text: = <> < <= > >=
  in,
  between,  // children: value, lower, upper
  like,
  is_type,  // text: the type's name in lower case
};

struct Expr;

struct PathPart {
  enum class Kind : std::uint8_t { name, index, any_name, any_index };
  Kind kind = Kind::name;
  std::string name;
  std::vector<Expr> index;  // one, of an index
  Place place;
};

struct SelectStatement;

struct Expr {
  ExprKind kind{};
  std::string text;
  std::size_t index = 0;
  Place place;
  std::vector<Expr> children;
  std::vector<PathPart> steps;
  std::shared_ptr<const SelectStatement> select;
  int depth = 1;  // of the tree below, itself included
};

struct OrderTerm {
  Expr attribute;
  bool descending = false;
};

// What PartiQL has and DynamoDB has not: refused once the statement is parsed.
struct UnsupportedClause {
  std::string name;  // "LIMIT"
  Place place;
};

struct SelectStatement {
  bool star = false;
  std::vector<Expr> columns;
  Expr from;
  bool has_alias = false;     // of a column or of the table
  bool many_sources = false;  // joins
  bool select_value = false;  // SELECT VALUE
  std::optional<Expr> where;
  std::vector<OrderTerm> order;
  std::optional<UnsupportedClause> unsupported;
};

// RETURNING ALL OLD *
struct ReturningClause {
  bool all = true;     // else MODIFIED
  bool fresh = false;  // NEW, else OLD
};

struct InsertStatement {
  Expr target;
  std::optional<Expr> value;  // null: VALUES or a bag, of many items
  bool has_returning = false;
};

struct UpdateClause {
  Expr target;
  std::optional<Expr> value;  // null: REMOVE
};

struct UpdateStatement {
  Expr target;
  bool has_alias = false;
  std::vector<UpdateClause> actions;
  std::optional<Expr> where;
  std::optional<ReturningClause> returning;
};

struct DeleteStatement {
  Expr target;
  bool has_alias = false;
  std::optional<Expr> where;
  std::optional<ReturningClause> returning;
};

// EXISTS(SELECT …)
struct ExistsStatement {
  SelectStatement select;
};

using StatementBody = std::variant<SelectStatement, InsertStatement, UpdateStatement, DeleteStatement, ExistsStatement>;

struct Statement {
  StatementBody body;
  std::size_t parameters = 0;  // how many ?
};

// How AWS's messages call it: "IsType", "Parameter"; of a call its function.
std::string kind_name(const Expr& expr);

}  // namespace winterbaume::dynamodb::partiql
