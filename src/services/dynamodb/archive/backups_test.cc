#include "services/dynamodb/archive/backups.h"

#include <gtest/gtest.h>

#include "services/dynamodb/archive/restored_table.h"
#include "services/dynamodb/archive/table_copy.h"
#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

class BackupsTest : public ItemOperationTest {
 protected:
  void make_table(bool indexes = false) {
    auto table = ItemOperationTest::make_table(indexes);
    auto record = table->record;
    record.attribute_definitions = {{"pk", ScalarType::s}, {"sk", ScalarType::n}};
    if (indexes)
      record.attribute_definitions.insert(record.attribute_definitions.end(), {{"c", ScalarType::s}, {"g", ScalarType::s}});
    run(backend.update_table(table, std::move(record)));
  }
  std::string back_up(std::string name = "first") {
    auto answer = get(create_backup(context, door, {.table_name = "items", .backup_name = std::move(name)}));
    EXPECT_EQ(answer.backup_details->backup_status, "CREATING");
    return *answer.backup_details->backup_arn;
  }
  void restore(std::string arn, std::string target = "restored") {
    auto answer = get(restore_table_from_backup(context, door, {.target_table_name = target, .backup_arn = arn}));
    EXPECT_EQ(answer.table_description->table_status, "CREATING");
    EXPECT_EQ(answer.table_description->restore_summary->restore_in_progress, true);
  }
  void restore_to(std::optional<TimePoint> at, std::string target = "restored") {
    ops::RestoreTableToPointInTime::Input input{.source_table_name = "items", .target_table_name = std::move(target)};
    input.restore_date_time = at;
    if (!at) input.use_latest_restorable_time = true;
    get(restore_table_to_point_in_time(context, door, std::move(input)));
  }
  std::vector<std::string> scanned(std::string table) {
    std::vector<std::string> out;
    for (const auto& item : *get(scan(context, door, {.table_name = std::move(table)})).items) out.push_back(json_of(item));
    std::ranges::sort(out);
    return out;
  }
  void enable_recovery() {
    auto table = run(backend.find_table(context.scope, "items"));
    auto record = table->record;
    record.continuous_backups = {.enabled = true, .recovery_days = 35, .since = context.now};
    ASSERT_NE(run(backend.update_table(table, std::move(record))), nullptr);
  }
  void pass(Millis time) {
    clock->advance(time);
    context.now = clock->now();
  }
};

TEST_F(BackupsTest, HoldsWhatTheTableHeld) {
  make_table(true);
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'g': {'S': 'x'}}");
  const auto arn = back_up();
  EXPECT_TRUE(arn.starts_with("arn:aws:dynamodb:us-east-1:123456789012:table/items/backup/01700000000000-")) << arn;
  put("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}");
  const auto described = get(describe_backup(context, door, {.backup_arn = arn})).backup_description.value();
  EXPECT_EQ(described.backup_details->backup_status, "AVAILABLE");
  EXPECT_EQ(described.source_table_details->item_count, 1);
  EXPECT_EQ(described.source_table_feature_details->global_secondary_indexes->size(), 1u);
  restore(arn);
  EXPECT_EQ(scanned("restored"), std::vector<std::string>{"{'g':{'S':'x'},'pk':{'S':'a'},'sk':{'N':'1'}}"});
  ops::Scan::Input of_index{.table_name = "restored", .index_name = "global"};
  EXPECT_EQ(get(scan(context, door, std::move(of_index))).items->size(), 1u);
}

// What is written between the first page of a copy and its end is in no backup.
TEST_F(BackupsTest, IsOfOneMoment) {
  make_table();
  for (int i = 0; i < 1200; ++i) put("{'pk': {'S': 'k" + std::to_string(i) + "'}, 'sk': {'N': '0'}}");
  int commits = 0;
  std::function<void()> meddle = [&] {
    if (++commits == 10) {  // the mark is the eighth, then 500 items
      put("{'pk': {'S': 'new'}, 'sk': {'N': '0'}}");
      for (int i = 0; i < 1200; i += 100) {
        const auto key = "{'pk': {'S': 'k" + std::to_string(i) + "'}, 'sk': {'N': '0'}}";
        get(delete_item(context, door, {.table_name = "items", .key = item_of(key)}));
      }
    }
    if (commits < 30) store->before_commit = meddle;
  };
  store->before_commit = meddle;
  const auto arn = back_up();
  EXPECT_GE(commits, 10);
  store->before_commit = nullptr;
  EXPECT_EQ(scanned("items").size(), 1200u - 12u + 1u);
  restore(arn);
  EXPECT_EQ(scanned("restored").size(), 1200u);
  // Nothing is kept for copies any more.
  EXPECT_FALSE(run(backend.find_table(context.scope, "items"))->record.settings.contains("copies"));
}

