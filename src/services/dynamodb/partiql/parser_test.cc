#include <gtest/gtest.h>

#include "services/dynamodb/partiql/lexer.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

std::string words_of(std::string_view text) {
  const auto tokens = tokenize_statement(text);
  if (!tokens) return tokens.error().message;
  std::string out;
  for (const auto& token : *tokens) out.append(out.empty() ? "" : "|").append(token.text);
  return out;
}

// The expression in brackets, operators first.
std::string shown(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::string:
      return "'" + expr.text + "'";
    case ExprKind::parameter:
      return "?" + std::to_string(expr.index);
    case ExprKind::null:
      return "null";
    case ExprKind::name:
    case ExprKind::number:
    case ExprKind::boolean:
      return expr.text;
    default:
      break;
  }
  std::string out = "(" + (expr.text.empty() ? kind_name(expr) : expr.text);
  for (const auto& child : expr.children) out += " " + shown(child);
  for (const auto& step : expr.steps) out += step.index.empty() ? " ." + step.name : " [" + shown(step.index[0]) + "]";
  return out + ")";
}

std::string where_of(std::string_view condition) {
  const auto statement = parse_statement(std::string("SELECT * FROM t WHERE ").append(condition));
  if (!statement) return statement.error().message;
  return shown(*std::get<SelectStatement>(statement->body).where);
}

// What is wrong with it, after the words that every malformed statement gets.
std::string problem_of(std::string_view statement) {
  const auto parsed = parse_statement(statement);
  if (parsed) return "none";
  constexpr std::string_view malformed = "Statement wasn't well formed, can't be processed: ";
  auto message = parsed.error().message;
  return message.starts_with(malformed) ? ":" + message.substr(malformed.size()) : message;
}

TEST(PartiqlLexerTest, WordsQuotesNumbersAndComments) {
  EXPECT_EQ(words_of("SELECT a.\"b\"\"c\" FROM t -- x\n/* y */ WHERE k = 'it''s'"), "select|a|.|b\"c|from|t|where|k|=|it's|");
  EXPECT_EQ(words_of("1 1.5e-3 .5 1. 2E+4 a!=b <<1>> {'k':?}"), "1|1.5e-3|.5|1.|2E+4|a|<>|b|<<|1|>>|{|k|:|?|}|");
  EXPECT_EQ(words_of("MiXed $x _y"), "MiXed|$x|_y|");
}

TEST(PartiqlLexerTest, PlacesAreCountedInCharacters) {
  const auto tokens = tokenize_statement("'\xc3\xa9' ab\n  cde").value();
  EXPECT_EQ(tokens[0].place, (Place{.line = 1, .column = 1, .length = 3}));
  EXPECT_EQ(tokens[1].place, (Place{.line = 1, .column = 5, .length = 2}));
  EXPECT_EQ(tokens[2].place, (Place{.line = 2, .column = 3, .length = 3}));
}

TEST(PartiqlLexerTest, WhatCannotBeReadHasNoDetail) {
  for (const auto* text : {"a # b", "'open", "\"open", "a /* open", "`open", "1e", "1e+", "a ! b", "a | b", "a ^ b", "\xc3\xa9",
                           "1e2147483648", "1e99999999999", "1.5e-2147483647"}) {
    EXPECT_EQ(words_of(text), "Statement wasn't well formed, can't be processed: ") << text;
  }
}

TEST(PartiqlParserTest, OperatorsBindAsInSql) {
  EXPECT_EQ(where_of("a = 1 AND b = 2 AND c = 3 OR d = 4"), "(or (and (= a 1) (= b 2) (= c 3)) (= d 4))");
  EXPECT_EQ(where_of("NOT a = 1 AND b < -2"), "(and (Not (= a 1)) (< b -2))");
  EXPECT_EQ(where_of("a BETWEEN 1 AND 2 AND b NOT IN (1, ?)"), "(and (between a 1 2) (Not (in b (List 1 ?0))))");
  EXPECT_EQ(where_of("a IS NOT MISSING AND NOT begins_with(b, 'x') = true"),
            "(and (Not (missing a)) (Not (= (begins_with b 'x') true)))");
  EXPECT_EQ(where_of("a.b[0].\"c d\" = a + 1 * 2 - - 3"), "(= (Path a .b [0] .c d) (- (+ a (* 1 2)) -3))");
  EXPECT_EQ(where_of("a IN [1, 'x'] AND b = <<1>> AND c = {'k': [null]}"),
            "(and (in a (List 1 'x')) (= b (Bag 1)) (= c (Struct 'k' (List null))))");
}

