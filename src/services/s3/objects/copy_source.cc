#include "services/s3/objects/copy_source.h"

#include <charconv>

#include "core/bytes.h"
#include "services/s3/access/authorize.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr std::string_view k_version_mark = "?versionId=";

aws::Error bad_source(std::string message, std::string_view header) {
  return invalid_argument(std::move(message), "x-amz-copy-source", std::string(header));
}

// A copy that has nothing to do is no success: where a read answers 304, a copy answers 412 (API Reference, CopyObject).
std::optional<aws::Error> check_source_conditions(const ReadConditions& conditions, const ObjectRecord& record) {
  auto refusal = check_read_conditions(conditions, record);
  if (!refusal || !is(*refusal, ErrorCode::not_modified)) return refusal;
  return error(
      ErrorCode::precondition_failed, {},
      {.condition = conditions.if_none_match ? "x-amz-copy-source-If-None-Match" : "x-amz-copy-source-If-Modified-Since"});
}

asio::awaitable<Result<void>> authorize_source(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                               const CopySource& source) {
  if (!context.enforced) co_return Result<void>{};
  co_return co_await authorize(context, door,
                               {.action = source.version_id ? "s3:GetObjectVersion" : "s3:GetObject",
                                .bucket = std::move(bucket),
                                .key = source.key,
                                .version_id = source.version_id});
}

bool parse_number(std::string_view text, std::uint64_t& number) {
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return !text.empty() && parsed.ec == std::errc() && parsed.ptr == end;
}

}  // namespace

Result<CopySource> parse_copy_source(std::string_view header) {
  CopySource source;
  auto path = header;
  if (const auto mark = path.rfind(k_version_mark); mark != std::string_view::npos) {
    auto version_id = percent_decode(path.substr(mark + k_version_mark.size()));
    if (!version_id || version_id->empty()) {
      return aws::fail(invalid_argument("Version id cannot be the empty string", "versionId", ""));
    }
    source.version_id = std::move(*version_id);
    path = path.substr(0, mark);
  }
  auto decoded = percent_decode(path);
  if (!decoded) return aws::fail(bad_source("Invalid copy source encoding.", header));
  if (decoded->starts_with('/')) decoded->erase(0, 1);
  const auto slash = decoded->find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == decoded->size()) {
    return aws::fail(bad_source("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", header));
  }
  source.bucket = decoded->substr(0, slash);
  source.key = decoded->substr(slash + 1);
  return source;
}

asio::awaitable<Result<FoundSource>> find_copy_source(const aws::RequestContext& context, S3Door& door, SentSource sent) {
  auto source = parse_copy_source(sent.source.value_or(""));
  if (!source) co_return aws::fail(std::move(source.error()));
  auto bucket = co_await get_bucket(door, source->bucket, sent.expected_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto allowed = co_await authorize_source(context, door, *bucket, *source);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  auto object = co_await find_readable(door, source->bucket, source->key, source->version_id);
  if (!object) {
    if (!is(object.error(), ErrorCode::method_not_allowed)) co_return aws::fail(std::move(object.error()));
    co_return aws::fail(error(ErrorCode::invalid_request,
                              "The source of a copy request may not specifically refer to a delete marker by version id."));
  }
  const auto& record = object->record;
  auto refusal = check_customer_key(record.encryption, sent.customer_algorithm, sent.customer_key, sent.customer_key_md5);
  if (!refusal) refusal = check_source_conditions(sent.conditions, record);
  // As seen of AWS, which answers this where its model lists ObjectNotInActiveTierError.
  if (!refusal && check_active(record, context.now)) {
    refusal = error(ErrorCode::invalid_object_state, "Operation is not valid for the source object's storage class");
  }
  if (refusal) co_return aws::fail(std::move(*refusal));
  FoundSource found{.bucket = *bucket, .by_version = source->version_id.has_value()};
  found.version_id = shown_version_id(**bucket, record);
  found.object = std::move(*object);
  co_return found;
}

Result<ByteRange> parse_copy_range(const std::optional<std::string>& header, std::uint64_t size) {
  if (!header) return ByteRange{0, size};
  constexpr std::string_view unit = "bytes=";
  const std::string_view text = *header;
  const auto dash = text.find('-');
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  if (!text.starts_with(unit) || dash == std::string_view::npos || dash < unit.size() ||
      !parse_number(text.substr(unit.size(), dash - unit.size()), first) || !parse_number(text.substr(dash + 1), last) ||
      last < first) {
    return aws::fail(
        invalid_argument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                         "zero-based offsets of "
                         "the first and last bytes to copy",
                         "x-amz-copy-source-range", *header));
  }
  if (last >= size) {
    return aws::fail(error(ErrorCode::invalid_range, "The requested range is not satisfiable",
                           {.range_requested = *header, .actual_object_size = std::to_string(size)}));
  }
  return ByteRange{first, last - first + 1};
}

std::optional<aws::Error> check_copied_bytes(std::uint64_t bytes) {
  if (bytes <= k_put_bytes_max) return std::nullopt;
  return error(ErrorCode::invalid_request,
               "The specified copy source is larger than the maximum allowable size for a copy source: " +
                   std::to_string(k_put_bytes_max));
}

}  // namespace winterbaume::s3
