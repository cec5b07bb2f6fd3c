#include "services/s3/store/held_parts.h"

#include <gmock/gmock.h>

namespace winterbaume::s3 {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HeldPartsTest, WhatNobodyHoldsIsFreeAtOnce) {
  HeldParts held;
  EXPECT_THAT(held.free("m", {"a", "b"}), ElementsAre("a", "b"));
  held.hold("m").reset();
  EXPECT_THAT(held.free("m", {"c"}), ElementsAre("c"));
  EXPECT_THAT(held.take_released(), IsEmpty());
  EXPECT_FALSE(held.wakeup()->notified());
}

TEST(HeldPartsTest, TheLastThatHoldsReleases) {
  HeldParts held;
  auto one = held.hold("m"), two = held.hold("m"), other = held.hold("n");
  EXPECT_THAT(held.free("m", {"a"}), IsEmpty());
  one.reset();
  EXPECT_THAT(held.take_released(), IsEmpty());
  other.reset();
  two.reset();
  EXPECT_TRUE(held.wakeup()->notified());
  EXPECT_THAT(held.take_released(), ElementsAre("a"));
  EXPECT_THAT(held.take_released(), IsEmpty());
}

TEST(HeldPartsTest, AHoldMayOutliveTheRest) {
  auto held = std::make_unique<HeldParts>();
  auto hold = held->hold("m");
  EXPECT_THAT(held->free("m", {"a"}), IsEmpty());
  held.reset();
  hold.reset();
}

}  // namespace
}  // namespace winterbaume::s3
