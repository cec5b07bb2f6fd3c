#include "services/dynamodb/partiql/partiql_fixture.h"

namespace winterbaume::dynamodb::partiql {
namespace {

class PartiqlWriteTest : public PartiqlTest {
 protected:
  PartiqlWriteTest() { make_table(); }

  static inline const std::string k_key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  std::string item() { return stored(k_key); }
  std::string update(std::string actions, std::string more = "") {
    return rows("UPDATE items " + actions + " WHERE pk = 'a' AND sk = 1" + more);
  }
  std::string refused_update(std::string actions) { return refused("UPDATE items " + actions + " WHERE pk = 'a' AND sk = 1"); }
};

TEST_F(PartiqlWriteTest, InsertsEveryType) {
  EXPECT_EQ(rows("INSERT INTO \"items\" VALUE {'pk': ?, 'sk': 1, 's': 'it''s', 'n': -1.5e-3, 'b': true, 'x': null, 'l': [1, 'a', "
                 "[<<2>>]],"
                 " 'm': {'k': {}}, 'ss': <<'q', 'p'>>, 'ns': <<1, 4.5>>}",
                 {value_of("{'S': 'a'}")}),
            "");
  EXPECT_EQ(
      item(),
      "{'b':{'BOOL':true},'l':{'L':[{'N':'1'},{'S':'a'},{'L':[{'NS':['2']}]}]},'m':{'M':{'k':{'M':{}}}},'n':{'N':'-0.0015'},"
      "'ns':{'NS':['1','4.5']},'pk':{'S':'a'},'s':{'S':'it's'},'sk':{'N':'1'},'ss':{'SS':['p','q']},'x':{'NULL':true}}");
}

TEST_F(PartiqlWriteTest, InsertsNothingTwice) {
  EXPECT_EQ(rows("INSERT INTO items VALUE {'pk': 'a', 'sk': 1}"), "");
  EXPECT_EQ(refused("INSERT INTO items VALUE {'pk': 'a', 'sk': 1, 'v': 2}"),
            "DuplicateItemException: Duplicate primary key exists in table");
  EXPECT_EQ(item(), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
}

// Measured on AWS: paritysuite/dynamodb-conformance, "partiqlGrammar"; floci-io/floci, PartiQL edge cases.
TEST_F(PartiqlWriteTest, ValuesThatAreNoneAreRefusedWithTheirPlace) {
  const auto insert = [&](const std::string& value) {
    return refused("INSERT INTO items VALUE {'pk': 'a', 'sk': 1, 'v': " + value + "}").substr(21);
  };
  const std::string overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range under ";
  EXPECT_EQ(insert("1e126"), overflow + "root");
  EXPECT_EQ(insert("{'x': 1e126}"), overflow + "root.x");
  EXPECT_EQ(insert("[1, 1e126]"), overflow + "root[1]");
  EXPECT_EQ(insert("<<>>"), "Empty bags are not supported");
  EXPECT_EQ(insert("<<1, 'a'>>"), "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
  EXPECT_EQ(insert("<<'a', 'a'>>"), "One or more parameter values were invalid: Input collection [a, a] contains duplicates.");
  EXPECT_EQ(insert("<<2, 2.0>>"),
            "One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root");
  EXPECT_EQ(insert("set_add(<<'a'>>, <<'b'>>)"), "Unsupported data type: set_add under key root at 1:51:7");
  EXPECT_EQ(insert("{'k': missing}"), "Unsupported data type: Missing under key root.k at 1:57:7");
  EXPECT_EQ(insert("{'k': 1, 'k': 2}"), "Duplicate keys in tuple. Key: k under root");
  std::string deep = "1";
  std::string place = "root";
  for (int i = 0; i < 32; ++i) {
    if (i == 31) EXPECT_EQ(insert(deep + "#").substr(0, 9), "Statement");
    deep = "{'a':" + deep + "}";
    place += ".a";
  }
  EXPECT_EQ(insert(deep), "Nesting Levels have exceeded supported limits under " + place);
  EXPECT_EQ(refused("INSERT INTO items VALUE {'pk': 'a', 'v': 1}"),
            "ValidationException: One or more parameter values were invalid: Missing the key sk in the item");
  EXPECT_EQ(refused("INSERT INTO items VALUE {'pk': 'a', 'sk': 1, 'v': [?]}", {value_of("{'S': 'x'}")}),
            "ValidationException: Unsupported data type: Parameter under key root[0] at 1:52:1");
  EXPECT_EQ(refused("INSERT INTO items.i VALUE {'pk': 'a'}"),
            "ValidationException: FROM clause may only contain a single table name in data manipulation statements");
  EXPECT_EQ(refused("INSERT INTO items VALUE {'pk': 'a'} RETURNING ALL OLD *"),
            "ValidationException: RETURNING is not supported in INSERT");
  EXPECT_EQ(item(), "none");
}

TEST_F(PartiqlWriteTest, UpdatesNeedTheItem) {
  const std::string failed = "ConditionalCheckFailedException: The conditional request failed";
  EXPECT_EQ(refused_update("SET v = 1"), failed);
  EXPECT_EQ(item(), "none");
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  EXPECT_EQ(update("SET v = v + 1 - (3 - 10) SET w = 5 - v, x = v + v + v - 2", " RETURNING ALL NEW *"),
            "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'9'},'w':{'N':'4'},'x':{'N':'1'}}");
  EXPECT_EQ(update("SET v = 2 REMOVE w", " RETURNING MODIFIED OLD *"), "{'v':{'N':'9'},'w':{'N':'4'}}");
  EXPECT_EQ(update("REMOVE x", " AND v = 2 RETURNING MODIFIED NEW *"), "");
  EXPECT_EQ(refused("UPDATE items SET v = 9 WHERE pk = 'a' AND sk = 1 AND v = 3"), failed);
  EXPECT_EQ(rows("FROM items WHERE sk = ? AND pk = 'a' SET v = ?", {value_of("{'N': '1'}"), value_of("{'N': '7'}")}), "");
  EXPECT_EQ(item(), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'7'}}");
}

// Measured on AWS: paritysuite/dynamodb-conformance, "setFunctions", "partiqlFunctions".
TEST_F(PartiqlWriteTest, ListsAndSetsGrowAndShrink) {
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'l': {'L': [{'N': '1'}]}, 's': {'SS': ['a', 'b']}, 'm': {'M': {}}}");
  update("SET l = list_append([0], list_append(l, [2])) SET s = SET_ADD(s, <<'c', 'a'>>) SET m.t = set_add(m.t, <<1>>)");
  EXPECT_EQ(item(),
            "{'l':{'L':[{'N':'0'},{'N':'1'},{'N':'2'}]},'m':{'M':{'t':{'NS':['1']}}},'pk':{'S':'a'},"
            "'s':{'SS':['a','b','c']},'sk':{'N':'1'}}");
  update("REMOVE l[1] SET s = set_delete(s, <<'a', 'b', 'c'>>) SET m.t = set_delete(m.t, <<7>>)");
  EXPECT_EQ(item(), "{'l':{'L':[{'N':'0'},{'N':'2'}]},'m':{'M':{'t':{'NS':['1']}}},'pk':{'S':'a'},'sk':{'N':'1'}}");
  const std::string invalid = "ValidationException: ";
  EXPECT_EQ(refused_update("SET t = set_add(s, <<'x'>>)"),
            invalid + "The first argument to SET_ADD must equal the assignment value at 1:22:7");
  EXPECT_EQ(refused_update("SET s = set_delete(s, ['x'])"),
            invalid + "The second argument to SET_DELETE must be a value with type SET at 1:33:1");
  EXPECT_EQ(refused_update("SET s = set_add(s)"), invalid + "SET_ADD must have exactly two arguments at 1:22:7");
  EXPECT_EQ(refused_update("SET l = set_add(l, <<'x'>>)"),
            invalid + "An operand in the update expression has an incorrect data type");
  EXPECT_EQ(refused_update("SET l = list_append(none, [1])"),
            invalid + "The provided expression refers to an attribute that does not exist in the item");
  EXPECT_EQ(refused_update("SET l = 'a' + 1"),
            invalid + "Incorrect operand type for operator or function; operator or function: +, operand type: S");
  EXPECT_EQ(refused_update("SET l = l - null"),
            invalid + "Incorrect operand type for operator or function; operator or function: -, operand type: NULL");
  EXPECT_EQ(refused_update("SET l = upper(l)"), invalid + "Unrecognized function: upper at 1:22:5");
  EXPECT_EQ(refused_update("SET l = 1 SET l = 2"),
            invalid +
                "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l], path "
                "two: [l]");
  EXPECT_EQ(refused_update("SET pk = 'b'"),
            invalid + "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key");
}

TEST_F(PartiqlWriteTest, WritesNameOneItem) {
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  const std::string incomplete = "ValidationException: Where clause does not contain a mandatory equality on all key attributes";
  for (const auto* text : {"UPDATE items SET v = 1", "UPDATE items SET v = 1 WHERE pk = 'a'", "DELETE FROM items WHERE sk = 1",
                           "DELETE FROM items WHERE pk = 'a' OR sk = 1", "DELETE FROM items WHERE pk IN ['a'] AND sk = 1"}) {
    EXPECT_EQ(refused(text), incomplete) << text;
  }
  EXPECT_EQ(refused("DELETE FROM items WHERE pk = 'a' AND sk = 1 AND pk = 'b'"),
            "ValidationException: Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported");
  EXPECT_EQ(refused("DELETE FROM items WHERE pk = 'a' AND sk = 'x'"),
            "ValidationException: Key attribute's data type should match its data type in table's schema: Key sk");
  EXPECT_EQ(refused("DELETE FROM items.i WHERE pk = 'a'"), "ValidationException: This operation is not supported on an index");
  EXPECT_EQ(refused("UPDATE items t SET v = 1 WHERE pk = 'a'"), "ValidationException: Aliasing is not supported");
  EXPECT_EQ(
      refused("DELETE FROM items WHERE pk = 'x' RETURNING MODIFIED OLD *"),
      "ValidationException: Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE "
      "statements.");
  EXPECT_EQ(refused("DELETE FROM gone WHERE pk = 'x'"), "ResourceNotFoundException: Requested resource not found");
  EXPECT_EQ(refused("EXISTS(SELECT * FROM items WHERE pk = 'a' AND sk = 1 AND v = 1)"),
            "ValidationException: EXISTS can only be used in ExecuteTransaction write requests.");
}

TEST_F(PartiqlWriteTest, DeletesWhatIsThere) {
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  EXPECT_EQ(refused("DELETE FROM items WHERE pk = 'a' AND sk = 1 AND v = 2"),
            "ConditionalCheckFailedException: The conditional request failed");
  ops::ExecuteStatement::Input shows{.statement = "DELETE FROM items WHERE pk = 'a' AND sk = 1 AND v = 2",
                                     .return_values_on_condition_check_failure = "ALL_OLD"};
  const auto failed = run(execute_statement(context, door, std::move(shows)));
  ASSERT_FALSE(failed);
  EXPECT_EQ(json_of(static_cast<const ConditionalCheckFailedException*>(failed.error().fields.get())->item),
            "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}");
  EXPECT_EQ(rows("DELETE FROM items WHERE pk = 'a' AND sk = 1 AND v = 1 RETURNING ALL OLD *"),
            "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}");
  EXPECT_EQ(rows("DELETE FROM items WHERE pk = 'a' AND sk = 1 AND v = 2 RETURNING ALL OLD *"), "");
}

TEST_F(PartiqlWriteTest, FaultyParametersAreRefusedBeforeTheStatementIsRead) {
  AttributeValue faulty;
  std::string problem;
  simdjson::dom::parser parser;
  ASSERT_TRUE(faulty.read_json(parser.parse(simdjson::padded_string(std::string(R"({"N": "abc"})"))).value(), problem));
  EXPECT_EQ(refused("UPDATE items SET WHERE", {faulty}),
            "ValidationException: The parameter cannot be converted to a numeric value: abc");
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
