#include "services/dynamodb/archive/archive_fixture.h"

namespace winterbaume::dynamodb {
namespace {

using std::chrono::seconds;
using Lines = std::vector<std::string>;

class ExportsTest : public ArchiveTest {
 protected:
  ExportsTest() {
    make_table();
    enable_recovery();
  }
  ExportTableToPointInTimeInput request() {
    ExportTableToPointInTimeInput input;
    input.table_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/items";
    input.s3_bucket = "bucket";
    input.s3_prefix = "out";
    return input;
  }
  ExportDescription exported(ExportTableToPointInTimeInput input) {
    const auto started = get(export_table_to_point_in_time(context, door, std::move(input))).export_description.value();
    EXPECT_EQ(started.export_status, "IN_PROGRESS");
    run_tasks();
    return get(describe_export(context, door, {.export_arn = started.export_arn})).export_description.value();
  }
};

TEST_F(ExportsTest, ATableAsItWas) {
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'SS': ['x', 'y']}}");
  put("{'pk': {'S': 'b'}, 'sk': {'N': '2'}}");
  const auto then = context.now;
  pass(seconds(10));
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'S': 'later'}}");
  auto input = request();
  input.export_time = then;
  const auto done = exported(std::move(input));
  EXPECT_EQ(done.export_status, "COMPLETED");
  EXPECT_EQ(done.item_count, 2);
  EXPECT_EQ(done.billed_size_bytes, 17);
  const auto id = done.export_arn->substr(done.export_arn->rfind('/') + 1);
  EXPECT_EQ(done.export_manifest, "out/AWSDynamoDB/" + id + "/manifest-summary.json");
  EXPECT_EQ(unpacked(".json.gz"),
            (Lines{"{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'SS':['x','y']}}}", "{'Item':{'pk':{'S':'b'},'sk':{'N':'2'}}}"}));
  for (const auto* name :
       {"_started", "manifest-summary.json", "manifest-summary.md5", "manifest-files.json", "manifest-files.md5"}) {
    EXPECT_TRUE(objects.objects.contains("out/AWSDynamoDB/" + id + "/" + name)) << name;
  }
  // Nothing stays behind.
  EXPECT_EQ(run(backend.list_tables({"123456789012", "us-east-1/backups"}, {}, 10)).size(), 0u);
}

TEST_F(ExportsTest, AsIon) {
  put("{'pk': {'S': 'a\\n'}, 'sk': {'N': '-1.5'}, 'a b': {'L': [{'NULL': true}, {'BOOL': false}, {'B': 'AQI='}]}, 'n': {'NS': "
      "['7']}}");
  auto input = request();
  input.export_format = "ION";
  EXPECT_EQ(exported(std::move(input)).export_status, "COMPLETED");
  EXPECT_EQ(unpacked(".ion.gz"), Lines{"$ion_1_0 {Item:{'a b':[null,false,{{AQI=}}],n:$dynamodb_NS::[7.],pk:'a\\n',sk:-1.5}}"});
}

