#include "services/dynamodb/capacity/token_bucket.h"

#include <gtest/gtest.h>

namespace winterbaume::dynamodb {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint k_begin{std::chrono::hours(1)};

TEST(TokenBucket, KeepsFiveMinutes) {
  TokenBucket bucket(2, k_begin);
  bucket.take(599, k_begin);
  EXPECT_TRUE(bucket.has_any(k_begin));
  bucket.take(1, k_begin);
  EXPECT_FALSE(bucket.has_any(k_begin));
  bucket.take(599, k_begin + std::chrono::hours(1));
  EXPECT_TRUE(bucket.has_any(k_begin + std::chrono::hours(1)));
  bucket.take(1, k_begin + std::chrono::hours(1));
  EXPECT_FALSE(bucket.has_any(k_begin + std::chrono::hours(1)));
}

TEST(TokenBucket, FillsByTime) {
  TokenBucket bucket(10, k_begin);
  bucket.take(3000, k_begin);
  EXPECT_FALSE(bucket.has_any(k_begin));
  EXPECT_TRUE(bucket.has_any(k_begin + milliseconds(1)));
  bucket.take(10, k_begin + milliseconds(1000));
  EXPECT_FALSE(bucket.has_any(k_begin + milliseconds(1000)));
}

TEST(TokenBucket, ADebtIsPaidFirst) {
  TokenBucket bucket(1, k_begin);
  bucket.take(305, k_begin);
  EXPECT_FALSE(bucket.has_any(k_begin + seconds(5)));
  EXPECT_TRUE(bucket.has_any(k_begin + seconds(6)));
}

TEST(TokenBucket, AnotherRateKeepsWhatFits) {
  TokenBucket bucket(100, k_begin);
  bucket.set_rate(1, k_begin);
  bucket.take(300, k_begin);
  EXPECT_FALSE(bucket.has_any(k_begin));
  bucket.set_rate(50, k_begin + seconds(10));
  bucket.take(10, k_begin + seconds(10));
  EXPECT_FALSE(bucket.has_any(k_begin + seconds(10)));
  EXPECT_TRUE(bucket.has_any(k_begin + seconds(11)));
}

TEST(TokenBucket, NoTimeGoesBack) {
  TokenBucket bucket(1, k_begin);
  bucket.take(300, k_begin + seconds(10));
  EXPECT_FALSE(bucket.has_any(k_begin));
  EXPECT_FALSE(bucket.has_any(k_begin + seconds(10)));
}

}  // namespace
}  // namespace winterbaume::dynamodb
