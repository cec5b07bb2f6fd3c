#include "storage/record_cache.h"

#include <gtest/gtest.h>

#include "storage/memory_state_store.h"

namespace winterbaume {
namespace {

using Cache = RecordCache<int>;

TEST(RecordCacheTest, GivesWhatWasRead) {
  Cache cache;
  EXPECT_EQ(cache.find("a"), nullptr);
  cache.put("a", std::make_shared<const int>(1), cache.changes());
  ASSERT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(*cache.find("a"), 1);
}

TEST(RecordCacheTest, KeepsNothingThatWasReadBeforeAWrite) {
  Cache cache;
  const auto before = cache.changes();
  cache.forget("a");
  cache.put("a", std::make_shared<const int>(1), before);
  EXPECT_EQ(cache.find("a"), nullptr);
  const auto again = cache.changes();
  cache.put("a", std::make_shared<const int>(2), again);
  EXPECT_EQ(*cache.find("a"), 2);
  cache.clear();
  EXPECT_EQ(cache.find("a"), nullptr);
  cache.put("a", std::make_shared<const int>(2), again);
  EXPECT_EQ(cache.find("a"), nullptr);
}

TEST(RecordCacheTest, IsSharedByThoseOfOneStore) {
  const MemoryStateStore store, other;
  const auto first = Cache::shared_by(store);
  EXPECT_EQ(Cache::shared_by(store), first);
  EXPECT_NE(Cache::shared_by(other), first);
}

}  // namespace
}  // namespace winterbaume
