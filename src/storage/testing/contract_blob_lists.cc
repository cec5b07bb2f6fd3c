// Vfs: listing; big streams; many at once; services side by side.
#include <gmock/gmock.h>

#include <random>

#include "core/ids.h"
#include "storage/blob_store.h"
#include "storage/testing/vfs_contract.h"

namespace winterbaume::storage_testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- Listing ----

TEST_P(VfsContract, ListsByPrefixInOrder) {
  for (const auto* key : {"s/b", "s/a/2", "s/a/1", "s/a-b", "sa", "t/a", "s/a.b/c"}) put(key, key);
  EXPECT_THAT(list(), ElementsAre("s/a-b", "s/a.b/c", "s/a/1", "s/a/2", "s/b", "sa", "t/a"));
  EXPECT_THAT(list("s/"), ElementsAre("s/a-b", "s/a.b/c", "s/a/1", "s/a/2", "s/b"));
  EXPECT_THAT(list("s/a"), ElementsAre("s/a-b", "s/a.b/c", "s/a/1", "s/a/2"));
  EXPECT_THAT(list("s/a/1"), ElementsAre("s/a/1"));
  EXPECT_THAT(list("u"), IsEmpty());
  EXPECT_THAT(list("s//"), IsEmpty());
}

TEST_P(VfsContract, ListsAfterAKey) {
  for (const auto* key : {"s/a/1", "s/a/2", "s/b", "t/a"}) put(key, key);
  EXPECT_THAT(list("", "s/a/1"), ElementsAre("s/a/2", "s/b", "t/a"));
  EXPECT_THAT(list("", "s/a/11"), ElementsAre("s/a/2", "s/b", "t/a"));
  EXPECT_THAT(list("", "s/a"), ElementsAre("s/a/1", "s/a/2", "s/b", "t/a"));
  EXPECT_THAT(list("", "s/a/"), ElementsAre("s/a/1", "s/a/2", "s/b", "t/a"));
  EXPECT_THAT(list("", "s/aa"), ElementsAre("s/b", "t/a"));
  EXPECT_THAT(list("s/", "a"), ElementsAre("s/a/1", "s/a/2", "s/b"));
  EXPECT_THAT(list("s/", "s/b"), IsEmpty());
  EXPECT_THAT(list("s/", "t"), IsEmpty());
}

