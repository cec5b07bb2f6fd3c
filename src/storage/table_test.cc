#include "storage/table.h"

#include <gmock/gmock.h>

#include "storage/memory_state_store.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Vault {
  std::string name;
  std::int64_t archives = 0;
};
BOOST_DESCRIBE_STRUCT(Vault, (), (name, archives))

class TableTest : public ::testing::Test, public storage_testing::CoroutineCase {
 protected:
  std::vector<std::string> keys(const Table<Vault>::Page& page) const {
    std::vector<std::string> out;
    for (const auto& item : page.items) out.push_back(item.key);
    return out;
  }

  std::shared_ptr<StateStore> store_ = std::make_shared<MemoryStateStore>();
  Table<Vault> table_{store_, "glacier/vaults"};
};

TEST_F(TableTest, KeepsRecords) {
  EXPECT_FALSE(run(table_.get("a")));
  auto version = run(table_.put("a", {"first", 1}));
  auto found = run(table_.get("a"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->record.name, "first");
  EXPECT_EQ(found->record.archives, 1);
  EXPECT_EQ(found->version, version);
  run(table_.remove("a"));
  run(table_.remove("a"));
  EXPECT_FALSE(run(table_.get("a")));
}

TEST_F(TableTest, TablesAreApart) {
  Table<Vault> other(store_, "glacier/others");
  run(table_.put("a", {"mine"}));
  EXPECT_FALSE(run(other.get("a")));
}

TEST_F(TableTest, PutNewMakesOnlyOne) {
  EXPECT_TRUE(run(table_.put_new("a", {"first"})));
  EXPECT_FALSE(run(table_.put_new("a", {"second"})));
  EXPECT_EQ(run(table_.get("a"))->record.name, "first");
}

TEST_F(TableTest, PutIfAndRemoveIfWantTheVersionThatWasRead) {
  auto old = run(table_.put("a", {"first"}));
  EXPECT_TRUE(run(table_.put_if("a", old, {"second"})));
  EXPECT_FALSE(run(table_.put_if("a", old, {"third"})));
  EXPECT_FALSE(run(table_.remove_if("a", old)));
  auto found = run(table_.get("a"));
  EXPECT_EQ(found->record.name, "second");
  EXPECT_TRUE(run(table_.remove_if("a", found->version)));
  EXPECT_FALSE(run(table_.put_if("a", found->version, {"fourth"})));
  EXPECT_FALSE(run(table_.get("a")));
}

asio::awaitable<void> add_archives(Table<Vault>& table) {
  for (int i = 0; i < 100; ++i) co_await table.update("a", [](Vault& vault) { ++vault.archives; });
}

TEST_F(TableTest, UpdatesOfSeveralThreadsAllCount) {
  run(table_.put("a", {"n"}));
  run_at_once(4, [this](int) { return add_archives(table_); });
  EXPECT_EQ(run(table_.get("a"))->record.archives, 400);
  EXPECT_EQ(run(table_.update("a", [](Vault& vault) { vault.name = "new"; }))->name, "new");
}

TEST_F(TableTest, UpdateMakesNothing) {
  EXPECT_FALSE(run(table_.update("a", [](Vault&) { FAIL(); })));
  EXPECT_FALSE(run(table_.get("a")));
}

TEST_F(TableTest, ScansInPages) {
  for (const auto* key : {"v/b", "v/a", "v/c", "w/a", "u"}) run(table_.put(key, {key}));
  auto page = run(table_.scan("v/", "", 2));
  EXPECT_THAT(keys(page), ElementsAre("v/a", "v/b"));
  EXPECT_EQ(page.items[1].record.name, "v/b");
  EXPECT_TRUE(page.more);
  page = run(table_.scan("v/", "v/b", 2));
  EXPECT_THAT(keys(page), ElementsAre("v/c"));
  EXPECT_FALSE(page.more);
  EXPECT_FALSE(run(table_.scan("v/", "", 3)).more);
  EXPECT_THAT(keys(run(table_.scan("v/", "a", 9))), ElementsAre("v/a", "v/b", "v/c"));
  EXPECT_THAT(keys(run(table_.scan("v/", "w", 9))), IsEmpty());
  EXPECT_THAT(keys(run(table_.scan("", "v/c", 9))), ElementsAre("w/a"));
}

TEST_F(TableTest, ABrokenRowIsAFailure) {
  Commit commit;
  commit.parts.push_back({.partition = "glacier/vaults"});
  commit.parts.back().writes.push_back({"a", "no json"});
  run(store_->commit(commit));
  EXPECT_THROW(run(table_.get("a")), StorageFailure);
  EXPECT_THROW(run(table_.scan("", "", 10)), StorageFailure);
}

TEST_F(TableTest, JoinsACommitOverTables) {
  Commit commit;
  commit.parts.push_back({.partition = table_.partition(), .checks = {{"a", std::nullopt}}});
  commit.parts.back().writes.push_back(Table<Vault>::write_of("a", {"joined"}));
  commit.parts.push_back({.partition = "glacier/names"});
  commit.parts.back().writes.push_back({"joined", "a"});
  EXPECT_TRUE(run(store_->commit(commit)).committed);
  EXPECT_EQ(run(table_.get("a"))->record.name, "joined");
}

}  // namespace
}  // namespace winterbaume
