// Vfs: writing, reading, removing blobs.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>

#include "storage/testing/vfs_contract.h"

namespace winterbaume::storage_testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(VfsContract, GivesBackWhatWasWritten) {
  for (std::size_t size : {0, 1, 100, 4096, 65'536, 131'072, 131'073, 262'144, 262'145, 1'000'003}) {
    auto bytes = pattern(size);
    put("s/blob", bytes);
    EXPECT_TRUE(get("s/blob") == bytes) << size;
  }
}

TEST_P(VfsContract, ThePiecesOfAWriterDoNotShow) {
  auto bytes = pattern(700'001);
  for (std::size_t piece : {4093, 70'000, 262'144, 600'000, 700'001}) {
    run(write_blob("s/blob", bytes, piece));
    EXPECT_TRUE(get("s/blob") == bytes) << piece;
  }
}

asio::awaitable<void> write_mixed(Vfs& vfs, std::string bytes) {
  auto writer = co_await vfs.create("s/blob");
  std::size_t at = 0;
  for (std::size_t piece : {1, 0, 300'000, 5, 131'072, 131'071, 2, 1'000'000, 7}) {
    co_await writer->write(std::span<const char>(bytes).subspan(at, piece));
    at += piece;
  }
  co_await writer->write(std::span<const char>(bytes).subspan(at));
  co_await writer->commit();
}

TEST_P(VfsContract, SmallAndLargePiecesMayFollowOneAnother) {
  auto bytes = pattern(1'700'000);
  run(write_mixed(*vfs_, bytes));
  EXPECT_TRUE(get("s/blob") == bytes);
}

TEST_P(VfsContract, WhatIsNotThereIsNull) {
  put("s/a/b", "1");
  for (const auto* key : {"s/a", "s/a/b/c", "s", "t/a", "s/a/bb"}) EXPECT_EQ(get(key), "(none)") << key;
}

TEST_P(VfsContract, RemovesAndForgets) {
  put("s/a", "1");
  put("s/b", "2");
  run(vfs_->remove("s/a"));
  run(vfs_->remove("s/a"));
  run(vfs_->remove("never/was"));
  EXPECT_EQ(get("s/a"), "(none)");
  EXPECT_EQ(get("s/b"), "2");
  put("s/a", "3");
  EXPECT_EQ(get("s/a"), "3");
}

// A blob may be called like the folder of others.
TEST_P(VfsContract, ABlobMayHaveTheNameOfAPrefix) {
  put("s/a", "1");
  put("s/a/b", "2");
  put("s/a.b/c", "3");
  put("s", "4");
  EXPECT_EQ(get("s/a"), "1");
  EXPECT_EQ(get("s/a/b"), "2");
  EXPECT_EQ(get("s"), "4");
  EXPECT_THAT(list(), ElementsAre("s", "s/a", "s/a.b/c", "s/a/b"));
}

// ---- Whole or not at all ----

asio::awaitable<void> write_and_drop(Vfs& vfs, BlobKey key, std::string bytes) {
  auto writer = co_await vfs.create(std::move(key));
  co_await writer->write(bytes);
}

TEST_P(VfsContract, ABlobWithoutCommitNeverWas) {
  for (std::size_t size : {0, 10, 1'000'000}) run(write_and_drop(*vfs_, "s/a", pattern(size)));
  EXPECT_EQ(get("s/a"), "(none)");
  EXPECT_THAT(list(), IsEmpty());
}

TEST_P(VfsContract, AReplacementWithoutCommitChangesNothing) {
  put("s/a", "1");
  run(write_and_drop(*vfs_, "s/a", pattern(1'000'000)));
  EXPECT_EQ(get("s/a"), "1");
}

asio::awaitable<void> look_before_commit(Vfs& vfs) {
  auto writer = co_await vfs.create("s/a");
  auto bytes = pattern(1'000'000);
  co_await writer->write(bytes);
  auto early = co_await vfs.open("s/a");
  EXPECT_FALSE(early);
  auto listed = co_await vfs.list("", "", 10);
  EXPECT_TRUE(listed.empty());
  co_await writer->commit();
  auto late = co_await vfs.open("s/a");
  EXPECT_TRUE(late);
}

TEST_P(VfsContract, ABlobIsSeenFromItsCommitOn) { run(look_before_commit(*vfs_)); }

asio::awaitable<void> write_after_commit(Vfs& vfs) {
  auto writer = co_await vfs.create("s/a");
  co_await writer->write(std::string_view("1"));
  co_await writer->commit();
  bool refused = false;
  try {
    co_await writer->write(std::string_view("2"));
    co_await writer->commit();
  } catch (const StorageFailure&) {
    refused = true;
  }
  EXPECT_TRUE(refused);
}

TEST_P(VfsContract, AWriterIsUsedUpByItsCommit) {
  run(write_after_commit(*vfs_));
  EXPECT_EQ(get("s/a"), "1");
}

// ---- Readers ----

asio::awaitable<void> keep_reading(VfsContract&, Vfs& vfs, bool replace) {
  auto bytes = pattern(5'000'000);
  auto reader = co_await vfs.open("s/a");
  if (replace) {
    auto writer = co_await vfs.create("s/a");
    co_await writer->write(std::string_view("other"));
    co_await writer->commit();
  } else {
    co_await vfs.remove("s/a");
  }
  EXPECT_EQ(reader->size(), bytes.size());
  std::string got(bytes.size(), '\0');
  for (std::size_t at = 0; at < got.size();) {
    auto size = co_await reader->read_at(at, std::span<char>(got).subspan(at));
    if (size == 0) break;
    at += size;
  }
  EXPECT_TRUE(got == bytes);
}

TEST_P(VfsContract, ABlobThatIsRemovedIsReadToItsEnd) {
  put("s/a", pattern(5'000'000));
  run(keep_reading(*this, *vfs_, false));
  EXPECT_EQ(get("s/a"), "(none)");
}

TEST_P(VfsContract, ABlobThatIsReplacedIsReadToItsEnd) {
  put("s/a", pattern(5'000'000));
  run(keep_reading(*this, *vfs_, true));
  EXPECT_EQ(get("s/a"), "other");
}

asio::awaitable<void> outlive(std::shared_ptr<Vfs>& vfs) {
  auto reader = co_await vfs->open("s/a");
  auto writer = co_await vfs->create("s/b");
  auto large = pattern(1'000'000);
  co_await writer->write(large);
  vfs.reset();
  char byte = 0;
  auto size = co_await reader->read_at(0, {&byte, 1});
  EXPECT_EQ(size, 1U);
  EXPECT_EQ(byte, '1');
  co_await writer->write(large);
  co_await writer->commit();
}

TEST_P(VfsContract, ReadersAndWritersMayOutliveTheVfs) {
  put("s/a", "1");
  run(outlive(vfs_));
}

asio::awaitable<void> check_ranges(Vfs& vfs, std::string bytes) {
  auto reader = co_await vfs.open("s/a");
  auto size = bytes.size();
  std::vector<char> into(300'000);
  for (std::size_t offset : {std::size_t{0}, std::size_t{1}, std::size_t{262'143}, std::size_t{262'144}, size - 1, size / 2}) {
    for (std::size_t wanted : {std::size_t{1}, std::size_t{2}, std::size_t{1000}, into.size()}) {
      auto got = co_await reader->read_at(offset, {into.data(), wanted});
      EXPECT_GE(got, 1U);
      EXPECT_LE(got, std::min(wanted, size - offset));
      EXPECT_TRUE(std::equal(into.begin(), into.begin() + static_cast<std::ptrdiff_t>(got),
                             bytes.begin() + static_cast<std::ptrdiff_t>(offset)));
    }
  }
  for (std::uint64_t offset : {std::uint64_t{size}, std::uint64_t{size} + 1, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
    auto got = co_await reader->read_at(offset, into);
    EXPECT_EQ(got, 0U);
  }
  auto nothing = co_await reader->read_at(0, {});
  EXPECT_EQ(nothing, 0U);
}

TEST_P(VfsContract, ReadsByRange) {
  auto bytes = pattern(900'001);
  put("s/a", bytes);
  run(check_ranges(*vfs_, bytes));
}

asio::awaitable<void> check_file(Vfs& vfs, std::string bytes) {
  auto reader = co_await vfs.open("s/a");
  auto file = reader->file();
  if (!file) co_return;
  co_await vfs.remove("s/a");
  std::string got(bytes.size(), '\0');
  EXPECT_EQ(::pread(file->fd, got.data(), got.size(), static_cast<off_t>(file->offset)), static_cast<ssize_t>(got.size()));
  EXPECT_TRUE(got == bytes);
}

TEST_P(VfsContract, TheFileThatAReaderNamesHasItsBytes) {
  auto bytes = pattern(100'000);
  put("s/a", bytes);
  run(check_file(*vfs_, bytes));
}

// ---- Keys ----

TEST_P(VfsContract, RefusesKeysThatBreakTheRules) {
  const std::vector<std::string> keys{"",
                                      "/",
                                      "/etc/passwd",
                                      "a/",
                                      "a//b",
                                      ".",
                                      "..",
                                      "../a",
                                      "a/..",
                                      "A",
                                      "a/../b",
                                      "a/./b",
                                      "a b",
                                      "~",
                                      "\xc3\xa9",
                                      std::string("a\0b", 3),
                                      "a\nb",
                                      "a\\b",
                                      "a:b",
                                      "a%2fb",
                                      std::string(201, 'a')};
  for (const auto& key : keys) {
    EXPECT_THROW(run(vfs_->create(key)), StorageFailure) << key;
    EXPECT_THROW(run(vfs_->open(key)), StorageFailure) << key;
    EXPECT_THROW(run(vfs_->remove(key)), StorageFailure) << key;
  }
}

TEST_P(VfsContract, TakesKeysThatOnlyLookOdd) {
  const std::vector<std::string> keys{"-", "...", "..a", ".a", "_", "a.", std::string(200, 'a')};
  for (const auto& key : keys) put(key, key);
  for (const auto& key : keys) EXPECT_EQ(get(key), key);
  EXPECT_EQ(list().size(), keys.size());
}

}  // namespace
}  // namespace winterbaume::storage_testing
