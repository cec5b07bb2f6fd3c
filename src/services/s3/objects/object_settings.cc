#include "services/s3/objects/object_settings.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "core/bytes.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/objects/object_tags.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_redirect_bytes_max = 2048;
constexpr std::string_view k_general_classes[] = {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA",         "ONEZONE_IA",
                                                  "GLACIER",  "GLACIER_IR",         "INTELLIGENT_TIERING", "DEEP_ARCHIVE"};
constexpr std::string_view k_directory_classes[] = {"EXPRESS_ONEZONE", "ONEZONE_IA"};

aws::Error unsupported(std::string header) { return error(ErrorCode::not_implemented, {}, {.header = std::move(header)}); }

// STANDARD is kept as nothing.
Result<std::string> plan_storage_class(const BucketRecord& bucket, std::optional<std::string> sent) {
  if (!sent) return bucket.directory ? "EXPRESS_ONEZONE" : "";
  const auto classes = bucket.directory ? std::span<const std::string_view>(k_directory_classes) : k_general_classes;
  const bool known = std::ranges::find(classes, *sent) != classes.end();
  if (!known) return aws::fail(error(ErrorCode::invalid_storage_class));
  return *sent == "STANDARD" ? std::string() : std::move(*sent);
}

// Amazon S3 User Guide, "User-defined object metadata": the bytes of names and values together.
Result<TextPairs> plan_metadata(std::optional<aws::Map<std::string>> sent) {
  if (!sent) return TextPairs{};
  std::size_t bytes = 0;
  for (const auto& [name, value] : *sent) bytes += name.size() + value.size();
  if (bytes > k_user_metadata_bytes_max) {
    return aws::fail(error(ErrorCode::metadata_too_large, {},
                           {.size = std::to_string(bytes), .max_size_allowed = std::to_string(k_user_metadata_bytes_max)}));
  }
  TextPairs metadata(std::make_move_iterator(sent->begin()), std::make_move_iterator(sent->end()));
  for (auto& [name, value] : metadata) name = to_lower(name);
  std::ranges::sort(metadata);
  return metadata;
}

// "aws-chunked" says how the body travelled, not what it is.
std::string without_aws_chunked(std::string_view encoding) {
  std::string kept;
  while (!encoding.empty()) {
    const auto comma = std::min(encoding.find(','), encoding.size());
    const auto item = trim(encoding.substr(0, comma));
    encoding.remove_prefix(std::min(comma + 1, encoding.size()));
    if (item.empty() || equals_ignoring_case(item, "aws-chunked")) continue;
    if (!kept.empty()) kept += ", ";
    kept += item;
  }
  return kept;
}

std::string text(std::optional<std::string>& sent) { return sent ? std::move(*sent) : std::string(); }

void plan_headers(SentSettings& sent, SystemHeaders& headers) {
  headers.content_type = text(sent.content_type);
  headers.cache_control = text(sent.cache_control);
  headers.content_disposition = text(sent.content_disposition);
  if (sent.content_encoding) headers.content_encoding = without_aws_chunked(*sent.content_encoding);
  headers.content_language = text(sent.content_language);
  headers.expires = text(sent.expires);
  headers.website_redirect = text(sent.website_redirect_location);
}

std::optional<aws::Error> check_redirect(std::string_view location) {
  if (location.empty()) return std::nullopt;
  const bool known = location.starts_with('/') || location.starts_with("http://") || location.starts_with("https://");
  if (!known) return error(ErrorCode::invalid_redirect_location);
  if (location.size() > k_redirect_bytes_max) {
    return error(ErrorCode::invalid_redirect_location, "The length of website redirect location cannot exceed 2,048 characters.");
  }
  return std::nullopt;
}

bool asks_for_lock(const SentSettings& sent) {
  return sent.object_lock_mode || sent.object_lock_legal_hold_status || sent.object_lock_event_hold ||
         sent.object_lock_retain_until_date || sent.object_lock_event_hold_duration_days ||
         sent.object_lock_event_hold_duration_years;
}

// What directory buckets have none of (API reference, PutObject).
std::optional<aws::Error> check_directory(const SentSettings& sent) {
  if (sent.tagging) return unsupported("x-amz-tagging");
  if (!sent.acl.empty()) return unsupported("x-amz-acl");
  if (asks_for_lock(sent)) return unsupported("x-amz-object-lock-mode");
  if (sent.website_redirect_location) return unsupported("x-amz-website-redirect-location");
  return std::nullopt;
}

