// The source of CopyObject and UploadPartCopy: x-amz-copy-source, what it names, and whether it may be copied.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/objects/object_reading.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct CopySource {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};
// "bucket/key" or "/bucket/key", percent-encoded, with "?versionId=…" at the end or without. Errors: InvalidArgument.
Result<CopySource> parse_copy_source(std::string_view header);

// What a request says of its source.
struct SentSource {
  std::optional<std::string> source, customer_algorithm, customer_key, customer_key_md5, expected_owner;
  ReadConditions conditions;
};
template <class Input>
SentSource sent_source(const Input& input) {
  return {input.copy_source,
          input.copy_source_sse_customer_algorithm,
          input.copy_source_sse_customer_key,
          input.copy_source_sse_customer_key_md5,
          input.expected_source_bucket_owner,
          {input.copy_source_if_match, input.copy_source_if_none_match, input.copy_source_if_modified_since,
           input.copy_source_if_unmodified_since}};
}

struct FoundSource {
  BucketPtr bucket;
  FoundObject object;
  bool by_version = false;                // the request names the version
  std::optional<std::string> version_id;  // what x-amz-copy-source-version-id says
};
// Errors: InvalidArgument, NoSuchBucket, NoSuchKey, NoSuchVersion, AccessDenied, PreconditionFailed, InvalidRequest (a delete
// marker by its id), InvalidObjectState, those of check_customer_key().
asio::awaitable<Result<FoundSource>> find_copy_source(const aws::RequestContext& context, S3Door& door, SentSource sent);

// x-amz-copy-source-range: "bytes=0-9" and nothing else. The whole object where it is absent. Errors: InvalidArgument,
// InvalidRange past the end.
Result<ByteRange> parse_copy_range(const std::optional<std::string>& header, std::uint64_t size);

// InvalidRequest above 5 GiB, which is as much as one request copies.
std::optional<aws::Error> check_copied_bytes(std::uint64_t bytes);

}  // namespace winterbaume::s3
