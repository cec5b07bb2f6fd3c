// What the operations on a bucket's configurations share: finding the bucket, and giving, keeping and dropping a document.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/ids.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

// Whether directory buckets have that kind of configuration too.
enum class DirectoryBuckets : bool { refused, allowed };

// A bucket as a request names it.
struct NamedBucket {
  std::optional<std::string> name, expected_owner;
  DirectoryBuckets directory = DirectoryBuckets::refused;
};
template <class Input>
NamedBucket named(const Input& input, DirectoryBuckets directory = DirectoryBuckets::refused) {
  return {input.bucket, input.expected_bucket_owner, directory};
}

// Errors: NoSuchBucket; AccessDenied (another owner); MethodNotAllowed for a directory bucket where those are refused, and
// NotImplemented for x-amz-expected-bucket-owner with one where they are allowed (so the API Reference of each operation).
asio::awaitable<Result<BucketPtr>> get_configured_bucket(const S3Door& door, NamedBucket named);

template <class T>
asio::awaitable<Result<std::optional<T>>> find_config_of(const S3Door& door, NamedBucket named) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  co_return co_await find_config<T>(door, std::move(*bucket));
}

// The document, or the error `missing`.
template <class T>
asio::awaitable<Result<T>> require_config_of(const S3Door& door, NamedBucket named, ErrorCode missing) {
  const std::string name = named.name.value_or("");
  auto found = co_await find_config_of<T>(door, std::move(named));
  if (!found) co_return aws::fail(std::move(found.error()));
  if (!*found) co_return aws::fail(error(missing, {}, {.bucket_name = name}));
  co_return std::move(**found);
}

template <class T>
asio::awaitable<Result<void>> put_config_of(const S3Door& door, NamedBucket named, T value) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  co_return co_await put_config<T>(door, std::move(*bucket), value);
}

// Also where there was none: S3 answers that with 204 like any deletion.
asio::awaitable<Result<void>> delete_config_of(const S3Door& door, NamedBucket named, ConfigKind kind);

// The answer of an operation that gives nothing back.
template <class Operation>
Result<typename Operation::Output> done(Result<void> result) {
  if (!result) return aws::fail(std::move(result.error()));
  return typename Operation::Output{};
}

// The name that S3 makes for a rule without one: 48 characters, the base64 of a UUID's text.
std::string new_rule_id(Ids& ids);

}  // namespace winterbaume::s3
