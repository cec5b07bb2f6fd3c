#include "services/s3/objects/object_listing.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

TEST(ObjectListingTest, PagesHaveAThousandKeysAtMost) {
  EXPECT_EQ(page_size(std::nullopt, "max-keys").value(), 1000u);
  EXPECT_EQ(page_size(0, "max-keys").value(), 0u);
  EXPECT_EQ(page_size(7, "max-keys").value(), 7u);
  EXPECT_EQ(page_size(5000, "max-keys").value(), 1000u);
  EXPECT_EQ(page_size(-1, "max-keys").error().shape->code, "InvalidArgument");
}

TEST(ObjectListingTest, TokensComeBackAndOthersAreRefused) {
  for (const std::string& key : {std::string("a"), std::string("a/\xc3\xa9 +"), std::string("\0x", 2)}) {
    EXPECT_EQ(parse_list_token(make_list_token(key)), key);
  }
  for (const char* token : {"", "a", "YQ==", "AQ==", "not base64!"}) EXPECT_EQ(parse_list_token(token), std::nullopt) << token;
}

TEST(ObjectListingTest, NamesAreEncodedOnRequest) {
  EXPECT_EQ(NameEncoding(std::nullopt)("a b/\n"), "a b/\n");
  EXPECT_EQ(NameEncoding("url")("a b/\n+\xc3\xa9"), "a%20b/%0A%2B%C3%A9");
  EXPECT_EQ(NameEncoding("url").unless_empty(""), std::nullopt);
}

TEST(ObjectListingTest, ARestoreIsShownWhileItLasts) {
  const BucketRecord bucket{.name = "photos"};
  const TimePoint now(std::chrono::days(20'000));
  ObjectDisplay display{.bucket = bucket, .encoding = NameEncoding(std::nullopt), .now = now, .restore_status = true};
  FoundObject found{.key = "a"};
  EXPECT_FALSE(display.object(found).restore_status);
  found.record.restore = ObjectRestore{now + std::chrono::hours(1), now + std::chrono::hours(3), "Standard"};
  EXPECT_EQ(display.object(found).restore_status->is_restore_in_progress, true);
  EXPECT_FALSE(display.object(found).restore_status->restore_expiry_date);
  display.now = now + std::chrono::hours(2);
  EXPECT_EQ(display.object(found).restore_status->is_restore_in_progress, false);
  EXPECT_EQ(display.object(found).restore_status->restore_expiry_date, now + std::chrono::hours(3));
  display.now = now + std::chrono::hours(3);
  EXPECT_FALSE(display.object(found).restore_status);
}

}  // namespace
}  // namespace winterbaume::s3
