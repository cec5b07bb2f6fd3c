// What statements say that they consumed. What AWS answers is measured: paritysuite/dynamodb-conformance, "indexQualifier",
// "batchExecuteStatement", "executeTransaction".
#include "services/dynamodb/partiql/partiql_fixture.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// "1.5 table=1 local=0.5"
std::string capacity_of(const ConsumedCapacity& capacity) {
  const auto number = [](double value) {
    auto text = std::to_string(value);
    return text.substr(0, text.find('.') + 2);
  };
  std::string out = number(*capacity.capacity_units);
  if (capacity.read_capacity_units) out += " reads";
  if (capacity.write_capacity_units) out += " writes";
  if (capacity.table) out += " table=" + number(*capacity.table->capacity_units);
  for (const auto* indexes : {&capacity.local_secondary_indexes, &capacity.global_secondary_indexes}) {
    if (!*indexes) continue;
    for (const auto& [name, units] : **indexes) out += " " + name + "=" + number(*units.capacity_units);
  }
  return out;
}

class PartiqlCapacityTest : public PartiqlTest {
 protected:
  PartiqlCapacityTest() {
    make_table(true);
    const std::string large(5000, 'x');
    put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'c': {'S': 'x'}, 'v': {'S': '" + large + "'}}");
    put("{'pk': {'S': 'a'}, 'sk': {'N': '2'}, 'c': {'S': 'y'}, 'g': {'S': 'q'}}");
  }
  std::string consumed(std::string text, std::string asked = "INDEXES", bool consistent = false) {
    ops::ExecuteStatement::Input input{
        .statement = std::move(text), .consistent_read = consistent, .return_consumed_capacity = std::move(asked)};
    const auto answer = get(execute_statement(context, door, std::move(input)));
    return answer.consumed_capacity ? capacity_of(*answer.consumed_capacity) : "none";
  }
};

TEST_F(PartiqlCapacityTest, ReadsAreOfTheTableOrTheIndex) {
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'a' AND sk = 1", "NONE"), "none");
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'a' AND sk = 1", "TOTAL"), "1.0");
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'a' AND sk = 1", "TOTAL", true), "2.0");
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'z' AND sk = 1"), "0.5 table=0.5");
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'a' AND pk = 'b'"), "0.5 table=0.5");
  EXPECT_EQ(consumed("SELECT * FROM items WHERE pk = 'a' AND sk IN [1, 2, 3]"), "2.0 table=2.0");
  EXPECT_EQ(consumed("SELECT * FROM items.\"global\" WHERE g = 'q'"), "0.5 table=0.0 global=0.5");
  EXPECT_EQ(consumed("SELECT c FROM items.\"local\" WHERE pk = 'a'"), "0.5 table=0.0 local=0.5");
  EXPECT_EQ(consumed("SELECT v FROM items.\"local\" WHERE pk = 'a'"), "2.0 table=1.5 local=0.5");
}

TEST_F(PartiqlCapacityTest, WritesAreOfTheTableAndItsIndexes) {
  EXPECT_EQ(consumed("INSERT INTO items VALUE {'pk': 'n', 'sk': 1, 'g': 'q'}"), "2.0 table=1.0 global=1.0");
  EXPECT_EQ(consumed("UPDATE items SET w = 1 WHERE pk = 'a' AND sk = 1"), "5.0 table=5.0");
  EXPECT_EQ(consumed("DELETE FROM items WHERE pk = 'a' AND sk = 2", "TOTAL"), "3.0");
  EXPECT_EQ(rows("UPDATE items SET w = 2 WHERE pk = 'a' AND sk = 1"), "");
}

TEST_F(PartiqlCapacityTest, BatchesAndTransactionsAnswerATableEach) {
  ops::BatchExecuteStatement::Input batch{.return_consumed_capacity = "TOTAL"};
  auto& statements = batch.statements.emplace(2);
  statements[0].statement = "SELECT * FROM items WHERE pk = 'a' AND sk = 2";
  statements[1].statement = "SELECT * FROM items WHERE pk = 'z' AND sk = 2";
  statements[1].consistent_read = true;
  const auto read = get(batch_execute_statement(context, door, std::move(batch)));
  ASSERT_EQ(read.consumed_capacity->size(), 1U);
  EXPECT_EQ(capacity_of((*read.consumed_capacity)[0]), "1.5");
  auto input = transaction({"UPDATE items SET w = 1 WHERE pk = 'a' AND sk = 2"});
  input.return_consumed_capacity = "TOTAL";
  const auto written = get(execute_transaction(context, door, std::move(input)));
  ASSERT_EQ(written.consumed_capacity->size(), 1U);
  EXPECT_EQ(capacity_of((*written.consumed_capacity)[0]), "2.0 writes");
  EXPECT_TRUE(written.responses->empty());
}

TEST_F(PartiqlCapacityTest, ARepeatReads) {
  for (const auto* wanted : {"2.0 writes", "2.0 reads"}) {
    auto input = transaction({"UPDATE items SET w = 1 WHERE pk = 'a' AND sk = 2"});
    input.return_consumed_capacity = "TOTAL";
    input.client_request_token = "t";
    const auto answer = get(execute_transaction(context, door, std::move(input)));
    EXPECT_EQ(capacity_of(answer.consumed_capacity->at(0)), wanted);
  }
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
