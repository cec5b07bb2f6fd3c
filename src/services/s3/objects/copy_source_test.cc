#include "services/s3/objects/copy_source.h"

#include <gtest/gtest.h>

#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

std::string code_of(const auto& result) { return result ? "" : std::string(result.error().shape->code); }

TEST(CopySource, NamesABucketAndAKey) {
  auto plain = parse_copy_source("photos/2024/a.jpg");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->bucket, "photos");
  EXPECT_EQ(plain->key, "2024/a.jpg");
  EXPECT_FALSE(plain->version_id);
  auto slashed = parse_copy_source("/photos/a");
  ASSERT_TRUE(slashed);
  EXPECT_EQ(slashed->bucket, "photos");
  EXPECT_EQ(slashed->key, "a");
  auto encoded = parse_copy_source("photos%2Fa%20b%3FversionId%3Dx%2By+z");
  ASSERT_TRUE(encoded);
  EXPECT_EQ(encoded->key, "a b?versionId=x+y+z");
  EXPECT_FALSE(encoded->version_id);
  auto doubled = parse_copy_source("/photos//a/");
  ASSERT_TRUE(doubled);
  EXPECT_EQ(doubled->key, "/a/");
}

TEST(CopySource, NamesAVersion) {
  auto source = parse_copy_source("photos/a?b?versionId=null");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->key, "a?b");
  EXPECT_EQ(source->version_id, "null");
  EXPECT_EQ(code_of(parse_copy_source("photos/a?versionId=")), "InvalidArgument");
}

TEST(CopySource, RefusesWhatNamesNothing) {
  for (const auto* header : {"", "/", "photos", "photos/", "/photos/", "//a", "photos/%zz", "photos/a%2"}) {
    EXPECT_EQ(code_of(parse_copy_source(header)), "InvalidArgument") << header;
  }
}

TEST(CopySource, ARangeIsFirstAndLastAndNothingElse) {
  auto whole = parse_copy_range(std::nullopt, 5);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->length, 5u);
  auto piece = parse_copy_range("bytes=1-3", 5);
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->offset, 1u);
  EXPECT_EQ(piece->length, 3u);
  for (const auto* header : {"0-2", "bytes=0", "bytes=hello-world", "bytes=0-bar", "bytes=hello-", "bytes=0-2,3-5", "bytes=-2",
                             "bytes=2-", "bytes=3-2", "-bytes=1"}) {
    EXPECT_EQ(code_of(parse_copy_range(header, 5)), "InvalidArgument") << header;
  }
  EXPECT_EQ(code_of(parse_copy_range("bytes=0-5", 5)), "InvalidRange");
  EXPECT_FALSE(check_copied_bytes(5ull << 30));
  EXPECT_TRUE(check_copied_bytes((5ull << 30) + 1));
}

}  // namespace
}  // namespace winterbaume::s3
