// DynamoDbBackend: tables come, change and go.
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

TEST_P(BackendContract, ATableIsFoundAsItWasMade) {
  EXPECT_EQ(find(), nullptr);
  auto record = table_record();
  record.tags["team"] = "blue";
  record.indexes = {global_index()};
  const auto made = make(record);
  const auto found = find();
  ASSERT_NE(found, nullptr);
  EXPECT_NE(found->version, 0U);
  EXPECT_EQ(found->version, made->version);
  EXPECT_EQ(found->record.id, record.id);
  EXPECT_EQ(found->record.created, now());
  EXPECT_EQ(found->record.tags, record.tags);
  ASSERT_NE(found->find_index("global"), nullptr);
  EXPECT_EQ(found->find_index("global")->keys.range.front().name, "h");
}

TEST_P(BackendContract, ANameIsTakenOnce) {
  make();
  auto other = table_record();
  other.id = "another";
  EXPECT_EQ(run(backend_->create_table(other)), nullptr);
  EXPECT_EQ(find()->record.id, "id of items");
  EXPECT_EQ(tables(), "items");
}

TEST_P(BackendContract, NamesAreOfAnAccountAndARegion) {
  make();
  auto record = table_record();
  record.region = "eu-west-1";
  record.id = "european";
  ASSERT_NE(run(backend_->create_table(record)), nullptr);
  EXPECT_EQ(find()->record.id, "id of items");
  EXPECT_EQ(run(backend_->find_table({"123456789012", "eu-west-1"}, "items"))->record.id, "european");
  EXPECT_EQ(run(backend_->find_table({"999999999999", "us-east-1"}, "items")), nullptr);
  EXPECT_TRUE(run(backend_->list_tables({"999999999999", "us-east-1"}, {}, 100)).empty());
}

TEST_P(BackendContract, TablesAreListedByNameInPages) {
  EXPECT_EQ(tables(), "");
  for (const auto* name : {"b", "aa", "c", "a", "a-b", "a.b"}) make(table_record(name));
  EXPECT_EQ(tables(), "a a-b a.b aa b c");
  EXPECT_EQ(tables(1), "a a-b a.b aa b c");
  EXPECT_EQ(tables(4), "a a-b a.b aa b c");
  const auto after = run(backend_->list_tables(scope_, "aaa", 1));  // of no table
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after.front(), "b");
}

TEST_P(BackendContract, ScopesAreThoseInWhichSomethingWasMade) {
  EXPECT_TRUE(run(backend_->scopes()).empty());
  make();
  auto record = table_record();
  record.account_id = "210987654321";
  run(backend_->create_table(record));
  run(backend_->put_document({"333333333333", "eu-west-1"}, DocumentKind::backup, {.key = "k", .json = "{}"}));
  std::vector<std::string> found;
  for (const auto& scope : run(backend_->scopes())) found.push_back(scope.account_id + " " + scope.region);
  std::ranges::sort(found);
  const std::vector<std::string> expected{"123456789012 us-east-1", "210987654321 us-east-1", "333333333333 eu-west-1"};
  EXPECT_EQ(found, expected);
}

TEST_P(BackendContract, AChangeIsMadeToTheRecordThatWasRead) {
  const auto first = make();
  auto record = first->record;
  record.tags["team"] = "blue";
  const auto second = update(first, record);
  EXPECT_NE(second->version, first->version);
  EXPECT_EQ(find()->version, second->version);
  EXPECT_EQ(find()->record.tags.at("team"), "blue");
  record.tags["team"] = "red";
  EXPECT_EQ(run(backend_->update_table(first, record)), nullptr);
  EXPECT_EQ(find()->record.tags.at("team"), "blue");
}

TEST_P(BackendContract, ATableGoesWithItsItems) {
  auto record = table_record();
  record.indexes = {global_index()};
  const auto table = make(record);
  put(row("a", 1, ", 'g': {'S': 'x'}, 'h': {'N': '1'}"));
  EXPECT_TRUE(run(backend_->delete_table(table)));
  EXPECT_EQ(find(), nullptr);
  EXPECT_EQ(tables(), "");
  EXPECT_FALSE(run(backend_->delete_table(table)));
  record.id = "another";
  const auto again = make(record);
  EXPECT_EQ(scan(again), "");
  EXPECT_EQ(scan(again, "global"), "");
  EXPECT_EQ(get(again, "a", 1), "none");
}

TEST_P(BackendContract, ATableThatWasReadBeforeAnotherChangeIsNotDeleted) {
  const auto first = make();
  change([](TableRecord& record) { record.deletion_protected = true; });
  EXPECT_FALSE(run(backend_->delete_table(first)));
  ASSERT_NE(find(), nullptr);
  EXPECT_EQ(tables(), "items");
}

TEST_P(BackendContract, ATableMadeAgainIsAnother) {
  const auto first = make();
  ASSERT_TRUE(run(backend_->delete_table(first)));
  auto record = table_record();
  record.id = "another";
  const auto second = make(record);
  EXPECT_NE(second->version, first->version);
  EXPECT_EQ(run(backend_->update_table(first, first->record)), nullptr);
  EXPECT_FALSE(run(backend_->delete_table(first)));
  EXPECT_EQ(find()->record.id, "another");
  EXPECT_EQ(tables(), "items");
}

TEST_P(BackendContract, ALargeTableGoesWhole) {
  const auto table = make();
  for (int i = 0; i < 5; ++i) {
    std::vector<ItemWrite> writes;
    for (int j = 0; j < 500; ++j) writes.push_back(write_of(table, key("a", i * 500 + j), {}, row("a", i * 500 + j)));
    ASSERT_EQ(commit(std::move(writes)), CommitVerdict::done);
  }
  ASSERT_TRUE(run(backend_->delete_table(table)));
  const auto again = make();
  EXPECT_EQ(run(backend_->count(again)).table.items, 0);
  EXPECT_EQ(scan(again), "");
}

TEST_P(BackendContract, AResetForgetsEverything) {
  auto record = table_record();
  record.streams = {stream_info("label", now())};
  const auto table = make(record);
  put(valued("a", 1, "x"));
  run(backend_->put_document(scope_, DocumentKind::backup, {.key = "k", .json = "{}"}));
  run(backend_->reset());
  EXPECT_EQ(find(), nullptr);
  EXPECT_EQ(tables(), "");
  EXPECT_TRUE(run(backend_->scopes()).empty());
  EXPECT_FALSE(run(backend_->find_document(scope_, DocumentKind::backup, "k")).has_value());
  EXPECT_EQ(shown_records(table, "label"), "");
  make(record);
  put(valued("a", 2, "y"));
  EXPECT_EQ(shown_records(find(), "label"), "+a/2=y");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
