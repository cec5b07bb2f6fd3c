#include "services/s3/objects/object_reading.h"

#include <gtest/gtest.h>

#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/s3_errors.h"
#include "services/s3/store/store_s3_backend.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::s3 {
namespace {

const TimePoint k_modified{Millis{1'700'000'000'500}};

// "2+3" (offset and length), "whole", or the error's code.
std::string range_of(std::optional<std::string> header, std::uint64_t size) {
  const auto range = parse_range(header, size);
  if (!range) return std::string(range.error().shape->code);
  return *range ? std::to_string((*range)->offset) + '+' + std::to_string((*range)->length) : "whole";
}

TEST(ParseRangeTest, ReadsOneRange) {
  EXPECT_EQ(range_of("bytes=0-9", 100), "0+10");
  EXPECT_EQ(range_of("bytes=5-5", 100), "5+1");
  EXPECT_EQ(range_of("bytes=90-", 100), "90+10");
  EXPECT_EQ(range_of("bytes=90-1000", 100), "90+10");
  EXPECT_EQ(range_of("bytes=-10", 100), "90+10");
  EXPECT_EQ(range_of("bytes=-1000", 100), "0+100");
  EXPECT_EQ(range_of("Bytes= 1 - 2 ", 100), "1+2");
  EXPECT_EQ(range_of("bytes=0-99999999999999999999999", 100), "0+100");
}

TEST(ParseRangeTest, IgnoresWhatItDoesNotUnderstand) {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-2", "bytes=0-1,3-4", "items=0-1", "bytes=1"}) {
    EXPECT_EQ(range_of(header, 100), "whole") << header;
  }
  EXPECT_EQ(range_of(std::nullopt, 100), "whole");
}

TEST(ParseRangeTest, RefusesWhatIsPastTheEnd) {
  EXPECT_EQ(range_of("bytes=100-", 100), "InvalidRange");
  EXPECT_EQ(range_of("bytes=100-200", 100), "InvalidRange");
  EXPECT_EQ(range_of("bytes=-0", 100), "InvalidRange");
  EXPECT_EQ(range_of("bytes=0-", 0), "InvalidRange");
  EXPECT_EQ(range_of("bytes=-5", 0), "InvalidRange");
  const auto refused = parse_range("bytes=7-", 7);
  ASSERT_TRUE(refused.error().headers);
  EXPECT_EQ(refused.error().headers->front(), (std::pair<std::string, std::string>("Content-Range", "bytes */7")));
}

std::string condition(ReadConditions conditions) {
  ObjectRecord record;
  record.etag = "abc";
  record.modified = k_modified;
  const auto refusal = check_read_conditions(conditions, record);
  return refusal ? std::string(refusal->shape->code) : "ok";
}

TEST(ReadConditionsTest, TagsComeBeforeDates) {
  const auto before = k_modified - std::chrono::hours(1), after = k_modified + std::chrono::hours(1);
  EXPECT_EQ(condition({}), "ok");
  for (const char* same : {"abc", "\"abc\"", "W/\"abc\"", "*", "\"x\", \"abc\""}) {
    EXPECT_EQ(condition({.if_match = same}), "ok") << same;
    EXPECT_EQ(condition({.if_none_match = same}), "NotModified") << same;
  }
  EXPECT_EQ(condition({.if_match = "\"x\""}), "PreconditionFailed");
  EXPECT_EQ(condition({.if_none_match = "\"x\""}), "ok");
  EXPECT_EQ(condition({.if_modified_since = after}), "NotModified");
  EXPECT_EQ(condition({.if_modified_since = std::chrono::floor<std::chrono::seconds>(k_modified)}), "NotModified");
  EXPECT_EQ(condition({.if_modified_since = before}), "ok");
  EXPECT_EQ(condition({.if_unmodified_since = before}), "PreconditionFailed");
  EXPECT_EQ(condition({.if_unmodified_since = std::chrono::floor<std::chrono::seconds>(k_modified)}), "ok");
  EXPECT_EQ(condition({.if_match = "abc", .if_unmodified_since = before}), "ok");
  EXPECT_EQ(condition({.if_none_match = "x", .if_modified_since = after}), "ok");
  EXPECT_EQ(condition({.if_none_match = "abc", .if_modified_since = before}), "NotModified");
}