bool asks_for_encryption(const SentSettings& sent) {
  return sent.server_side_encryption || sent.ssekms_key_id || sent.ssekms_encryption_context || sent.bucket_key_enabled ||
         sent.sse_customer_algorithm || sent.sse_customer_key || sent.sse_customer_key_md5;
}

SentEncryption sent_encryption(SentSettings& sent) {
  return {std::move(sent.server_side_encryption),    std::move(sent.ssekms_key_id),
          std::move(sent.ssekms_encryption_context), sent.bucket_key_enabled,
          std::move(sent.sse_customer_algorithm),    std::move(sent.sse_customer_key),
          std::move(sent.sse_customer_key_md5)};
}

SentLock sent_lock(SentSettings& sent) {
  return {.mode = std::move(sent.object_lock_mode),
          .legal_hold = std::move(sent.object_lock_legal_hold_status),
          .event_hold = std::move(sent.object_lock_event_hold),
          .retain_until = sent.object_lock_retain_until_date,
          .event_hold_days = sent.object_lock_event_hold_duration_days,
          .event_hold_years = sent.object_lock_event_hold_duration_years};
}

}  // namespace

std::optional<aws::Error> plan_object_record(const aws::RequestContext& context, const BucketRecord& bucket, SentSettings& sent,
                                             ObjectRecord& record) {
  record.modified = context.now;
  if (bucket.directory) {
    if (auto refusal = check_directory(sent)) return refusal;
  }
  auto storage_class = plan_storage_class(bucket, std::move(sent.storage_class));
  if (!storage_class) return std::move(storage_class.error());
  record.storage_class = std::move(*storage_class);
  auto metadata = plan_metadata(std::move(sent.metadata));
  if (!metadata) return std::move(metadata.error());
  record.metadata = std::move(*metadata);
  plan_headers(sent, record.headers);
  if (auto refusal = check_redirect(record.headers.website_redirect)) return refusal;
  if (sent.tagging) {
    auto tags = parse_tagging_header(*sent.tagging);
    if (!tags) return std::move(tags.error());
    record.tags = std::move(*tags);
  }
  record.owner = object_owner(context, bucket, sent.acl);
  record.encryption.algorithm = "AES256";
  return std::nullopt;
}

bool asks_for_more(const BucketRecord& bucket, const SentSettings& sent) {
  return asks_for_encryption(sent) || bucket.has(ConfigKind::encryption) || bucket.object_lock || asks_for_lock(sent) ||
         !sent.acl.empty();
}

asio::awaitable<Result<void>> complete_object_record(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                     SentSettings& sent, ObjectRecord& record) {
  if (asks_for_encryption(sent) || bucket->has(ConfigKind::encryption)) {
    auto encryption = co_await plan_encryption(context, door, bucket, sent_encryption(sent));
    if (!encryption) co_return aws::fail(std::move(encryption.error()));
    record.encryption = std::move(*encryption);
  }
  if (bucket->object_lock || asks_for_lock(sent)) {
    auto lock = co_await plan_lock(context, door, bucket, sent_lock(sent));
    if (!lock) co_return aws::fail(std::move(lock.error()));
    record.lock = std::move(*lock);
  }
  if (!sent.acl.empty()) {
    auto owner = record.owner ? *record.owner : bucket->owner;
    auto acl = co_await make_acl(context, door, bucket, std::move(owner), std::move(sent.acl));
    if (!acl) co_return aws::fail(std::move(acl.error()));
    record.acl = std::move(*acl);
  }
  co_return Result<void>{};
}

asio::awaitable<Result<ObjectRecord>> make_object_record(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                         SentSettings sent) {
  ObjectRecord record;
  if (auto refusal = plan_object_record(context, *bucket, sent, record)) co_return aws::fail(std::move(*refusal));
  if (asks_for_more(*bucket, sent)) {
    auto completed = co_await complete_object_record(context, door, std::move(bucket), sent, record);
    if (!completed) co_return aws::fail(std::move(completed.error()));
  }
  co_return record;
}

}  // namespace winterbaume::s3