TEST_F(BackupsTest, AreListedByTheirFilters) {
  make_table();
  const auto first = back_up();
  pass(std::chrono::seconds(10));
  const auto second = back_up("second");
  auto page = get(list_backups(context, door, {.limit = 1}));
  ASSERT_EQ(page.backup_summaries->size(), 1u);
  EXPECT_EQ(page.backup_summaries->front().backup_arn, first);
  EXPECT_EQ(page.last_evaluated_backup_arn, first);
  page = get(list_backups(context, door, {.limit = 1, .exclusive_start_backup_arn = page.last_evaluated_backup_arn}));
  EXPECT_EQ(page.backup_summaries->front().backup_arn, second);
  EXPECT_EQ(page.last_evaluated_backup_arn, std::nullopt);
  EXPECT_EQ(get(list_backups(context, door, {.time_range_lower_bound = context.now})).backup_summaries->size(), 1u);
  EXPECT_EQ(get(list_backups(context, door, {.time_range_upper_bound = context.now})).backup_summaries->size(), 1u);
  EXPECT_EQ(get(list_backups(context, door, {.table_name = "other"})).backup_summaries->size(), 0u);
  EXPECT_EQ(get(list_backups(context, door, {.backup_type = "SYSTEM"})).backup_summaries->size(), 0u);
}

TEST_F(BackupsTest, GoWhenTheyAreDeleted) {
  make_table();
  const auto arn = back_up();
  const auto deleted = get(delete_backup(context, door, {.backup_arn = arn})).backup_description.value();
  EXPECT_EQ(deleted.backup_details->backup_status, "DELETED");
  EXPECT_EQ(refusal(describe_backup(context, door, {.backup_arn = arn})), "BackupNotFoundException: Backup not found: " + arn);
  EXPECT_EQ(run(backend.list_tables({"123456789012", "us-east-1/backups"}, {}, 10)).size(), 0u);
}

TEST_F(BackupsTest, Refusals) {
  make_table();
  EXPECT_EQ(refusal(create_backup(context, door, {.table_name = "none", .backup_name = "name"})),
            "TableNotFoundException: Table not found: none");
  const auto arn = back_up();
  EXPECT_EQ(refusal(restore_table_from_backup(context, door, {.target_table_name = "items", .backup_arn = arn})),
            "TableAlreadyExistsException: Table already exists: items");
  EXPECT_EQ(refusal(restore_table_to_point_in_time(
                context, door, {.source_table_name = "items", .target_table_name = "other", .use_latest_restorable_time = true})),
            "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table 'items'");
}

TEST_F(BackupsTest, RestoresWithOtherSettings) {
  make_table(true);
  const auto arn = back_up();
  ops::RestoreTableFromBackup::Input input{.target_table_name = "restored", .backup_arn = arn};
  input.billing_mode_override = "PAY_PER_REQUEST";
  input.global_secondary_index_override.emplace();
  get(restore_table_from_backup(context, door, std::move(input)));
  const auto table = get(describe_table(context, door, {.table_name = "restored"})).table.value();
  EXPECT_EQ(table.table_status, "ACTIVE");
  EXPECT_EQ(table.restore_summary->restore_in_progress, false);
  EXPECT_EQ(table.restore_summary->source_backup_arn, arn);
  EXPECT_EQ(table.billing_mode_summary->billing_mode, "PAY_PER_REQUEST");
  EXPECT_FALSE(table.global_secondary_indexes.has_value());
  EXPECT_EQ(table.local_secondary_indexes->size(), 1u);
}

TEST_F(BackupsTest, RecoversEverySecond) {
  make_table();
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '1'}}");
  enable_recovery();
  const auto begin = context.now;
  pass(std::chrono::seconds(10));
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'v': {'N': '2'}}");
  put("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}");
  pass(std::chrono::seconds(10));
  get(delete_item(context, door, {.table_name = "items", .key = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}")}));
  restore_to(begin + std::chrono::seconds(9), "at-9");
  EXPECT_EQ(scanned("at-9"), std::vector<std::string>{"{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'1'}}"});
  restore_to(begin + std::chrono::seconds(10), "at-10");
  EXPECT_EQ(scanned("at-10"),
            (std::vector<std::string>{"{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'N':'2'}}", "{'pk':{'S':'b'},'sk':{'N':'1'}}"}));
  restore_to(std::nullopt, "latest");
  EXPECT_EQ(scanned("latest"), std::vector<std::string>{"{'pk':{'S':'b'},'sk':{'N':'1'}}"});
  ops::RestoreTableToPointInTime::Input input{.source_table_name = "items", .target_table_name = "early"};
  input.restore_date_time = begin - std::chrono::seconds(2);
  EXPECT_TRUE(
      refusal(restore_table_to_point_in_time(context, door, std::move(input))).starts_with("InvalidRestoreTimeException"));
}

TEST_F(BackupsTest, ADeletedTableWithRecoveryLeavesABackup) {
  make_table();
  put("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  enable_recovery();
  get(delete_table(context, door, {.table_name = "items"}));
  const auto listed = get(list_backups(context, door, {.backup_type = "ALL"})).backup_summaries.value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed.front().backup_name, "items$DeletedTableBackup");
  EXPECT_EQ(listed.front().backup_type, "SYSTEM");
  EXPECT_EQ(listed.front().backup_expiry_date_time, context.now + std::chrono::days(35));
  restore(*listed.front().backup_arn, "items");
  EXPECT_EQ(scanned("items").size(), 1u);
  pass(std::chrono::days(35));
  EXPECT_EQ(get(list_backups(context, door, {.backup_type = "ALL"})).backup_summaries->size(), 0u);
}

}  // namespace
}  // namespace winterbaume::dynamodb
