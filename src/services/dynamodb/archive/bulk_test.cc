#include "services/dynamodb/archive/archive_fixture.h"
#include "services/dynamodb/archive/archive_ids.h"

namespace winterbaume::dynamodb {
namespace {

class BulkTest : public ArchiveTest {
 protected:
  ops::StartBulkPutItems::Input input() {
    ops::StartBulkPutItems::Input in{.table_name = "items"};
    in.input_s3_configuration =
        InputS3Configuration{.s3_bucket = "bucket", .s3_key_prefix = "in/", .input_format = "DYNAMODB_JSON"};
    in.output_s3_configuration = OutputS3Configuration{
        .s3_bucket = "bucket", .s3_key_prefix = "out", .output_type = {{"ERROR", "CONDITION_CHECK_FAILURE"}}};
    return in;
  }
  BulkOperationDescription start(ops::StartBulkPutItems::Input in) {
    return *get(start_bulk_put_items(context, door, std::move(in))).bulk_operation_description;
  }
  BulkOperationDescription describe(const std::string& arn) {
    return *get(describe_bulk_operation(context, door, {.bulk_operation_arn = arn})).bulk_operation_description;
  }
  BulkOperationDescription done(ops::StartBulkPutItems::Input in) {
    const auto started = start(std::move(in));
    EXPECT_EQ(*started.bulk_operation_status, "IN_PROGRESS");
    run_tasks();
    return describe(*started.bulk_operation_arn);
  }
  std::string cancelled(const std::string& arn) {
    return *get(cancel_bulk_operation(context, door, {.bulk_operation_arn = arn})).bulk_operation_status;
  }
  void object(std::string key, std::string content) {
    std::ranges::replace(content, '\'', '"');
    objects.objects["in/" + key] = std::move(content);
  }
  static std::string record(int sk, std::string rest = "", std::string beside = "") {
    return "{'Item': {'pk': {'S': 'a'}, 'sk': {'N': '" + std::to_string(sk) + "'}" + rest + "}" + beside + "}\n";
  }
};

TEST_F(BulkTest, ItemsArePutIntoATableThatIsInUse) {
  make_table(true);
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'old'}}");
  put("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}");
  object("1.json", record(1, ", 'v': {'S': 'new'}") + record(2, ", 'c': {'S': 'c'}"));
  object("2.json", record(2, ", 'g': {'S': 'g'}") + record(3));
  const auto bulk = done(input());
  EXPECT_EQ(*bulk.bulk_operation_status, "COMPLETED");
  EXPECT_EQ(bulk.processed_item_count, 4);
  EXPECT_EQ(bulk.failed_item_count, 0);
  EXPECT_EQ(bulk.processed_input_bytes, bulk.total_input_bytes);
  EXPECT_FALSE(bulk.failure_code);
  EXPECT_EQ(scanned("items"), (std::vector<std::string>{
                                  "{'g':{'S':'g'},'pk':{'S':'a'},'sk':{'N':'2'}}",
                                  "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'new'}}",
                                  "{'pk':{'S':'a'},'sk':{'N':'3'}}",
                                  "{'pk':{'S':'b'},'sk':{'N':'1'}}",
                              }));
  const auto& usage = bulk.bulk_operation_usage->front();
  EXPECT_EQ(usage.table->bulk_put_bytes, 11 + 9 + 9 + 7);
  EXPECT_EQ(usage.local_secondary_indexes->find("local")->bulk_put_bytes, 9);
  EXPECT_EQ(usage.global_secondary_indexes->find("global")->bulk_put_bytes, 9);
  EXPECT_EQ(usage.bulk_put_bytes, 36 + 18);
}

TEST_F(BulkTest, ConditionsDecideAndAreReported) {
  make_table();
  const std::string once = ", 'ConditionExpression': 'attribute_not_exists(#p)', 'ExpressionAttributeNames': {'#p': 'pk'}";
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'old'}}");
  object("1.json", record(1, ", 'v': {'S': 'new'}", once) + record(2, "", once) + record(2, ", 'v': {'S': 'new'}", once));
  const auto bulk = done(input());
  EXPECT_EQ(*bulk.bulk_operation_status, "COMPLETED");
  EXPECT_EQ(bulk.processed_item_count, 3);
  EXPECT_EQ(bulk.failed_item_count, 0);
  EXPECT_EQ(stored("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'old'}}");
  EXPECT_EQ(stored("{'pk': {'S': 'a'}, 'sk': {'N': '2'}}"), "{'pk':{'S':'a'},'sk':{'N':'2'}}");
  EXPECT_EQ(
      unpacked(".json.gz"),
      (std::vector<std::string>{"{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'new'}},'ExistingItem':{'pk':{'S':'a'},'sk':"
                                "{'N':'1'},'v':{'S':'old'}}}",
                                "{'Item':{'pk':{'S':'a'},'sk':{'N':'2'},'v':{'S':'new'}},'ExistingItem':{'pk':{'S':'a'},'sk':"
                                "{'N':'2'}}}"}));
}

