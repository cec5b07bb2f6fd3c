#include "services/s3/store/bucket_hints.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>

#include "storage/memory_state_store.h"

namespace winterbaume::s3 {
namespace {

// Lets others go first before it answers: what was read may have changed by then.
class SlowStore final : public StateStore {
 public:
  asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) override {
    co_await yield();
    co_return co_await inner_.get(std::move(partition), std::move(key));
  }
  asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) override {
    co_await yield();
    co_return co_await inner_.scan(std::move(partition), std::move(range), options);
  }
  asio::awaitable<CommitOutcome> commit(Commit commit) override {
    co_await yield();
    auto outcome = co_await inner_.commit(std::move(commit));
    if (!outcome.committed) ++conflicts;
    co_return outcome;
  }
  asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) override {
    return inner_.partitions(std::move(prefix));
  }
  asio::awaitable<void> drop(PartitionKey partition) override { return inner_.drop(std::move(partition)); }
  asio::awaitable<void> close() override { return inner_.close(); }
  int conflicts = 0;

 private:
  static asio::awaitable<void> yield() { co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable); }
  MemoryStateStore inner_;
};

class BucketHintsTest : public ::testing::Test {
 protected:
  static BucketRecord bucket(std::string name, bool directory = false) {
    BucketRecord record{.name = std::move(name), .owner = {"123456789012", "owner", ""}, .created = {}};
    record.directory = directory;
    return record;
  }
  void add_later(BucketRecord record, std::size_t max) {
    asio::co_spawn(io, hints.add(std::move(record), max), [this](std::exception_ptr failure, bool added) {
      EXPECT_FALSE(failure);
      ++(added ? added_ : refused_);
    });
  }
  bool add(BucketRecord record, std::size_t max) {
    const int before = added_;
    add_later(std::move(record), max);
    run();
    return added_ > before;
  }
  void remove(BucketRecord record) {
    asio::co_spawn(io, hints.remove(std::move(record)), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    run();
  }
  void run() {
    io.restart();
    io.run();
  }

  asio::io_context io;
  SlowStore store;
  BucketHints hints{store};
  int added_ = 0, refused_ = 0;
};

TEST_F(BucketHintsTest, AnAccountHasSoManyOfEachKind) {
  EXPECT_TRUE(add(bucket("a"), 2));
  EXPECT_TRUE(add(bucket("b"), 2));
  EXPECT_FALSE(add(bucket("c"), 2));
  EXPECT_TRUE(add(bucket("a"), 2)) << "it is among them";
  EXPECT_TRUE(add(bucket("d--x--x-s3", true), 2));
  auto others = bucket("e");
  others.owner.account_id = "210987654321";
  EXPECT_TRUE(add(others, 2));
  remove(bucket("a"));
  remove(bucket("a"));
  EXPECT_TRUE(add(bucket("c"), 2));
  EXPECT_FALSE(add(bucket("a"), 2));
}

TEST_F(BucketHintsTest, ManyAtOnceDoNotPassTheLimit) {
  for (int i = 0; i < 40; ++i) add_later(bucket("b" + std::to_string(i)), 10);
  run();
  EXPECT_EQ(added_, 10);
  EXPECT_EQ(refused_, 30);
  EXPECT_GT(store.conflicts, 0);
}

}  // namespace
}  // namespace winterbaume::s3