TEST(ObjectAnswerTest, ArchivedObjectsWaitForTheirRestoration) {
  ObjectRecord record;
  EXPECT_FALSE(check_active(record, k_modified));
  record.storage_class = "GLACIER_IR";
  EXPECT_FALSE(check_active(record, k_modified));
  record.storage_class = "DEEP_ARCHIVE";
  EXPECT_EQ(check_active(record, k_modified)->shape->code, "InvalidObjectState");
  record.restore = {.ready = k_modified + Millis(10), .expires = k_modified + Millis(20), .tier = "Bulk"};
  EXPECT_TRUE(check_active(record, k_modified));
  EXPECT_EQ(restore_header(record, k_modified), "ongoing-request=\"true\"");
  EXPECT_FALSE(check_active(record, k_modified + Millis(10)));
  EXPECT_EQ(restore_header(record, k_modified + Millis(10)),
            "ongoing-request=\"false\", expiry-date=\"Tue, 14 Nov 2023 22:13:20 GMT\"");
  EXPECT_TRUE(check_active(record, k_modified + Millis(20)));
  EXPECT_EQ(restore_header(record, k_modified + Millis(20)), std::nullopt);
}

TEST(ObjectAnswerTest, MetadataThatHttpCannotCarryIsEncodedOrCounted) {
  const auto shown = shown_metadata({{"a", "plain"}, {"b", "\xc3\x84MAZ"}, {"c", "two\nlines"}});
  EXPECT_EQ(shown.missing, 1);
  EXPECT_EQ(shown.fields, (aws::Map<std::string>{{"a", "plain"}, {"b", "=?UTF-8?B?w4PChE1BWg==?="}}));
}

TEST(ObjectKeysTest, HaveALengthAndAnEncoding) {
  EXPECT_FALSE(check_key("a"));
  EXPECT_FALSE(check_key(std::string(1024, 'a')));
  EXPECT_EQ(check_key(std::string(1025, 'a'))->shape->code, "KeyTooLongError");
  EXPECT_EQ(check_key("")->shape->code, "InvalidURI");
  EXPECT_EQ(check_key("\xff")->shape->code, "InvalidURI");
}

class ReadContentTest : public ::testing::Test, public storage_testing::CoroutineCase {
 protected:
  std::string blob(const std::string& bytes) {
    return run([](BlobStore& blobs, std::string text) -> asio::awaitable<std::string> {
      auto made = co_await blobs.create();
      co_await made.writer->write(text);
      co_await made.writer->commit();
      co_return made.id;
    }(backend_.blobs(), bytes));
  }
  std::string read(ByteRange range) {
    return run([](S3Door& door, const ObjectRecord& record, ByteRange wanted) -> asio::awaitable<std::string> {
      auto body = co_await read_content(door, "bucket", record, wanted);
      EXPECT_EQ(body.size(), wanted.length);
      co_await body.collect(1 << 30);
      co_return std::move(body.bytes());
    }(door_, record_, range));
  }

  StoreS3Backend backend_{std::make_shared<MemoryStateStore>(), std::make_shared<MemVfs>()};
  S3Door door_{backend_};
  ObjectRecord record_;
};

TEST_F(ReadContentTest, GivesInlineBytesAndBlobsByRange) {
  record_.content.inline_bytes = "0123456789";
  EXPECT_EQ(read({0, 10}), "0123456789");
  EXPECT_EQ(read({3, 4}), "3456");
  std::string text(300'000, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i % 26);
  record_.content = {.blob = blob(text)};
  EXPECT_EQ(read({0, 300'000}), text);
  EXPECT_EQ(read({10, 100'000}), text.substr(10, 100'000));
  EXPECT_EQ(read({299'999, 1}), text.substr(299'999));
}

TEST_F(ReadContentTest, ABlobThatIsMissingIsAFaultBeforeTheAnswer) {
  record_.content = {.blob = std::string(32, '0')};
  EXPECT_THROW(read({0, 10}), StorageFailure);
  EXPECT_THROW(read({0, 10'000'000}), StorageFailure);
}

}  // namespace
}  // namespace winterbaume::s3