TEST(PartiqlParserTest, StatementsOfEveryKind) {
  const auto update =
      parse_statement("UPDATE \"t\" SET a = 1, b.c = ? REMOVE d[1] SET e = list_append(e, [?]) WHERE k = ? RETURNING ALL NEW *")
          .value();
  EXPECT_EQ(update.parameters, 3U);
  const auto& body = std::get<UpdateStatement>(update.body);
  ASSERT_EQ(body.actions.size(), 4U);
  EXPECT_FALSE(body.actions[2].value);
  EXPECT_TRUE(body.returning->all && body.returning->fresh);
  const auto from_first = parse_statement("from t where k = 'a' set b = 1 remove c returning modified old *;").value();
  EXPECT_FALSE(std::get<UpdateStatement>(from_first.body).returning->all);
  EXPECT_TRUE(std::get<InsertStatement>(parse_statement("INSERT INTO t VALUE {'k': 1}").value().body).value);
  EXPECT_FALSE(std::get<InsertStatement>(parse_statement("INSERT INTO t VALUES (1, 2)").value().body).value);
  EXPECT_TRUE(std::holds_alternative<ExistsStatement>(parse_statement("EXISTS(SELECT * FROM t WHERE k = 1)").value().body));
  const auto select = parse_statement("SELECT a, b.c FROM \"t\".\"i\" WHERE k = 1 ORDER BY k, s DESC").value();
  EXPECT_TRUE(std::get<SelectStatement>(select.body).order[1].descending);
}

// Measured on AWS: paritysuite/dynamodb-conformance, "partiqlGrammar".
TEST(PartiqlParserTest, RefusesInAwsWords) {
  for (const auto* text :
       {"SELECT * FROM t WHERE k = 1 foo", "SELECT * FROM t WHERE k = 1 e5", "INSERT INTO t VALUE {'k': 1} foo",
        "UPDATE t SET a = 9 WHERE k = 1 foo", "DELETE FROM t WHERE k = 1 ORDER BY k", "SELECT * FROM t WHERE k = 1)",
        "SELECT * FROM t ORDER BY k WHERE k = 1", "INSERT INTO t x VALUE {'k': 1}", "SELECTT * FROMM \"t\"",
        "FROM t SET c = 1 WHERE k = 1", "UPDATE t REMOVE a, b WHERE k = 1"}) {
    EXPECT_EQ(problem_of(text), ":Unexpected token after expression") << text;
  }
  for (const auto* text : {"SELECT * FROM t WHERE", "SELECT * FROM t WHERE;", "UPDATE t SET a = 1 WHERE", "DELETE FROM t WHERE",
                           "SELECT * FROM t WHERE NOT", "SELECT * FROM t WHERE (", "SELECT * FROM", "  "}) {
    EXPECT_EQ(problem_of(text), ":Unexpected term") << text;
  }
  EXPECT_EQ(problem_of("SLECT * FROM t WHERE k = 1"), ":Expected data manipulation");
  EXPECT_EQ(problem_of("UPDATE Payment-x SET a = 1"), ":Expected data manipulation");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE k = 'a' AND"), ":Missing right-hand side expression of infix operator");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE ORDER BY k"), ":Unexpected keyword");
  EXPECT_EQ(problem_of("INSERT INTO urls (key, b) VALUES (?, ?)"), ":Unexpected keyword");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE a IS FOO"), ":Expected type name");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE IS NULL"), ":Unexpected operator");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE k = LIKE"), ":Unexpected operator");
  EXPECT_EQ(problem_of("DELETE FROM WHERE k = 'a'"), ":Expected identifier for simple path");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE attribute_exists(m.inner)"), ":Invalid path dot component");
  EXPECT_EQ(problem_of("SELECT a FROM t WHERE k = 1; SELECT"), ":Unexpected token after semicolon. (Only one query is allowed.)");
  for (const auto* type : {"INT4", "INT8", "DOUBLE PRECISION", "CHARACTER VARYING"}) {
    EXPECT_EQ(problem_of(std::string("x IS ") + type), "Unsupported operation: IsType");
  }
  EXPECT_EQ(problem_of("UPDATE t SET a = 1 WHERE k = 1 RETURNING ALL NEW"),
            "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
}

// No statement of 8192 characters exhausts the stack.
TEST(PartiqlParserTest, NestingIsBounded) {
  const auto repeated = [](std::string_view part, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += part;
    return out;
  };
  for (const auto* part : {"(", "[", "<<", "{'a':", "NOT ", "- ", "f(", "a["}) {
    EXPECT_NE(problem_of("SELECT * FROM t WHERE " + repeated(part, 1500)), "none") << part;
  }
  for (const auto* part : {" = 1", " + 1", " < 1", " IS NULL", " LIKE 'a'"}) {
    EXPECT_EQ(problem_of("SELECT * FROM t WHERE a" + repeated(part, 900)), ":Expression is nested too deeply") << part;
  }
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE a = 1" + repeated(" OR a = 1", 900)), "none");
  EXPECT_EQ(problem_of("SELECT * FROM t WHERE a" + repeated(".b", 3000) + " = 1"), "none");
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
