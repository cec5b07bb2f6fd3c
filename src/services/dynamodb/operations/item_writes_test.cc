#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

class ItemWritesTest : public ItemOperationTest {
 protected:
  std::string refused_put(std::string item) {
    return refusal(put_item(context, door, {.table_name = "items", .item = item_of(std::move(item))}));
  }
  ops::UpdateItem::Output update(std::string key, std::string expression, std::string return_values) {
    return get(update_item(context, door,
                           {.table_name = "items",
                            .key = item_of(std::move(key)),
                            .return_values = std::move(return_values),
                            .update_expression = std::move(expression),
                            .expression_attribute_values = values}));
  }
  aws::Map<AttributeValue> values{{":v", value_of("{'N': '5'}")}};
};

TEST_F(ItemWritesTest, ItemsComeBackAsTheyWerePut) {
  make_table();
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'L': [{'BOOL': true}]}}");
  EXPECT_EQ(stored("{'pk': {'S': 'a'}, 'sk': {'N': '1.0'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'L':[{'BOOL':true}]}}");
  EXPECT_EQ(stored("{'pk': {'S': 'a'}, 'sk': {'N': '2'}}"), "none");
}

TEST_F(ItemWritesTest, KeysThatDoNotFitAreRefused) {
  make_table(true);
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  EXPECT_EQ(refused_put("{'pk': {'S': 'a'}}"), invalid + "Missing the key sk in the item");
  EXPECT_EQ(refused_put("{'pk': {'N': '1'}, 'sk': {'N': '1'}}"), invalid + "Type mismatch for key pk expected: S actual: N");
  EXPECT_EQ(refused_put("{'pk': {'S': ''}, 'sk': {'N': '1'}}"),
            "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
            "contain an empty string value. Key: pk");
  EXPECT_EQ(refused_put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'NULL': true}}"),
            invalid + "Type mismatch for Index Key g Expected: S Actual: NULL IndexName: global");
  EXPECT_EQ(refused_put("{'pk': {'S': '" + std::string(2049, 'x') + "'}, 'sk': {'N': '1'}}"),
            invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  EXPECT_EQ(refused_put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': '" + std::string(409'600, 'x') + "'}}"),
            "ValidationException: Item size has exceeded the maximum allowed size");
  EXPECT_EQ(refusal(get_item(context, door, {.table_name = "items", .key = item_of("{'pk': {'S': 'a'}}")})),
            "ValidationException: The provided key element does not match the schema");
}

TEST_F(ItemWritesTest, ConditionsDecideAndShowTheItem) {
  make_table();
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  const auto conditional = [&] {
    return delete_item(context, door,
                       {.table_name = "items",
                        .key = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"),
                        .condition_expression = "v = :v",
                        .expression_attribute_values = values,
                        .return_values_on_condition_check_failure = "ALL_OLD"});
  };
  const auto failed = run(conditional());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "The conditional request failed");
  EXPECT_EQ(json_of(static_cast<const ConditionalCheckFailedException*>(failed.error().fields.get())->item),
            "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}");
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '5'}}");
  get(conditional());
  EXPECT_EQ(stored("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "none");
}

TEST_F(ItemWritesTest, UpdatesAnswerWithWhatIsAskedFor) {
  make_table();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  EXPECT_EQ(json_of(update(key, "SET v = :v", "ALL_OLD").attributes), "none");
  EXPECT_EQ(json_of(update(key, "SET v = v + :v", "UPDATED_OLD").attributes), "{'v':{'N':'5'}}");
  EXPECT_EQ(json_of(update(key, "SET v = v + :v", "UPDATED_NEW").attributes), "{'v':{'N':'15'}}");
  EXPECT_EQ(json_of(update(key, "SET v = v + :v", "ALL_NEW").attributes), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'20'}}");
}

