#include <algorithm>
#include <array>

#include "services/dynamodb/partiql/expression_parser.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::array<std::string_view, 7> k_join_words{"join", "inner", "left", "right", "full", "outer", "cross"};

class SelectParser {
 public:
  explicit SelectParser(ExpressionParser& parser) : parser_(parser), cursor_(parser.cursor()) {}

  bool whole() {
    cursor_.next();
    return projection() && sources() && where() && grouping() && order() && limit();
  }
  SelectStatement take() { return std::move(out_); }

 private:
  void reject_clause(std::string name, const Place& place) {
    if (!out_.unsupported) out_.unsupported = UnsupportedClause{.name = std::move(name), .place = place};
  }

  bool projection() {
    const auto place = cursor_.peek().place;
    if (cursor_.take_keyword("distinct")) {
      reject_clause("DISTINCT", place);
    } else {
      cursor_.take_keyword("all");
    }
    if (cursor_.take_keyword("value")) {
      out_.select_value = true;
      return parser_.expression(k_whole_expression).has_value();
    }
    do {
      if (!column()) return false;
    } while (cursor_.take_symbol(","));
    if (!out_.star || out_.columns.empty()) return true;
    cursor_.fail_syntax("Other expressions may not be present in the select list when '*' is used without dot notation.");
    return false;
  }

  bool column() {
    if (cursor_.take_symbol("*")) {
      out_.star = true;
      return true;
    }
    auto column = parser_.expression(k_whole_expression);
    if (!column) return false;
    out_.columns.push_back(std::move(*column));
    return alias();
  }

  bool alias() {
    if (cursor_.take_keyword("as")) {
      if (!cursor_.at_name()) {
        cursor_.fail_syntax("Expected identifier for AS-alias");
        return false;
      }
    } else if (!cursor_.at_name()) {
      return true;
    }
    out_.has_alias = true;
    cursor_.next();
    return true;
  }

  bool sources() {
    if (!cursor_.take_keyword("from")) {
      cursor_.fail_syntax("Expected FROM after SELECT list");
      return false;
    }
    auto source = parser_.expression(k_clause_expression);
    if (!source) return false;
    out_.from = std::move(*source);
    if (!alias()) return false;
    while (cursor_.take_symbol(",")) {
      out_.many_sources = true;
      if (!parser_.expression(k_clause_expression) || !alias()) return false;
    }
    if (cursor_.peek().kind != TokenKind::keyword || std::ranges::find(k_join_words, cursor_.peek().text) == k_join_words.end()) {
      return true;
    }
    cursor_.fail(refused("Only select from a single table or index is supported."));
    return false;
  }

  bool where() {
    if (!cursor_.take_keyword("where")) return true;
    out_.where = parser_.expression(k_clause_expression);
    return out_.where.has_value();
  }

  // The place of a clause that DynamoDB has not is its expression's.
  bool unsupported_expression(std::string name) {
    const auto expression = parser_.expression(k_clause_expression);
    if (!expression) return false;
    reject_clause(std::move(name), expression->place);
    return true;
  }

  bool grouping() {
    if (cursor_.take_keyword("group")) {
      if (!cursor_.take_keyword("by")) {
        cursor_.fail_syntax("Expected BY");
        return false;
      }
      do {
        if (!unsupported_expression("GROUP BY")) return false;
      } while (cursor_.take_symbol(","));
    }
    return !cursor_.take_keyword("having") || unsupported_expression("HAVING");
  }

  bool order() {
    if (!cursor_.take_keyword("order")) return true;
    if (!cursor_.take_keyword("by")) {
      cursor_.fail_syntax("Expected BY");
      return false;
    }
    do {
      auto attribute = parser_.expression(k_clause_expression);
      if (!attribute) return false;
      const bool descending = cursor_.take_keyword("desc");
      if (!descending) cursor_.take_keyword("asc");
      out_.order.push_back({.attribute = std::move(*attribute), .descending = descending});
    } while (cursor_.take_symbol(","));
    return true;
  }

  bool limit() { return !cursor_.take_keyword("limit") || unsupported_expression("LIMIT"); }

  ExpressionParser& parser_;
  TokenCursor& cursor_;
  SelectStatement out_;
};

}  // namespace

std::optional<SelectStatement> parse_select(ExpressionParser& parser) {
  SelectParser select(parser);
  if (!select.whole()) return std::nullopt;
  return select.take();
}

}  // namespace winterbaume::dynamodb::partiql
