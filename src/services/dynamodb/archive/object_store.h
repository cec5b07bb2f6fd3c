// S3, as exports, imports and bulk puts need it. Implemented over the emulator's own S3 in emulator/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/scope.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

struct ObjectStoreError {
  std::string code;  // S3's: "NoSuchBucket", "NoSuchKey", "AccessDenied", …
  std::string message;
};
template <class T>
using ObjectResult = std::expected<T, ObjectStoreError>;

// Whose bucket, and for whom it is used.
struct BucketAddress {
  Scope scope;  // of the caller
  std::string bucket;
  std::string owner;  // the account that must own it; empty: any
};

struct ObjectUpload {
  std::string key;
  std::string content;
  std::string content_type;
  std::string sse_algorithm;  // "AES256", "aws:kms", or empty: the bucket's own
  std::string kms_key_id;
};

struct ObjectSummary {
  std::string key;
  std::uint64_t size = 0;
};

// An object's bytes, front to back. Not thread-safe.
class ObjectContent {
 public:
  virtual ~ObjectContent() = default;
  // Fills some of `into` and says how much; 0 is the end.
  virtual asio::awaitable<std::size_t> read(std::span<char> into) = 0;
};

// Thread-safe. A storage out of reach throws StorageFailure.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  // The object's ETag, without quotes.
  virtual asio::awaitable<ObjectResult<std::string>> put(BucketAddress bucket, ObjectUpload object) = 0;
  virtual asio::awaitable<ObjectResult<std::unique_ptr<ObjectContent>>> open(BucketAddress bucket, std::string key) = 0;
  // Keys in order, after `start_after`, at most 1000.
  virtual asio::awaitable<ObjectResult<std::vector<ObjectSummary>>> list(BucketAddress bucket, std::string prefix,
                                                                         std::string start_after) = 0;
};

}  // namespace winterbaume::dynamodb
