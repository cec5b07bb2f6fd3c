#include "aws/pattern.h"

#include <gtest/gtest.h>

#include "aws/pattern_program.h"

namespace winterbaume::aws {
namespace {

TEST(PatternTest, MatchesTheWholeText) {
  EXPECT_TRUE(matches_pattern("[a-z]+", "abc"));
  EXPECT_FALSE(matches_pattern("[a-z]+", "abc1"));
  EXPECT_FALSE(matches_pattern("[a-z]+", ""));
  EXPECT_TRUE(matches_pattern("^[^:*]*$", ""));
  EXPECT_TRUE(matches_pattern("(ab|cd)?e{2,3}", "abeee"));
  EXPECT_TRUE(matches_pattern("(ab|cd)?e{2,3}", "ee"));
  EXPECT_FALSE(matches_pattern("(ab|cd)?e{2,3}", "abe"));
  EXPECT_FALSE(matches_pattern("(ab|cd)?e{2,3}", "eeee"));
  EXPECT_TRUE(matches_pattern("(a|b|c){3}", "cab"));
}

TEST(PatternTest, ReadsClassesAsJavaDoes) {
  EXPECT_TRUE(matches_pattern("[\\w+=,.@-]*", "a.b@c-d"));
  EXPECT_FALSE(matches_pattern("[\\w+=,.@-]*", "a b"));
  EXPECT_TRUE(matches_pattern("[a-zA-Z0-9-.]{3}", "-.a"));
  EXPECT_TRUE(matches_pattern("\\d{12}", "123456789012"));
  EXPECT_TRUE(matches_pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", "clé 日本 ١"));
  EXPECT_FALSE(matches_pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", "a<b"));
  EXPECT_FALSE(matches_pattern(".*", "a\nb"));
  EXPECT_TRUE(matches_pattern("\\S+", "x"));
}

TEST(PatternTest, SeesSurrogatePairsAsOneCharacter) {
  constexpr std::string_view k_printable = "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*";
  EXPECT_TRUE(matches_pattern(k_printable, "a\t\U0001F600"));
  EXPECT_FALSE(matches_pattern(k_printable, "a\n"));
}

TEST(PatternTest, LooksAhead) {
  EXPECT_TRUE(matches_pattern("(?!.*[/:\\\\])[a-z/:]+", "abc"));
  EXPECT_FALSE(matches_pattern("(?!.*[/:\\\\])[a-z/:]+", "ab/c"));
  EXPECT_TRUE(matches_pattern("^(?!(.*[.\\/\\\\]|aws:)).*$", "mine"));
  EXPECT_FALSE(matches_pattern("^(?!(.*[.\\/\\\\]|aws:)).*$", "aws:x"));
}

TEST(PatternTest, TakesLinearTime) {
  // A backtracking engine would need 2^n steps.
  EXPECT_FALSE(matches_pattern("(a|a)*(a|a)*(a|a)*b", std::string(20'000, 'a')));
}

TEST(PatternTest, RefusesWhatItCannotRead) {
  for (const char* pattern : {"(", ")", "[a", "\\1", "(?<=a)b", "[a&&b]", "\\p{Greek}", "*a", "[z-a]"}) {
    EXPECT_FALSE(compile_pattern(pattern)) << pattern;
  }
}

}  // namespace
}  // namespace winterbaume::aws
