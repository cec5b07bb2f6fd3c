// BatchExecuteStatement and ExecuteTransaction. What AWS answers is measured: paritysuite/dynamodb-conformance, floci-io/floci.
#include "services/dynamodb/partiql/partiql_fixture.h"

namespace winterbaume::dynamodb::partiql {
namespace {

std::string answer_of(const BatchStatementResponse& response) {
  std::string out = response.table_name.value_or("no table") + " " + json_of(response.item);
  if (response.error) out += " " + *response.error->code + ": " + *response.error->message;
  return out;
}

class PartiqlManyTest : public PartiqlTest {
 protected:
  PartiqlManyTest() {
    make_table(true);
    put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  }
  static inline const std::string k_key_a1 = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
};

TEST_F(PartiqlManyTest, BatchesOfReadsNameKeys) {
  const std::string needs_key =
      "no table none ValidationError: Select statements within BatchExecuteStatement must specify the primary key in the where "
      "clause.";
  const auto responses =
      batch({"SELECT v FROM items WHERE pk = 'a' AND sk IN [1]", "SELECT * FROM items WHERE sk = 2 AND pk = 'a'",
             "SELECT * FROM items WHERE pk = 'a'", "SELECT * FROM items WHERE pk = 'a' AND sk = 1 AND v = 1",
             "SELECT * FROM items.\"global\" WHERE g = 'x'", "SELECT * FROM gone WHERE pk = 'a' AND sk = 1", "SLECT * FROM items",
             "SELECT * FROM items WHERE pk = 1 AND sk = 1"});
  EXPECT_EQ(answer_of(responses[0]), "items {'v':{'N':'1'}}");
  EXPECT_EQ(answer_of(responses[1]), "items none");
  EXPECT_EQ(answer_of(responses[2]), needs_key);
  EXPECT_EQ(answer_of(responses[3]), needs_key);
  EXPECT_EQ(answer_of(responses[4]), needs_key);
  EXPECT_EQ(answer_of(responses[5]), "no table none ResourceNotFound: Requested resource not found");
  EXPECT_EQ(answer_of(responses[6]),
            "no table none ValidationError: Statement wasn't well formed, can't be processed: Expected data manipulation");
  EXPECT_EQ(answer_of(responses[7]), "no table none ValidationError: The provided key element does not match the schema");
}

TEST_F(PartiqlManyTest, StatementsOfABatchFailAlone) {
  const auto responses =
      batch({"UPDATE items SET v = 2 WHERE pk = 'a' AND sk = 1 RETURNING ALL OLD *",
             "UPDATE items SET v = 3 WHERE pk = 'a' AND sk = 1 AND v = 9", "INSERT INTO items VALUE {'pk': 'a', 'sk': 1}",
             "DELETE FROM items WHERE pk = 'a'", "UPDATE items REMOVE none WHERE pk = 'a' AND sk = 1 RETURNING MODIFIED NEW *",
             "EXISTS(SELECT * FROM items WHERE pk = 'a' AND sk = 1 AND v = 1)"});
  EXPECT_EQ(answer_of(responses[0]), "items {'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}");
  EXPECT_EQ(answer_of(responses[1]), "items none ConditionalCheckFailed: The conditional request failed");
  EXPECT_EQ(answer_of(responses[2]), "items none DuplicateItem: Duplicate primary key exists in table");
  EXPECT_EQ(answer_of(responses[3]),
            "no table none ValidationError: Where clause does not contain a mandatory equality on all key attributes");
  EXPECT_EQ(answer_of(responses[4]), "items none");
  EXPECT_EQ(answer_of(responses[5]),
            "no table none ValidationError: EXISTS can only be used in ExecuteTransaction write requests.");
  EXPECT_EQ(stored(k_key_a1), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'2'}}");
}

TEST_F(PartiqlManyTest, ABatchReadsOrWrites) {
  ops::BatchExecuteStatement::Input input;
  auto& statements = input.statements.emplace(2);
  statements[0].statement = "SELECT * FROM items WHERE pk = 'a' AND sk = 1";
  statements[1].statement = "DELETE FROM items WHERE pk = 'a' AND sk = 1";
  EXPECT_EQ(
      refusal(batch_execute_statement(context, door, std::move(input))),
      "ValidationException: BatchExecuteStatement API does not support both read and write operations in the same request.");
  EXPECT_NE(stored(k_key_a1), "none");
}

TEST_F(PartiqlManyTest, TransactionsOfReads) {
  const auto answer = get(execute_transaction(
      context, door,
      transaction({"SELECT v FROM items WHERE pk = 'a' AND sk = 1", "SELECT * FROM items WHERE pk = 'z' AND sk = 1"})));
  ASSERT_EQ(answer.responses->size(), 2U);
  EXPECT_EQ(json_of((*answer.responses)[0].item), "{'v':{'N':'1'}}");
  EXPECT_FALSE((*answer.responses)[1].item);
  const std::string select = "SELECT * FROM items WHERE pk = 'a' AND sk = 1";
  const std::string first = "ValidationException: Validation failed in TransactStatements[0]: ";
  const std::string needs_key =
      first + "Select statements within ExecuteTransaction must specify the primary key in the where clause.";
  EXPECT_EQ(refused_transaction({select + " AND v = 1"}), needs_key);
  EXPECT_EQ(refused_transaction({"SELECT * FROM items"}), needs_key);
  EXPECT_EQ(refused_transaction({"SELECT * FROM items.none WHERE pk = 'a' AND sk = 1"}),
            first + "Reads on indices are not supported within transactions.");
  EXPECT_EQ(refused_transaction({"SELECT * FROM items WHERE pk IN ['a', 'a'] AND sk = 1"}),
            first + "Overlapping conditions with range keys are not supported in where clause");
  EXPECT_EQ(refused_transaction({select, "SELECT v FROM items WHERE sk = 1 AND pk = 'a'"}),
            "ValidationException: Transaction request cannot include multiple operations on one item");
  EXPECT_EQ(refused_transaction({select, "SELECT * FROM items WHERE pk = 1 AND sk = 1"}),
            "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "ValidationError]");
}

TEST_F(PartiqlManyTest, TransactionsOfWrites) {
  const auto answer = get(execute_transaction(
      context, door,
      transaction({"INSERT INTO items VALUE {'pk': 'b', 'sk': 2}", "UPDATE items SET v = v + 1 WHERE pk = 'a' AND sk = 1",
                   "DELETE FROM items WHERE pk = 'z' AND sk = 1 AND v = 5"})));
  EXPECT_TRUE(answer.responses->empty());
  EXPECT_EQ(stored(k_key_a1), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'2'}}");
  const std::string cancelled =
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons ";
  EXPECT_EQ(
      refused_transaction({"UPDATE items SET v = 9 WHERE pk = 'a' AND sk = 1", "INSERT INTO items VALUE {'pk': 'b', 'sk': 2}",
                           "UPDATE items SET v = 9 WHERE pk = 'y' AND sk = 1"}),
      cancelled + "[None, DuplicateItem, ConditionalCheckFailed]");
  EXPECT_EQ(refused_transaction({"UPDATE items SET v = 9 WHERE pk = 'a'", "UPDATE items SET v = 9 WHERE pk IN ['a'] AND sk = 1",
                                 "UPDATE items SET v = 9 WHERE pk = 'a' AND sk = 'x'", "INSERT INTO items VALUE {'pk': 'b'}",
                                 "UPDATE items SET v = 9 WHERE pk = 'a' AND sk = 1"}),
            cancelled + "[ValidationError, ValidationError, ValidationError, ValidationError, None]");
  EXPECT_EQ(refused_transaction(
                {"UPDATE gone SET v = 9 WHERE pk = 'a' RETURNING ALL NEW *", "DELETE FROM items WHERE pk = 'a' AND sk = 1"}),
            cancelled + "[ResourceNotFound, None]");
  EXPECT_EQ(refused_transaction(
                {"DELETE FROM gone WHERE pk = 'a'", "UPDATE items SET v = 9 WHERE pk = 'a' AND sk = 1 RETURNING ALL NEW *"}),
            "ValidationException: Validation failed in TransactStatements[1]: RETURNING clause is not supported in "
            "ExecuteTransaction.");
  EXPECT_EQ(refused_transaction({"SELECT * FROM items WHERE pk = 'a' AND sk = 1", "DELETE FROM items WHERE pk = 'a' AND sk = 1"}),
            "ValidationException: ExecuteTransaction API does not support both read and write operations in the same request.");
  EXPECT_EQ(stored(k_key_a1), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'2'}}");
}