TEST_P(VfsContract, ListsSizes) {
  put("s/a", "");
  put("s/b", pattern(300'000));
  auto blobs = run(vfs_->list("s/", "", 10));
  ASSERT_EQ(blobs.size(), 2U);
  EXPECT_EQ(blobs[0].size, 0U);
  EXPECT_EQ(blobs[1].size, 300'000U);
}

TEST_P(VfsContract, PagesOfAListJoinToTheWhole) {
  std::mt19937 random(5);
  std::vector<std::string> all;
  for (int i = 0; i < 150; ++i) {
    auto key = "s/" + std::to_string(random() % 7) + "/" + std::to_string(random() % 100'000);
    if (i % 10 == 0) key += "/deeper";
    put(key, "1");
    all.push_back(key);
  }
  std::ranges::sort(all);
  for (std::size_t limit : {1, 7, 149, 1000}) {
    std::vector<std::string> joined;
    for (std::string after;;) {
      auto page = list("s/", after, limit);
      if (page.empty()) break;
      EXPECT_LE(page.size(), limit);
      joined.insert(joined.end(), page.begin(), page.end());
      after = page.back();
    }
    EXPECT_EQ(joined, all) << limit;
  }
  EXPECT_THAT(list("s/", "", 0), IsEmpty());
}

// ---- Big, and many ----

constexpr std::size_t k_big_bytes = 48 << 20;
constexpr std::size_t k_piece_bytes = 256 << 10;

asio::awaitable<void> stream_in(Vfs& vfs, BlobKey key) {
  auto writer = co_await vfs.create(std::move(key));
  for (std::size_t at = 0; at < k_big_bytes; at += k_piece_bytes) {
    auto piece = pattern(k_piece_bytes, at);
    co_await writer->write(piece);
  }
  co_await writer->commit();
}

asio::awaitable<void> stream_out(Vfs& vfs, BlobKey key) {
  auto reader = co_await vfs.open(std::move(key));
  EXPECT_EQ(reader->size(), k_big_bytes);
  std::vector<char> piece(k_piece_bytes);
  for (std::uint64_t at = 0; at < k_big_bytes;) {
    auto got = co_await reader->read_at(at, piece);
    if (got == 0 || std::string_view(piece.data(), got) != pattern(got, at)) {
      ADD_FAILURE() << "at " << at;
      co_return;
    }
    at += got;
  }
}

TEST_P(VfsContract, CarriesBigStreams) {
  run(stream_in(*vfs_, "s/big"));
  run(stream_out(*vfs_, "s/big"));
}

asio::awaitable<void> live(Vfs& vfs, int self) {
  for (int i = 0; i < 20; ++i) {
    auto key = "s/" + std::to_string(self) + "/" + std::to_string(i);
    auto writer = co_await vfs.create(key);
    auto bytes = pattern(static_cast<std::size_t>(i) * 20'000, static_cast<std::uint64_t>(self) << 32);
    co_await writer->write(bytes);
    if (i % 4 == 0) continue;  // dropped
    co_await writer->commit();
    auto reader = co_await vfs.open(key);
    EXPECT_TRUE(reader && reader->size() == bytes.size());
    co_await vfs.list("s/", "", 1000);
    if (i % 4 == 1) co_await vfs.remove(key);
  }
}

TEST_P(VfsContract, ServesSeveralThreads) {
  run_at_once(4, [this](int i) { return live(*vfs_, i); });
  EXPECT_EQ(list().size(), 4U * 10);
}

asio::awaitable<void> replace(Vfs& vfs, int self) {
  for (int i = 0; i < 30; ++i) {
    auto writer = co_await vfs.create("s/same");
    std::string bytes(200'000, static_cast<char>('a' + self));
    co_await writer->write(bytes);
    co_await writer->commit();
    auto reader = co_await vfs.open("s/same");
    if (!reader) {
      ADD_FAILURE();
      co_return;
    }
    std::string got(static_cast<std::size_t>(reader->size()), '\0');
    for (std::size_t at = 0; at < got.size();) at += co_await reader->read_at(at, std::span<char>(got).subspan(at));
    EXPECT_EQ(got, std::string(200'000, got.front()));
  }
}

TEST_P(VfsContract, OneKeyWrittenByManyIsAlwaysOneOfThem) {
  run_at_once(4, [this](int i) { return replace(*vfs_, i); });
}

// ---- BlobStore ----

asio::awaitable<std::string> store_blob(BlobStore& store, std::string bytes) {
  auto blob = co_await store.create();
  co_await blob.writer->write(bytes);
  co_await blob.writer->commit();
  co_return blob.id;
}

std::vector<std::string> ids_of(const std::vector<BlobStat>& blobs) {
  std::vector<std::string> out;
  for (const auto& blob : blobs) out.push_back(blob.key);
  return out;
}

TEST_P(VfsContract, TwoServicesShareOneVfsAndDoNotMeet) {
  auto ids = std::make_shared<SequentialIds>();
  BlobStore s3(vfs_, "s3", ids);
  BlobStore ebs(vfs_, "ebs", ids);
  auto mine = run(store_blob(s3, "mine"));
  auto theirs = run(store_blob(ebs, "theirs"));
  EXPECT_EQ(mine.size(), 32U);
  EXPECT_TRUE(run(s3.open(mine)));
  EXPECT_FALSE(run(s3.open(theirs)));
  run(s3.remove(theirs));
  EXPECT_TRUE(run(ebs.open(theirs)));
  run(s3.remove_all());
  EXPECT_FALSE(run(s3.open(mine)));
  EXPECT_TRUE(run(ebs.open(theirs)));
}

TEST_P(VfsContract, ABlobStoreListsIdsInOrder) {
  BlobStore store(vfs_, "s3", std::make_shared<SequentialIds>());
  std::vector<std::string> all;
  for (int i = 0; i < 25; ++i) all.push_back(run(store_blob(store, std::string(static_cast<std::size_t>(i), 'x'))));
  std::ranges::sort(all);
  EXPECT_EQ(ids_of(run(store.list("", 100))), all);
  std::vector<std::string> joined;
  for (std::string after;;) {
    auto page = ids_of(run(store.list(after, 4)));
    if (page.empty()) break;
    joined.insert(joined.end(), page.begin(), page.end());
    after = page.back();
  }
  EXPECT_EQ(joined, all);
}

TEST_P(VfsContract, ABlobStoreKnowsNoIdButItsOwn) {
  BlobStore store(vfs_, "s3", std::make_shared<SequentialIds>());
  for (const auto* id : {"", ".", "..", "../../../etc/passwd", "0123", "zz", "0123456789ABCDEF0123456789ABCDEF"}) {
    EXPECT_FALSE(run(store.open(id))) << id;
    run(store.remove(id));
  }
}

}  // namespace
}  // namespace winterbaume::storage_testing
