#include "services/dynamodb/partiql/partiql_fixture.h"

namespace winterbaume::dynamodb::partiql {
namespace {

class PartiqlSelectTest : public PartiqlTest {
 protected:
  void fill() {
    make_table(true);
    for (int i = 1; i <= 4; ++i) {
      const auto n = std::to_string(i);
      put("{'pk': {'S': 'a'}, 'sk': {'N': '" + n + "'}, 'v': {'N': '" + std::to_string(i * 10) + "'}, 'c': {'S': 'c" + n + "'}}");
    }
    put("{'pk': {'S': 'b'}, 'sk': {'N': '5'}, 'g': {'S': 'x'}, 'm': {'M': {'l': {'L': [{'S': 'p'}, {'S': 'q'}]}}}}");
  }
};

TEST_F(PartiqlSelectTest, ColumnsAreNamedByTheirLastName) {
  fill();
  EXPECT_EQ(rows("SELECT pk, m.l[1], \"m\".\"l\", none FROM items WHERE pk = 'b'"),
            "{'l':{'L':[{'S':'p'},{'S':'q'}]},'l[1]':{'S':'q'},'pk':{'S':'b'}}");
  EXPECT_EQ(rows("SELECT none FROM items WHERE pk = 'b' AND sk = 5"), "{}");
  EXPECT_EQ(refused("SELECT v, v FROM items"), "ValidationException: Duplicate identifiers in select clause: v");
  EXPECT_EQ(refused("SELECT COUNT(*) FROM items"), "ValidationException: Unexpected path component at 1:8:5");
  EXPECT_EQ(rows("SELECT m.l[-0] FROM items WHERE pk = 'b'"), "{'l[0]':{'S':'p'}}");
  EXPECT_EQ(refused("SELECT l[-1] FROM items"),
            "ValidationException: List index is not within the allowable range; index: [-1] at 1:11:1");
  EXPECT_EQ(refused("SELECT l[2147483648] FROM items"),
            "ValidationException: List index is not within the allowable range; index: [2147483648] at 1:10:10");
  EXPECT_EQ(refused("SELECT v[*] FROM items"), "ValidationException: Wildcard path component like a[*].b are not supported");
}

TEST_F(PartiqlSelectTest, KeysBoundWhatIsRead) {
  fill();
  EXPECT_EQ(keys("pk = 'a' AND sk > 2"), "3 4");
  EXPECT_EQ(keys("pk = 'a' AND 2 > sk"), "1");
  EXPECT_EQ(keys("pk = 'a' AND sk BETWEEN 2 AND 3 AND v <> 30"), "2");
  EXPECT_EQ(keys("pk = 'a' AND sk > 1 AND sk < 4"), "2 3");
  EXPECT_EQ(keys("pk = 'a' AND sk = 1 AND sk = 2"), "");
  EXPECT_EQ(keys("pk = 'a' AND pk = 'b'"), "");
  EXPECT_EQ(keys("pk IN ['b', 'a'] AND sk IN (2, 5)"), "5 2");
  EXPECT_EQ(keys("pk = 'a' AND (sk = 1 OR sk = 3)"), "1 3");
  EXPECT_EQ(keys("(pk = 'a' AND sk < 2) OR (pk = 'b')"), "1 5");
  EXPECT_EQ(keys("v > 30 OR pk = 'b'").size(), 3U);
  EXPECT_EQ(why("pk = 1"), "Key attribute's data type should match its data type in table's schema: Key pk");
  EXPECT_EQ(why("pk = 'a' AND sk IN [1, 'x']"), "Key attribute's data type should match its data type in table's schema: Key sk");
  EXPECT_EQ(keys("pk > 1"), "");
  EXPECT_EQ(
      why("pk = '' AND sk = 1"),
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. "
      "Key: pk");
  EXPECT_EQ(why("pk = '" + std::string(2049, 'x') + "' AND sk = 1"),
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes");
}

// Measured on AWS: paritysuite/dynamodb-conformance, "whereOverlap"; floci-io/floci, PartiQL edge cases.
TEST_F(PartiqlSelectTest, ReadsThatOverlapAreRefusedUnlessOneIsNegated) {
  fill();
  for (const auto* where : {"pk IN ['a', 'a']", "pk = 'a' OR pk = 'a'", "pk = 'a' AND (sk > 0 OR sk < 5)",
                            "pk = 'a' AND (sk = 1 OR v = 2)", "(pk = 'a' AND v = 1) OR (pk = 'a' AND v = 2)"}) {
    EXPECT_EQ(why(where), "Overlapping conditions with range keys are not supported in where clause") << where;
  }
  EXPECT_EQ(keys("pk = 'a' AND NOT sk = 1 OR pk = 'a' AND sk = 2"), "2 3 4");
  EXPECT_EQ(keys("pk = 'a' OR pk = 'a' AND NOT sk = 1"), "1 2 3 4");
  EXPECT_EQ(keys("pk = 'a' AND sk = 1 OR pk = 'a' AND sk = 3 OR pk = 'a' AND sk < 5 AND sk <> 1"), "1 2 3 4");
  EXPECT_EQ(keys("pk = 'a' AND (v = 10 OR v = 40)"), "1 4");
  EXPECT_EQ(keys("pk = 'a' OR sk = 1").size(), 7U);
}

TEST_F(PartiqlSelectTest, NoStatementAsksForTooManyReads) {
  fill();
  const auto values = [](int count, const std::string& sign) {
    std::string out;
    for (int i = 0; i < count; ++i) out.append(i == 0 ? "" : ",").append(sign).append(std::to_string(i)).append(sign);
    return "[" + out + "]";
  };
  const std::string too_many = "Too many decomposed read operations for a given query.";
  EXPECT_EQ(why("pk IN " + values(51, "'")), too_many);
  EXPECT_EQ(why("pk = 'a' AND sk IN " + values(51, "")), too_many);
  EXPECT_EQ(why("pk IN " + values(26, "'") + " AND sk IN [1, 2]"), too_many);
  EXPECT_EQ(keys("pk IN " + values(50, "'") + " AND v IN " + values(100, "")), "");
  EXPECT_EQ(keys("pk IN " + values(51, "'") + " OR v = 10"), "1");
  EXPECT_EQ(why("pk = 'a' AND v IN " + values(101, "")),
            "The IN operator is provided with too many operands; number of operands: 101");
}

TEST_F(PartiqlSelectTest, FiltersAreEvaluatedByTheExpressionsEngine) {
  fill();
  EXPECT_EQ(keys("pk = 'a' AND attribute_type(v, 'N') AND NOT begins_with(c, 'c1') AND size(c) = 2 AND contains(c, '2')"), "2");
  EXPECT_EQ(keys("pk = 'b' AND m.l[0] = 'p' AND m IS STRUCT AND v IS MISSING AND c IS NOT NULL"), "5");
  EXPECT_EQ(keys("pk = 'b' AND m = {'l': ['p', 'q']}"), "5");
  for (const auto* holds : {"attribute_exists(none) = false", "true = attribute_exists(v)", "attribute_exists(v) <> 1",
                            "(v BETWEEN 0 AND 15) = true", "attribute_exists(none) IN [true, false]",
                            "attribute_exists(v) = attribute_exists(c)", "NOT (attribute_exists(v) = attribute_exists(none))"}) {
    EXPECT_EQ(keys(std::string("pk = 'a' AND sk = 1 AND ") + holds), "1") << holds;
  }
  EXPECT_EQ(why("pk = 'a' AND attribute_exists(v) > false"),
            "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL");
  EXPECT_EQ(why("pk = 'a' AND v = 5 + 5"), "Unsupported operator in Condition Expression. Operator: +");
  EXPECT_EQ(why("pk = 'a' AND v > -v"),
            "Incorrect number of operands for operator or function; operator or function: -, number of operands: 1");
  EXPECT_EQ(why("pk = 'a' AND attribute_type(v, 'X')"),
            "Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}");
  EXPECT_EQ(refused("SELECT * FROM items WHERE EXISTS(v)"), "ValidationException: Unrecognized function: exists at 1:27:6");
  EXPECT_EQ(refused("SELECT * FROM items WHERE v"),
            "ValidationException: WHERE clause must contain an expression that resolves to a boolean");
}

// Measured on AWS: floci-io/floci, PartiQL documented syntax.
TEST_F(PartiqlSelectTest, OrderIsByTheKey) {
  fill();
  EXPECT_EQ(keys("pk = 'a' ORDER BY sk DESC"), "4 3 2 1");
  EXPECT_EQ(keys("pk = 'a' ORDER BY sk"), "1 2 3 4");
  EXPECT_EQ(keys("pk = 'a' ORDER BY pk ASC"), "4 3 2 1");
  EXPECT_EQ(keys("pk IN ['a', 'b'] ORDER BY pk DESC, sk ASC"), "5 1 2 3 4");
  EXPECT_EQ(keys("pk = 'a' AND sk IN [1, 3, 2] ORDER BY sk DESC"), "3 2 1");
  EXPECT_EQ(refused("SELECT sk FROM items ORDER BY sk"),
            "ValidationException: Must have WHERE clause in the statement when using ORDER BY clause.");
  EXPECT_EQ(why("pk = 'a' ORDER BY v"), "Attribute v in ORDER BY clause must be part of the primary key");
  EXPECT_EQ(why("pk > 'a' ORDER BY sk"),
            "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");
  EXPECT_EQ(why("pk IN ['a', 'b'] ORDER BY sk"),
            "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.");
}

TEST_F(PartiqlSelectTest, IndexesShowWhatTheyProject) {
  fill();
  EXPECT_EQ(rows("SELECT * FROM items.\"global\" WHERE g = 'x'"), "{'g':{'S':'x'},'pk':{'S':'b'},'sk':{'N':'5'}}");
  EXPECT_EQ(rows("SELECT v FROM items.\"local\" WHERE pk = 'a' AND c > 'c3'"), "{'v':{'N':'40'}}");
  EXPECT_EQ(rows("SELECT sk FROM items.\"local\" WHERE v = 10"), "");
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  EXPECT_EQ(refused("SELECT v, m FROM items.\"global\" WHERE g = 'x'"),
            invalid + "Global secondary index global does not project [v, m]");
  EXPECT_EQ(refused("SELECT sk FROM items.\"local\" WHERE pk = 'a' AND NOT (v = 1 OR m = 2)"),
            invalid + "Secondary index local does not project one or more filter attributes: [v, m]");
  EXPECT_EQ(refused("SELECT sk FROM items.\"local\" WHERE pk = 'a' AND b = '1' AND (a = '2' OR sk = 3)"),
            invalid + "Secondary index local does not project one or more filter attributes: [a, b]");
  EXPECT_EQ(refused("SELECT sk FROM items.\"local\" WHERE pk = 'a' AND (zz = '1' OR aa = '2' OR mm = '3')"),
            invalid + "Secondary index local does not project one or more filter attributes: [zz, aa, mm]");
  EXPECT_EQ(refused("SELECT * FROM items.none"), "ValidationException: The table does not have the specified index");
  EXPECT_EQ(refused("SELECT * FROM items.a.b"),
            "ValidationException: A path may contain at most 2 components in the FROM clause");
  EXPECT_EQ(refused("SELECT * FROM items.\"\""), "ValidationException: Path component cannot be an empty string");
  EXPECT_EQ(refused("SELECT * FROM gone.none"), "ResourceNotFoundException: Requested resource not found");
  ops::ExecuteStatement::Input input{.statement = "SELECT * FROM items.\"global\" WHERE g = 'x'", .consistent_read = true};
  EXPECT_EQ(refusal(execute_statement(context, door, std::move(input))),
            "ValidationException: Strongly consistent read is not supported on Global Secondary Indexes");
}

TEST_F(PartiqlSelectTest, ClausesThatDynamoDbHasNotAreRefused) {
  fill();
  EXPECT_EQ(refused("SELECT id FROM dbimp_page LIMIT 5"), "ValidationException: Unsupported clause: LIMIT at 1:33:1");
  EXPECT_EQ(refused("SELECT * FROM items t WHERE pk = 'a'"), "ValidationException: Aliasing is not supported");
  EXPECT_EQ(refused("SELECT v AS w FROM items"), "ValidationException: Aliasing is not supported");
  EXPECT_EQ(refused("SELECT * FROM items, others"),
            "ValidationException: Only select from a single table or index is supported.");
  EXPECT_EQ(refused("SELECT * FROM \"it's\""),
            "ValidationException: Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', "
            "'_', '.'.");
  EXPECT_EQ(refused("SELECT * FROM items WHERE pk = ?"),
            "ValidationException: Number of parameters in request and statement don't match.");
}

class PartiqlPagesTest : public PartiqlSelectTest {
 protected:
  ops::ExecuteStatement::Output page(std::string text, int limit, std::optional<std::string> token) {
    ops::ExecuteStatement::Input input{.statement = std::move(text), .next_token = std::move(token), .limit = limit};
    return get(execute_statement(context, door, std::move(input)));
  }
  // All pages of at most `limit`, with bars between them.
  std::string pages(const std::string& text, int limit) {
    std::string out;
    std::optional<std::string> token;
    do {
      auto answer = page(text, limit, token);
      out += shown(answer) + "|";
      token = answer.next_token;
      EXPECT_TRUE(token || !answer.last_evaluated_key);
    } while (token && out.size() < 10'000);
    return out;
  }
  std::string with_token(std::string text, std::string token) {
    ops::ExecuteStatement::Input input{.statement = std::move(text), .next_token = std::move(token)};
    return refusal(execute_statement(context, door, std::move(input)));
  }
};

TEST_F(PartiqlPagesTest, TokensGoOnWhereThePageEnded) {
  fill();
  EXPECT_EQ(pages("SELECT sk FROM items WHERE pk = 'a' AND v <> 20", 2), "{'sk':{'N':'1'}}|{'sk':{'N':'3'}}{'sk':{'N':'4'}}||");
  EXPECT_EQ(pages("SELECT sk FROM items WHERE pk IN ['a', 'b'] ORDER BY pk DESC", 2),
            "{'sk':{'N':'5'}}{'sk':{'N':'4'}}|{'sk':{'N':'3'}}{'sk':{'N':'2'}}|{'sk':{'N':'1'}}|");
  const auto scanned = pages("SELECT sk FROM items", 2);
  EXPECT_EQ(std::ranges::count(scanned, '{'), 10) << scanned;
  EXPECT_EQ(json_of(page("SELECT v FROM items WHERE pk = 'a'", 1, std::nullopt).last_evaluated_key),
            "{'pk':{'S':'a'},'sk':{'N':'1'}}");
}

TEST_F(PartiqlPagesTest, TenKeysAreAPage) {
  fill();
  std::string statement = "SELECT sk FROM items WHERE pk = 'a' AND sk IN [4";
  for (int i = 100; i < 109; ++i) statement += ", " + std::to_string(i);
  EXPECT_EQ(pages(statement + "]", 100), "{'sk':{'N':'4'}}|");
  EXPECT_EQ(pages(statement + ", 1]", 100), "{'sk':{'N':'4'}}|{'sk':{'N':'1'}}|");
}

TEST_F(PartiqlPagesTest, TokensAreOfTheirStatement) {
  fill();
  const std::string text = "SELECT sk FROM items WHERE pk = 'a'";
  const auto token = page(text, 1, std::nullopt).next_token.value();
  EXPECT_EQ(with_token("SELECT sk FROM items", token), "ValidationException: NextToken does not match request");
  for (const auto* broken : {"garbage", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "e30="}) {
    EXPECT_EQ(with_token(text, broken), "ValidationException: Invalid NextToken") << broken;
  }
  const auto fingerprint = statement_fingerprint(context.scope, text, {});
  const auto forged = [&](const ReadCursor& cursor) { return with_token(text, make_next_token(fingerprint, cursor)); };
  EXPECT_EQ(forged({.read = 7, .after = std::nullopt}), "ValidationException: Invalid NextToken");
  EXPECT_EQ(forged({.read = 0, .after = item_of("{'pk': {'S': 'a'}}")}), "ValidationException: Invalid NextToken");
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
