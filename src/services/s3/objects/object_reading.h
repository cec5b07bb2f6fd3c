// Finding a version to be read, and the conditions and ranges of reading it: what GetObject, HeadObject, CopyObject and their kin
// share.
#pragma once

#include <optional>
#include <string>

#include "core/failure.h"
#include "http/body.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// If-Match and the like; of a copy's source those named x-amz-copy-source-if-*.
struct ReadConditions {
  std::optional<std::string> if_match, if_none_match;
  std::optional<TimePoint> if_modified_since, if_unmodified_since;
};
// RFC 9110, 13.2.2. Errors: PreconditionFailed; NotModified, with ETag and Last-Modified among its headers.
std::optional<aws::Error> check_read_conditions(const ReadConditions& conditions, const ObjectRecord& record);

// A version that has bytes. Errors: InvalidArgument for an empty id, NoSuchKey, NoSuchVersion; for a delete marker NoSuchKey (the
// latest) or MethodNotAllowed (by its id), with x-amz-delete-marker, x-amz-version-id and, of the latter, Last-Modified among
// their headers.
asio::awaitable<Result<FoundObject>> find_readable(const S3Door& door, std::string bucket, std::string key,
                                                   std::optional<std::string> version_id);
// What it checks beside the backend: the id that is asked for, and what was found.
std::optional<aws::Error> check_asked_version(const std::optional<std::string>& version_id);
std::optional<aws::Error> check_has_bytes(FoundObject& found, bool by_version);

// What x-amz-version-id says of it: "null" in a bucket that once had versions, null where it never had.
std::optional<std::string> shown_version_id(const BucketRecord& bucket, const ObjectRecord& record);
// The same in the answer to a write, which names only the versions that it made: not the null one.
std::optional<std::string> made_version_id(const ObjectRecord& record);

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
// "bytes=0-9", "bytes=-5", "bytes=3-" of an object of that size. Null: no range, or several, or none that is understood (the
// whole object is given then). Errors: InvalidRange, with Content-Range among its headers.
Result<std::optional<ByteRange>> parse_range(const std::optional<std::string>& header, std::uint64_t size);

// An object's bytes are not where its record says: it was overwritten or deleted since the record was read, most likely.
struct ContentGone : StorageFailure {
  ContentGone() : StorageFailure("an object's bytes are missing") {}
};

// The bytes of the range as a body that streams: inline ones at once, blobs by range, parts one after the other. Its source
// gives files to send from where the Vfs has files. Throws ContentGone where a blob is missing.
asio::awaitable<http::Body> read_content(S3Door& door, std::string bucket, const ObjectRecord& record, ByteRange range);
// The same of bytes that live in the record, which are taken out of it; null where they live elsewhere.
std::optional<http::Body> take_inline_content(ObjectRecord& record, ByteRange range);

// How often a read begins anew at the record where the bytes went meanwhile.
inline constexpr int k_read_attempts_max = 8;

// What `read()`, an awaitable of a reading from the record on, gives; begun anew where it throws ContentGone.
template <class Read>
auto read_anew(Read read) -> decltype(read()) {
  for (int attempt = 1; attempt < k_read_attempts_max; ++attempt) {
    try {
      co_return co_await read();
    } catch (const ContentGone&) {
      // Whoever took the bytes away has changed the record before.
    }
  }
  co_return co_await read();
}

}  // namespace winterbaume::s3