TEST_F(ExportsTest, ChangesOfAPeriod) {
  using std::chrono::minutes;
  put("{'pk': {'S': 'changed'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  put("{'pk': {'S': 'gone'}, 'sk': {'N': '1'}}");
  put("{'pk': {'S': 'same'}, 'sk': {'N': '1'}}");
  pass(seconds(10));
  const auto from = context.now;
  put("{'pk': {'S': 'changed'}, 'sk': {'N': '1'}, 'v': {'N': '2'}}");
  put("{'pk': {'S': 'new'}, 'sk': {'N': '1'}}");
  put("{'pk': {'S': 'fleeting'}, 'sk': {'N': '1'}}");
  for (const auto* key : {"gone", "fleeting"}) {
    const auto item = item_of("{'pk': {'S': '" + std::string(key) + "'}, 'sk': {'N': '1'}}");
    get(delete_item(context, door, {.table_name = "items", .key = item}));
  }
  pass(minutes(15));
  put("{'pk': {'S': 'changed'}, 'sk': {'N': '1'}, 'v': {'N': '3'}}");
  auto input = request();
  input.export_type = "INCREMENTAL_EXPORT";
  input.incremental_export_specification =
      IncrementalExportSpecification{.export_from_time = from, .export_to_time = context.now};
  input.incremental_export_specification->export_to_time = context.now - seconds(1);
  EXPECT_TRUE(refusal(export_table_to_point_in_time(context, door, input))
                  .starts_with("InvalidExportTimeException: Difference between export period"));
  input.incremental_export_specification->export_to_time = context.now;
  const auto done = exported(input);
  EXPECT_EQ(done.export_status, "COMPLETED");
  EXPECT_EQ(done.item_count, 3);
  const std::string head = "{'Metadata':{'WriteTimestampMicros':{'N':'1700000010000000'}},'Keys':{'pk':{'S':'";
  EXPECT_EQ(unpacked(".json.gz"),
            (Lines{head + "changed'},'sk':{'N':'1'}},'OldImage':{'pk':{'S':'changed'},'sk':{'N':'1'},'v':{'N':'1'}},"
                          "'NewImage':{'pk':{'S':'changed'},'sk':{'N':'1'},'v':{'N':'2'}}}",
                   head + "gone'},'sk':{'N':'1'}},'OldImage':{'pk':{'S':'gone'},'sk':{'N':'1'}}}",
                   head + "new'},'sk':{'N':'1'}},'NewImage':{'pk':{'S':'new'},'sk':{'N':'1'}}}"}));
}

TEST_F(ExportsTest, WhatAFilterChooses) {
  for (int i = 0; i < 5; ++i) {
    put("{'pk': {'S': 'a'}, 'sk': {'N': '" + std::to_string(i) + "'}, 'v': {'N': '" + std::to_string(i % 2) + "'}}");
  }
  put("{'pk': {'S': 'b'}, 'sk': {'N': '3'}, 'v': {'N': '1'}}");
  auto input = request();
  auto& filter = input.filter_specification.emplace();
  filter.key_condition_expression = "pk = :p AND sk > :s";
  filter.filter_expression = "v = :v";
  filter.projection_expression = "sk";
  filter.expression_attribute_values.emplace();
  filter.expression_attribute_values->add(":p", value_of("{'S': 'a'}"));
  filter.expression_attribute_values->add(":s", value_of("{'N': '1'}"));
  filter.expression_attribute_values->add(":v", value_of("{'N': '1'}"));
  EXPECT_EQ(exported(input).item_count, 1);
  EXPECT_EQ(unpacked(".json.gz"), Lines{"{'Item':{'sk':{'N':'3'}}}"});
  filter.filter_expression = "v = = :v";
  EXPECT_TRUE(refusal(export_table_to_point_in_time(context, door, std::move(input))).starts_with("ValidationException"));
}

TEST_F(ExportsTest, TellsWhyItFailed) {
  auto input = request();
  input.s3_bucket = "none";
  const auto done = exported(std::move(input));
  EXPECT_EQ(done.export_status, "FAILED");
  EXPECT_EQ(done.failure_code, "S3NoSuchBucket");
  EXPECT_EQ(done.failure_message, "The specified bucket does not exist");
}

TEST_F(ExportsTest, ATokenStartsOneExport) {
  auto input = request();
  input.client_token = "token";
  const auto first = exported(input);
  pass(seconds(1));
  const auto again = get(export_table_to_point_in_time(context, door, input)).export_description.value();
  EXPECT_EQ(again.export_arn, first.export_arn);
  EXPECT_EQ(again.export_status, "COMPLETED");
  input.s3_prefix = "other";
  EXPECT_EQ(refusal(export_table_to_point_in_time(context, door, input)),
            "ExportConflictException: Duplicate request detected with conflicting parameters");
  EXPECT_EQ(get(list_exports(context, door, {})).export_summaries->size(), 1u);
}

TEST_F(ExportsTest, AreListedNewestFirst) {
  std::vector<std::string> arns;
  for (int i = 0; i < 3; ++i) {
    arns.push_back(*exported(request()).export_arn);
    pass(seconds(1));
  }
  auto page = get(list_exports(context, door, {.max_results = 2}));
  ASSERT_EQ(page.export_summaries->size(), 2u);
  EXPECT_EQ(page.export_summaries->front().export_arn, arns[2]);
  page = get(list_exports(context, door, {.max_results = 2, .next_token = page.next_token}));
  ASSERT_EQ(page.export_summaries->size(), 1u);
  EXPECT_EQ(page.export_summaries->front().export_arn, arns[0]);
  EXPECT_EQ(page.next_token, std::nullopt);
}

}  // namespace
}  // namespace winterbaume::dynamodb
