#include "services/dynamodb/partiql/statement_parser.h"

#include "services/dynamodb/partiql/expression_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

class StatementParser {
 public:
  explicit StatementParser(std::vector<Token> tokens) : cursor_(std::move(tokens)), parser_(cursor_) {}

  Result<Statement> whole() {
    auto body = statement();
    if (body && !cursor_.problem()) check_end();
    if (cursor_.problem()) return aws::fail(*cursor_.problem());
    if (stray_) return aws::fail(refused("Unsupported operation: " + *stray_));
    return Statement{.body = std::move(*body), .parameters = parser_.parameters()};
  }

 private:
  std::optional<StatementBody> statement() {
    if (cursor_.at_keyword("select")) return parse_select(parser_);
    if (cursor_.at_keyword("insert") && cursor_.at_keyword("into", 1)) return insert();
    if (cursor_.at_keyword("update")) return update();
    if (cursor_.at_keyword("delete")) return remove();
    if (cursor_.at_keyword("from")) return from_first();
    if (cursor_.at_keyword("set") || cursor_.at_keyword("remove")) return cursor_.fail_syntax("Expected data manipulation");
    return expression();
  }

  // EXISTS(SELECT …), and what is no statement.
  std::optional<StatementBody> expression() {
    auto stray = parser_.expression(k_whole_expression);
    if (!stray) return std::nullopt;
    const bool exists = stray->kind == ExprKind::call && stray->text == "exists" && stray->children.size() == 1 &&
                        stray->children.front().kind == ExprKind::select;
    if (exists) return ExistsStatement{.select = *stray->children.front().select};
    stray_ = kind_name(*stray);
    return ExistsStatement();
  }

  std::optional<StatementBody> insert() {
    cursor_.next();
    cursor_.next();
    InsertStatement out;
    auto target = parser_.simple_path();
    if (!target) return std::nullopt;
    out.target = std::move(*target);
    if (cursor_.at_keyword("values")) {
      if (!rows()) return std::nullopt;
    } else {
      const bool one = cursor_.take_keyword("value");
      auto value = parser_.expression(k_whole_expression);
      if (!value) return std::nullopt;
      if (one) out.value = std::move(value);
      if (one && cursor_.at_keyword("at")) return cursor_.fail(refused("AT is not supported in insert statements."));
    }
    out.has_returning = cursor_.at_word("returning");
    if (out.has_returning && !returning()) return std::nullopt;
    return out;
  }

  bool rows() {
    cursor_.next();
    do {
      if (!cursor_.at_symbol("(")) {
        cursor_.fail_syntax("Expected LEFT_PAREN for row value constructor");
        return false;
      }
      if (!parser_.expression(k_whole_expression)) return false;
    } while (cursor_.take_symbol(","));
    return true;
  }

  std::optional<StatementBody> update() {
    cursor_.next();
    UpdateStatement out;
    auto target = parser_.simple_path();
    if (!target) return std::nullopt;
    out.target = std::move(*target);
    if (!alias(out.has_alias) || !actions(out.actions) || !where(out.where) || !optional_returning(out.returning)) {
      return std::nullopt;
    }
    return out;
  }

  // FROM t WHERE … SET …
  std::optional<StatementBody> from_first() {
    cursor_.next();
    UpdateStatement out;
    auto target = parser_.expression(k_whole_expression);
    if (!target) return std::nullopt;
    out.target = std::move(*target);
    if (!alias(out.has_alias) || !where(out.where) || !actions(out.actions) || !optional_returning(out.returning)) {
      return std::nullopt;
    }
    return out;
  }

  std::optional<StatementBody> remove() {
    cursor_.next();
    if (!cursor_.take_keyword("from")) return cursor_.fail_syntax("Expected FROM after DELETE");
    DeleteStatement out;
    auto target = parser_.simple_path();
    if (!target) return std::nullopt;
    out.target = std::move(*target);
    if (!alias(out.has_alias) || !where(out.where) || !optional_returning(out.returning)) return std::nullopt;
    return out;
  }

  bool alias(bool& has_alias) {
    if (cursor_.take_keyword("as")) {
      if (!cursor_.at_name()) {
        cursor_.fail_syntax("Expected identifier for AS-alias");
        return false;
      }
    } else if (!cursor_.at_name() || cursor_.at_word("returning")) {
      return true;
    }
    has_alias = true;
    cursor_.next();
    return true;
  }

  bool where(std::optional<Expr>& out) {
    if (!cursor_.take_keyword("where")) return true;
    out = parser_.expression(k_whole_expression);
    return out.has_value();
  }

  bool actions(std::vector<UpdateClause>& out) {
    do {
      if (cursor_.take_keyword("set")) {
        do {
          if (!assignment(out)) return false;
        } while (cursor_.take_symbol(","));
      } else if (cursor_.take_keyword("remove")) {
        auto target = parser_.simple_path();
        if (!target) return false;
        out.push_back({.target = std::move(*target), .value = std::nullopt});
      } else {
        cursor_.fail_syntax("Expected data manipulation");
        return false;
      }
    } while (cursor_.at_keyword("set") || cursor_.at_keyword("remove"));
    return true;
  }

  bool assignment(std::vector<UpdateClause>& out) {
    auto target = parser_.simple_path();
    if (!target) return false;
    if (!cursor_.take_symbol("=")) {
      cursor_.fail_syntax("Expected '='");
      return false;
    }
    auto value = parser_.expression(k_whole_expression);
    if (!value) return false;
    out.push_back({.target = std::move(*target), .value = std::move(value)});
    return true;
  }

  bool optional_returning(std::optional<ReturningClause>& out) {
    if (!cursor_.at_word("returning")) return true;
    out = returning();
    return out.has_value();
  }

  std::optional<ReturningClause> returning() {
    cursor_.next();
    ReturningClause out;
    out.all = cursor_.take_word("all");
    const bool parts = out.all || cursor_.take_word("modified");
    out.fresh = parts && cursor_.take_word("new");
    const bool image = out.fresh || (parts && cursor_.take_word("old"));
    if (!image || !cursor_.take_symbol("*")) {
      return cursor_.fail(refused("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause"));
    }
    if (cursor_.at_symbol(",")) {
      return cursor_.fail(refused("Invalid syntax with multiple returning elements in RETURNING clause"));
    }
    return out;
  }

  void check_end() {
    const bool semicolon = cursor_.take_symbol(";");
    if (cursor_.at_end()) return;
    cursor_.fail_syntax(semicolon ? "Unexpected token after semicolon. (Only one query is allowed.)"
                                  : "Unexpected token after expression");
  }

  TokenCursor cursor_;
  ExpressionParser parser_;
  std::optional<std::string> stray_;
};

}  // namespace

Result<Statement> parse_statement(std::string_view text) {
  auto tokens = tokenize_statement(text);
  if (!tokens) return aws::fail(std::move(tokens.error()));
  return StatementParser(std::move(*tokens)).whole();
}

}  // namespace winterbaume::dynamodb::partiql