TEST_F(ItemWritesTest, AnUpdateThatOnlyRemovesMakesNoItem) {
  make_table();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  get(update_item(context, door, {.table_name = "items", .key = item_of(key), .update_expression = "REMOVE v"}));
  EXPECT_EQ(stored(key), "none");
  get(update_item(context, door, {.table_name = "items", .key = item_of(key)}));
  EXPECT_EQ(stored(key), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  EXPECT_EQ(refusal(update_item(context, door,
                                {.table_name = "items",
                                 .key = item_of(key),
                                 .update_expression = "SET pk = :v",
                                 .expression_attribute_values = values})),
            "ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part "
            "of the key");
}

TEST_F(ItemWritesTest, OldAndNewParametersDoNotMix) {
  make_table();
  EXPECT_EQ(refusal(update_item(context, door,
                                {.table_name = "items",
                                 .key = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"),
                                 .attribute_updates = aws::Map<AttributeValueUpdate>(),
                                 .condition_expression = "v = :v"})),
            "ValidationException: 1 validation error detected: Can not use both expression and non-expression parameters in the "
            "same request: "
            "Non-expression parameters: {AttributeUpdates} Expression parameters: {ConditionExpression}");
}

TEST_F(ItemWritesTest, AnotherWriterThatIsFasterIsSeen) {
  make_table();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  store->before_commit = [&] { put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '10'}, 'w': {'BOOL': true}}"); };
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  EXPECT_EQ(json_of(update(key, "SET v = v + :v", "ALL_NEW").attributes), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'6'}}");
  store->before_commit = [&] { put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '10'}}"); };
  EXPECT_EQ(json_of(update(key, "SET v = v + :v", "ALL_NEW").attributes), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'15'}}");
}

TEST_F(ItemWritesTest, BatchesAreCheckedBeforeAnythingIsWritten) {
  make_table();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  const auto batch = [&](std::vector<WriteRequest> requests) {
    return batch_write_item(context, door,
                            {.request_items = aws::Map<std::vector<WriteRequest>>{{"items", std::move(requests)}}});
  };
  const auto put_of = [](std::string item) { return WriteRequest{.put_request = PutRequest{item_of(std::move(item))}}; };
  EXPECT_EQ(refusal(batch({put_of(key), put_of("{'pk': {'S': 'a'}}")})),
            "ValidationException: The provided key element does not match the schema");
  EXPECT_EQ(refusal(batch({put_of(key), put_of(key)})), "ValidationException: Provided list of item keys contains duplicates");
  EXPECT_EQ(stored(key), "none");
  EXPECT_TRUE(get(batch({put_of(key)})).unprocessed_items->empty());
  EXPECT_NE(stored(key), "none");
}

class TransactionsTest : public ItemOperationTest {
 protected:
  static TransactWriteItem put_of(std::string item) {
    return {.put = Put{.item = item_of(std::move(item)), .table_name = "items"}};
  }
  static TransactWriteItem check_of(std::string key, std::string condition) {
    return {.condition_check = ConditionCheck{
                .key = item_of(std::move(key)), .table_name = "items", .condition_expression = std::move(condition)}};
  }
  auto transact(std::vector<TransactWriteItem> items, std::optional<std::string> token = std::nullopt) {
    return transact_write_items(context, door, {.transact_items = std::move(items), .client_request_token = std::move(token)});
  }
};

TEST_F(TransactionsTest, AllOrNothingWithReasons) {
  make_table();
  const std::string one = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  const std::string two = "{'pk': {'S': 'a'}, 'sk': {'N': '2'}}";
  const auto failed = run(transact({put_of(one), check_of(two, "attribute_exists(pk)")}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]");
  EXPECT_EQ(stored(one), "none");
  get(transact({put_of(one), check_of(two, "attribute_not_exists(pk)")}));
  EXPECT_EQ(stored(one), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  EXPECT_EQ(refusal(transact({put_of(one), put_of(one)})),
            "ValidationException: Transaction request cannot include multiple operations on one item");
}

TEST_F(TransactionsTest, AnotherWriterThatIsFasterIsSeen) {
  make_table();
  const std::string one = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  const std::string two = "{'pk': {'S': 'a'}, 'sk': {'N': '2'}}";
  store->before_commit = [&] { put(two); };
  EXPECT_EQ(refusal(transact({put_of(one), check_of(two, "attribute_not_exists(pk)")})),
            "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "ConditionalCheckFailed]");
  EXPECT_EQ(stored(one), "none");
}

TEST_F(TransactionsTest, ATokenMakesARepeatDoNothingForTenMinutes) {
  make_table();
  const std::string key = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}";
  const std::string item = "{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}";
  get(transact({put_of(item)}, "token"));
  put(key);
  get(transact({put_of(item)}, "token"));
  EXPECT_EQ(stored(key), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  EXPECT_TRUE(refusal(transact({put_of(key)}, "token")).starts_with("IdempotentParameterMismatchException"));
  context.now += std::chrono::minutes(11);
  get(transact({put_of(item)}, "token"));
  EXPECT_EQ(stored(key), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}");
}

}  // namespace
}  // namespace winterbaume::dynamodb
