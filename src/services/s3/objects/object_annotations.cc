#include "services/s3/objects/object_annotations.h"

#include "core/bytes.h"
#include "services/s3/access/authorize.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Payloads may have 1 MiB each: few at a time.
constexpr std::size_t k_copied_at_once = 8;

bool begins_with(std::string_view name, std::string_view reserved) {
  return equals_ignoring_case(name.substr(0, reserved.size()), reserved);
}

asio::awaitable<Result<void>> put_copies(S3Door& door, const BucketRecord& bucket, FoundObject copy,
                                         std::vector<AnnotationRecord> annotations) {
  for (auto& annotation : annotations) {
    auto kept = co_await door.backend.put_annotation(bucket.name, copy, std::move(annotation));
    if (!kept) co_return kept;
  }
  co_return Result<void>{};
}

}  // namespace

std::optional<aws::Error> check_annotation_name(std::string_view name) {
  if (name.size() > k_annotation_name_bytes_max) {
    return errors::annotation_name_too_long("The annotation name exceeds 512 bytes.");
  }
  if (name.empty() || !is_utf8(name) || name.find('\0') != std::string_view::npos || begins_with(name, "aws") ||
      begins_with(name, "s3")) {
    return errors::invalid_annotation_name("The annotation name you provided is invalid.");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_annotation_payload(std::string_view payload) {
  if (payload.empty()) {
    return error(ErrorCode::invalid_request, "The annotation payload must be between 1 byte and 1 MiB in size.");
  }
  if (payload.size() > k_annotation_payload_bytes_max) {
    return error(
        ErrorCode::entity_too_large, {},
        {.proposed_size = std::to_string(payload.size()), .max_size_allowed = std::to_string(k_annotation_payload_bytes_max)});
  }
  if (!is_utf8(payload)) return errors::unsupported_media_type("The annotation payload is not valid UTF-8 encoded text.");
  return std::nullopt;
}

asio::awaitable<Result<AnnotatedObject>> find_annotated(const S3Door& door, AnnotationTarget target) {
  auto bucket = co_await get_bucket(door, std::move(target.bucket), std::move(target.expected_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::not_implemented));
  auto object = co_await find_readable(door, (*bucket)->name, std::move(*target.key), std::move(target.version_id));
  if (!object) co_return aws::fail(std::move(object.error()));
  if (target.object_if_match) {
    const auto wanted = bare_etag(*target.object_if_match);
    if (wanted != "*" && wanted != object->record.etag) {
      co_return aws::fail(error(ErrorCode::precondition_failed, {}, {.condition = "x-amz-object-if-match"}));
    }
  }
  co_return AnnotatedObject{std::move(*bucket), std::move(*object)};
}

asio::awaitable<Result<bool>> plan_annotation_copy(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                   std::string key, FoundSource source, std::optional<std::string> directive) {
  if (directive && *directive != "COPY" && *directive != "EXCLUDE") {
    co_return aws::fail(invalid_argument("Unknown annotation directive.", "x-amz-object-annotation-directive", *directive));
  }
  if (directive == "COPY" && bucket->directory) co_return aws::fail(error(ErrorCode::not_implemented));
  if (directive == "EXCLUDE" || bucket->directory || !source.object.record.annotated) co_return false;
  if (context.enforced) {
    auto read = co_await authorize(context, door,
                                   {.action = source.by_version ? "s3:GetObjectVersionAnnotation" : "s3:GetObjectAnnotation",
                                    .bucket = source.bucket,
                                    .key = source.object.key,
                                    .version_id = source.by_version ? source.version_id : std::nullopt});
    if (!read) co_return aws::fail(std::move(read.error()));
    auto write = co_await authorize(context, door,
                                    {.action = "s3:PutObjectAnnotation", .bucket = std::move(bucket), .key = std::move(key)});
    if (!write) co_return aws::fail(std::move(write.error()));
  }
  co_return true;
}

asio::awaitable<Result<AnnotationCopy>> AnnotationCopy::prepare(S3Door& door, BucketPtr bucket, std::string key,
                                                                FoundSource source) {
  AnnotationCopy copy;
  const auto& record = source.object.record;
  const bool replaces = source.bucket->name == bucket->name && source.object.key == key && record.version_id.empty() &&
                        bucket->versioning != Versioning::enabled;
  if (replaces) {
    auto all = co_await door.backend.list_annotations(bucket->name, source.object, "", "", k_annotations_max);
    if (!all) co_return aws::fail(std::move(all.error()));
    copy.held_ = std::move(*all);
  }
  copy.source_ = std::move(source);
  co_return copy;
}

asio::awaitable<Result<void>> AnnotationCopy::write(S3Door& door, BucketPtr bucket, FoundObject copy) const {
  if (held_) co_return co_await put_copies(door, *bucket, std::move(copy), *held_);
  std::string after;
  while (true) {
    auto page = co_await door.backend.list_annotations(source_.bucket->name, source_.object, "", after, k_copied_at_once);
    if (!page) co_return aws::fail(std::move(page.error()));
    if (page->empty()) co_return Result<void>{};
    after = page->back().name;
    auto kept = co_await put_copies(door, *bucket, copy, std::move(*page));
    if (!kept) co_return kept;
  }
}

}  // namespace winterbaume::s3