TEST_F(BulkTest, WhatCannotBePutIsReportedAndTheRestIsPut) {
  make_table();
  object("1.json", record(1) + "{'Item': {'pk': {'S': 'a'}}}" + record(2, "", ", 'ConditionExpression': 'a ='") + record(3) +
                       "no record\n" + record(4));
  object("2.json", record(5));
  const auto bulk = done(input());
  EXPECT_EQ(*bulk.bulk_operation_status, "COMPLETED_WITH_ERRORS");
  EXPECT_EQ(bulk.processed_item_count, 6);
  EXPECT_EQ(bulk.failed_item_count, 3);
  EXPECT_EQ(scanned("items").size(), 3U);  // 1, 3 and 5: what cannot form an item ends its object
  const auto lines = unpacked(".json.gz");
  EXPECT_EQ(lines.size(), 3U);
  const auto has = [&lines](std::string_view begin) {
    return std::ranges::any_of(lines, [begin](const auto& line) { return line.starts_with(begin); });
  };
  EXPECT_TRUE(has("{'S3Key':'in/1.json','ErrorMessage':'Invalid ConditionExpression: "));
  EXPECT_TRUE(
      has("{'S3Key':'in/1.json','ErrorMessage':'One or more parameter values were invalid: Missing the key sk in the item',"
          "'Item':{'pk':{'S':'a'}}}"));
}

TEST_F(BulkTest, OnlyWhatIsAskedForIsReported) {
  make_table();
  object("1.json", "{'Item': {'pk': {'S': 'a'}}}");
  auto in = input();
  in.output_s3_configuration->output_type = {{"CONDITION_CHECK_FAILURE"}};
  const auto bulk = done(std::move(in));
  EXPECT_EQ(*bulk.bulk_operation_status, "COMPLETED_WITH_ERRORS");
  EXPECT_TRUE(unpacked(".json.gz").empty());
  const auto id = archive_id_of(*bulk.bulk_operation_arn, "bulk-operation");
  EXPECT_TRUE(objects.objects.contains("out/AWSDynamoDB/" + *id + "/manifest-summary.json"));
}

TEST_F(BulkTest, WhatCannotBeReadOrWrittenToFailsIt) {
  make_table();
  auto in = input();
  in.input_s3_configuration->s3_bucket = "nowhere";
  auto bulk = done(std::move(in));
  EXPECT_EQ(*bulk.bulk_operation_status, "FAILED");
  EXPECT_EQ(bulk.failure_code, "S3NoSuchBucket");
  object("1.json", record(1));
  in = input();
  in.output_s3_configuration->s3_bucket = "nowhere";
  EXPECT_EQ(*done(std::move(in)).bulk_operation_status, "FAILED");
  EXPECT_TRUE(scanned("items").empty());
  const auto started = start(input());
  ASSERT_TRUE(run(backend.delete_table(run(backend.find_table(context.scope, "items")))));
  run_tasks();
  bulk = describe(*started.bulk_operation_arn);
  EXPECT_EQ(*bulk.bulk_operation_status, "FAILED");
  EXPECT_EQ(bulk.failure_code, "ResourceNotFound");
}

TEST_F(BulkTest, OneThatIsCancelledBeforeItRunsPutsNothing) {
  make_table();
  object("1.json", record(1));
  const auto arn = *start(input()).bulk_operation_arn;
  EXPECT_EQ(cancelled(arn), "CANCELLING");
  EXPECT_EQ(cancelled(arn), "CANCELLING");
  EXPECT_EQ(*describe(arn).bulk_operation_status, "CANCELLING");
  run_tasks();
  const auto bulk = describe(arn);
  EXPECT_EQ(*bulk.bulk_operation_status, "CANCELLED");
  EXPECT_TRUE(bulk.failure_code && bulk.end_time);
  EXPECT_TRUE(scanned("items").empty());
  EXPECT_EQ(refusal(cancel_bulk_operation(context, door, {.bulk_operation_arn = arn})),
            "ValidationException: A bulk operation that is CANCELLED cannot be cancelled");
}

