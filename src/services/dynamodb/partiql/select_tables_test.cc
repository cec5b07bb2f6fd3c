// SELECT on tables of other kinds than "items" of the fixture.
#include "services/dynamodb/partiql/partiql_fixture.h"
#include "services/dynamodb/partiql/select_plan.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

class PartiqlTablesTest : public PartiqlTest {
 protected:
  TablePtr make(TableRecord record) {
    record.account_id = "123456789012";
    record.region = "us-east-1";
    record.id = record.name;
    record.created = context.now;
    return run(backend.create_table(std::move(record)));
  }
  TablePtr make_hash_table() {
    TableRecord record{.name = "plain"};
    record.keys = {.hash = {{"pk", ScalarType::n}}, .range = {}};
    record.indexes.push_back({.name = "many",
                              .number = 1,
                              .global = true,
                              .keys = {.hash = {{"h1", ScalarType::s}, {"h2", ScalarType::s}}, .range = {{"r", ScalarType::s}}}});
    record.vector_indexes.push_back({.name = "vectors", .number = 2, .attribute = "e", .dimensions = 3});
    return make(std::move(record));
  }
  SelectPlan plan(const TablePtr& table, std::string_view where, const std::string& index = "") {
    const auto statement = parse_statement(std::string("SELECT * FROM t WHERE ").append(where)).value();
    return plan_select(std::get<SelectStatement>(statement.body), table, index, false, {}).value();
  }
};

TEST_F(PartiqlTablesTest, AKeyIsNoScan) {
  const auto plain = make_hash_table();
  EXPECT_EQ(json_of(plan(plain, "pk = 1 AND v = 2").reads.reads.at(0).key), "{'pk':{'N':'1'}}");
  EXPECT_EQ(plan(plain, "v = 2 AND (pk = 1 OR pk = 2)").reads.reads.size(), 2U);
  EXPECT_TRUE(plan(plain, "v = 2").reads.scan);
  EXPECT_TRUE(plan(plain, "pk = 1 OR v = 2").reads.scan);
  EXPECT_TRUE(plan(plain, "NOT pk = 1").reads.scan);
  EXPECT_TRUE(plan(plain, "pk > 1").reads.scan);
  const auto items = make_table(true);
  EXPECT_EQ(json_of(plan(items, "pk = 'a' AND sk = 1").reads.reads.at(0).key), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  EXPECT_TRUE(plan(items, "pk = 'a' AND sk >= 1").reads.reads.at(0).key.empty());
  EXPECT_TRUE(plan(items, "pk = 'a' AND c = 'x'", "local").reads.reads.at(0).key.empty());
  EXPECT_FALSE(plan(items, "g = 'a'", "global").reads.scan);
  EXPECT_TRUE(plan(items, "pk = 'a'", "global").reads.scan);
}

TEST_F(PartiqlTablesTest, TablesWithoutRangeKeys) {
  make_hash_table();
  rows("INSERT INTO plain VALUE {'pk': 1, 'v': 'x'}");
  rows("INSERT INTO plain VALUE {'pk': 2, 'v': 'y'}");
  EXPECT_EQ(rows("SELECT v FROM plain WHERE pk IN [2, 3, 1]"), "{'v':{'S':'y'}}{'v':{'S':'x'}}");
  EXPECT_EQ(rows("SELECT v FROM plain WHERE pk IN [2, 3, 1] AND v < 'y' ORDER BY pk"), "{'v':{'S':'x'}}");
  EXPECT_EQ(refused("SELECT v FROM plain WHERE pk IN [1, 1.0]"),
            "ValidationException: Overlapping conditions with range keys are not supported in where clause");
}

// Measured on AWS: paritysuite/dynamodb-conformance, "partiqlMultiAttributeIndex", "vectorSearch".
TEST_F(PartiqlTablesTest, SomeIndexesAreOutOfReach) {
  make_hash_table();
  const std::string many =
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.";
  EXPECT_EQ(refused("SELECT COUNT(*) FROM plain.many WHERE h1 = 5"), "ValidationException: " + many);
  EXPECT_EQ(*batch({"SELECT * FROM plain.many WHERE h1 = 'a' AND h2 = 'b'"})[0].error->message, many);
  EXPECT_EQ(refused("SELECT * FROM plain.\"vectors\""), "ValidationException: Scan operation not supported on this index type");
}

TEST_F(PartiqlTablesTest, APageHasOneMegabyte) {
  make_table();
  const std::string large(300 * 1024, 'x');
  for (int i = 1; i <= 5; ++i) put("{'pk': {'S': 'a'}, 'sk': {'N': '" + std::to_string(i) + "'}, 'v': {'S': '" + large + "'}}");
  for (const auto* where : {"pk = 'a'", "pk = 'a' AND sk IN [1, 2, 3, 4, 5]"}) {
    const std::string text = std::string("SELECT sk FROM items WHERE ") + where;
    const auto first = get(statement(text));
    EXPECT_EQ(first.items->size(), 4U) << where;
    EXPECT_EQ(json_of(first.last_evaluated_key), "{'pk':{'S':'a'},'sk':{'N':'4'}}") << where;
    ops::ExecuteStatement::Input next{.statement = text, .next_token = first.next_token};
    const auto second = get(execute_statement(context, door, std::move(next)));
    EXPECT_EQ(shown(second), "{'sk':{'N':'5'}}") << where;
    EXPECT_FALSE(second.next_token);
  }
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
