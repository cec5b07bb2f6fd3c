#include "storage/state_store.h"

#include <gtest/gtest.h>

namespace winterbaume {
namespace {

TEST(PrefixRange, EndsBehindTheLastKeyThatBeginsSo) {
  auto range = prefix_range("ab");
  EXPECT_EQ(range.begin, "ab");
  EXPECT_EQ(range.end, "ac");
  EXPECT_EQ(prefix_range("a\xff\xff").end, "b");
  EXPECT_EQ(prefix_range("a\x7f").end, "a\x80");
}

TEST(PrefixRange, OfTheHighestBytesOrOfNothingIsOpen) {
  EXPECT_EQ(prefix_range("\xff\xff").end, "");
  EXPECT_EQ(prefix_range("\xff\xff").begin, "\xff\xff");
  EXPECT_EQ(prefix_range("").end, "");
}

}  // namespace
}  // namespace winterbaume