TEST_F(BulkTest, OneThatIsCancelledWhileItRunsKeepsWhatItPut) {
  make_table();
  std::string many;
  for (int i = 0; i < 3000; ++i) many += record(i);
  object("1.json", many);
  const auto arn = *start(input()).bulk_operation_arn;
  int commits = 0;
  std::function<void()> count = [&] {
    if (++commits == 12) EXPECT_EQ(cancelled(arn), "CANCELLING");
    store->before_commit = count;
  };
  store->before_commit = count;
  run_tasks();
  store->before_commit = nullptr;
  const auto bulk = describe(arn);
  EXPECT_EQ(*bulk.bulk_operation_status, "CANCELLED");
  EXPECT_GT(bulk.processed_item_count, 0);
  EXPECT_LT(bulk.processed_item_count, 3000);
  EXPECT_EQ(static_cast<std::int64_t>(scanned("items").size()), bulk.processed_item_count);
}

TEST_F(BulkTest, ATokenBeginsOneOperation) {
  make_table();
  auto in = input();
  in.client_token = "token";
  const auto arn = *start(in).bulk_operation_arn;
  EXPECT_EQ(*start(in).bulk_operation_arn, arn);
  in.input_s3_configuration->s3_key_prefix = "other/";
  EXPECT_EQ(
      refusal(start_bulk_put_items(context, door, in)),
      "IdempotentParameterMismatchException: The request uses the same client token as a previous, but non-identical request.");
}

TEST_F(BulkTest, OperationsAreListedNewestFirst) {
  make_table();
  std::vector<std::string> arns;
  for (int i = 0; i < 3; ++i) {
    arns.push_back(*start(input()).bulk_operation_arn);
    pass(std::chrono::seconds(1));
  }
  auto page = get(list_bulk_operations(context, door, {.max_results = 2}));
  ASSERT_EQ(page.bulk_operations_summary_list->size(), 2U);
  EXPECT_EQ(*page.bulk_operations_summary_list->front().bulk_operation_arn, arns[2]);
  page = get(list_bulk_operations(context, door, {.max_results = 2, .next_token = page.next_token}));
  ASSERT_EQ(page.bulk_operations_summary_list->size(), 1U);
  EXPECT_EQ(*page.bulk_operations_summary_list->front().bulk_operation_arn, arns[0]);
  EXPECT_FALSE(page.next_token);
  pass(std::chrono::hours(24 * 91));
  EXPECT_TRUE(get(list_bulk_operations(context, door, {})).bulk_operations_summary_list->empty());
}

TEST_F(BulkTest, TablesThatChangeAndGlobalTablesAreRefused) {
  auto table = make_table(true);
  const auto changed = [&](const std::function<void(TableRecord&)>& change) {
    auto record = table->record;
    change(record);
    table = run(backend.update_table(table, std::move(record)));
    return refusal(start_bulk_put_items(context, door, input()));
  };
  EXPECT_EQ(changed([this](TableRecord& record) {
              record.indexes.back().status = IndexStatus::creating;
              record.indexes.back().changing_until = context.now + std::chrono::seconds(5);
            }),
            "ResourceInUseException: Attempt to change a resource which is still in use: Index is being created: global");
  // An index that has had its time is made, and nothing else is in the way but replicas.
  EXPECT_EQ(changed([this](TableRecord& record) {
              record.indexes.back().changing_until = context.now;
              record.replicas = {{.region = "us-east-1"}, {.region = "eu-west-1"}};
            }),
            "ValidationException: Bulk operations are not supported on global tables: items");
  EXPECT_EQ(changed([this](TableRecord& record) {
              record.replicas.clear();
              record.status = TableStatus::creating;
              record.changing_until = context.now + std::chrono::seconds(5);
            }),
            "ResourceInUseException: Attempt to change a resource which is still in use: Table is being created: items");
}

TEST_F(BulkTest, RequestsThatNameNothingAreRefused) {
  EXPECT_EQ(refusal(start_bulk_put_items(context, door, input())),
            "ResourceNotFoundException: Requested resource not found: Table: items not found");
  EXPECT_TRUE(
      refusal(describe_bulk_operation(context, door, {.bulk_operation_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/x"}))
          .starts_with("ValidationException: Invalid BulkOperation ARN"));
  const std::string arn = "arn:aws:dynamodb:us-east-1:123456789012:table/items/bulk-operation/01489602797149-73d8d5bc";
  EXPECT_EQ(refusal(cancel_bulk_operation(context, door, {.bulk_operation_arn = arn})),
            "ResourceNotFoundException: Requested resource not found: Bulk operation: " + arn + " not found");
}

}  // namespace
}  // namespace winterbaume::dynamodb