TEST_F(PartiqlManyTest, ExistsIsACondition) {
  const std::string write = "INSERT INTO items VALUE {'pk': 'n', 'sk': 1}";
  const std::string select = "EXISTS(SELECT * FROM items WHERE pk = 'a' AND sk = 1";
  const std::string failed =
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons "
      "[ConditionalCheckFailed, None]";
  EXPECT_EQ(refused_transaction({select + " AND v IS MISSING)", write}), failed);
  EXPECT_EQ(refused_transaction({select + " AND pk = 'b' AND v = 1)", write}), failed);
  EXPECT_EQ(
      refused_transaction({select + ")", write}),
      "ValidationException: Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional "
      "condition");
  EXPECT_EQ(
      refused_transaction({"EXISTS(SELECT * FROM items WHERE pk IN ['a'] AND sk = 1 AND v = 1)", write}),
      "ValidationException: Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional "
      "condition");
  EXPECT_EQ(stored("{'pk': {'S': 'n'}, 'sk': {'N': '1'}}"), "none");
  get(execute_transaction(context, door, transaction({select + " AND v = 1)", write})));
  EXPECT_NE(stored("{'pk': {'S': 'n'}, 'sk': {'N': '1'}}"), "none");
}

TEST_F(PartiqlManyTest, ATokenMakesARepeatDoNothing) {
  const auto with_token = [&](const std::string& statement) {
    auto input = transaction({statement});
    input.client_request_token = "t1";
    return execute_transaction(context, door, std::move(input));
  };
  get(with_token("UPDATE items SET v = v + 1 WHERE pk = 'a' AND sk = 1"));
  get(with_token("UPDATE items SET v = v + 1 WHERE pk = 'a' AND sk = 1"));
  EXPECT_EQ(stored(k_key_a1), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'2'}}");
  const auto other = refusal(with_token("UPDATE items SET v = v + 2 WHERE pk = 'a' AND sk = 1"));
  EXPECT_TRUE(other.starts_with("IdempotentParameterMismatchException")) << other;
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
