#include "services/s3/access/authorize.h"
#include "services/s3/events/announce.h"
#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/copy_source.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_annotations.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_settings.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// x-amz-metadata-directive and the like: COPY where absent.
Result<bool> is_replaced(const std::optional<std::string>& directive, std::string_view noun, std::string_view header) {
  if (!directive || *directive == "COPY") return false;
  if (*directive == "REPLACE") return true;
  return aws::fail(invalid_argument("Unknown " + std::string(noun) + " directive.", std::string(header), *directive));
}

struct CopyDirectives {
  bool replace_metadata = false;
  bool replace_tags = false;
  std::optional<ChecksumAlgorithm> algorithm;
};
Result<CopyDirectives> copy_directives(const CopyObjectRequest& input) {
  CopyDirectives directives;
  auto metadata = is_replaced(input.metadata_directive, "metadata", "x-amz-metadata-directive");
  if (!metadata) return aws::fail(std::move(metadata.error()));
  auto tags = is_replaced(input.tagging_directive, "tagging", "x-amz-tagging-directive");
  if (!tags) return aws::fail(std::move(tags.error()));
  directives.replace_metadata = *metadata;
  directives.replace_tags = *tags;
  if (input.checksum_algorithm) {
    directives.algorithm = aws::find_checksum_algorithm(*input.checksum_algorithm);
    if (!directives.algorithm) {
      return aws::fail(error(ErrorCode::invalid_request,
                             "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                             "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
    }
  }
  return directives;
}

// AWS takes a copy onto itself only where it changes something (API Reference, CopyObject).
std::optional<aws::Error> check_not_itself(const CopyObjectRequest& input, const CopyDirectives& directives,
                                           const BucketRecord& bucket, const FoundSource& source) {
  const bool itself = source.bucket->name == bucket.name && source.object.key == *input.key && !source.by_version;
  const bool changes = directives.replace_metadata || directives.algorithm || input.storage_class ||
                       input.website_redirect_location || input.server_side_encryption || input.sse_customer_algorithm;
  if (!itself || changes) return std::nullopt;
  return error(ErrorCode::invalid_request,
               "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
               "metadata, storage class, website redirect location or encryption attributes.");
}

// The copy's record but for its bytes: what is not replaced comes from the source.
asio::awaitable<Result<ObjectRecord>> make_copied_record(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                         SentSettings sent, CopyDirectives directives,
                                                         const FoundSource& source) {
  if (!directives.replace_metadata) {
    sent.metadata.reset();
    for (auto* header : {&sent.cache_control, &sent.content_disposition, &sent.content_encoding, &sent.content_language,
                         &sent.content_type, &sent.expires}) {
      header->reset();
    }
  }
  if (!directives.replace_tags) sent.tagging.reset();
  auto record = co_await make_object_record(context, door, std::move(bucket), std::move(sent));
  if (!record) co_return record;
  const auto& original = source.object.record;
  if (!directives.replace_metadata) {
    auto redirect = std::move(record->headers.website_redirect);
    record->headers = original.headers;
    record->headers.website_redirect = std::move(redirect);
    record->metadata = original.metadata;
  }
  if (!directives.replace_tags) record->tags = original.tags;
  co_return record;
}

// Tags that are copied are read there and put here. The gate has asked for those that were sent.
asio::awaitable<Result<void>> authorize_copied_tags(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                    std::string key, const FoundSource& source) {
  if (!context.enforced || source.object.record.tags.empty()) co_return Result<void>{};
  auto read = co_await authorize(context, door,
                                 {.action = source.by_version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
                                  .bucket = source.bucket,
                                  .key = source.object.key,
                                  .version_id = source.by_version ? source.version_id : std::nullopt});
  if (!read) co_return read;
  co_return co_await authorize(context, door,
                               {.action = "s3:PutObjectTagging", .bucket = std::move(bucket), .key = std::move(key)});
}

// Copies the bytes, hashed anew: a copy is one piece, whatever its source was.
asio::awaitable<Result<void>> copy_content(S3Door& door, const FoundSource& source, std::optional<ChecksumAlgorithm> algorithm,
                                           ObjectRecord& record) {
  const auto& original = source.object.record;
  IntakePlan plan;
  if (algorithm) {
    plan.algorithm = *algorithm;
  } else if (original.checksum.algorithm != ChecksumAlgorithm::none) {
    plan.algorithm = original.checksum.algorithm;
  }
  auto body = co_await read_content(door, source.bucket->name, original, {0, original.size});
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(plan));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  take_over(record, std::move(*intake));
  co_return Result<void>{};
}

// Copies the bytes, then keeps the copy, then what is beside it.
asio::awaitable<Result<FoundObject>> store_copy(S3Door& door, BucketPtr bucket, const FoundSource& source, bool annotated,
                                                std::optional<ChecksumAlgorithm> algorithm, ObjectWrite write) {
  std::optional<AnnotationCopy> annotations;
  if (annotated) {
    auto prepared = co_await AnnotationCopy::prepare(door, bucket, write.key, source);
    if (!prepared) co_return aws::fail(std::move(prepared.error()));
    annotations = std::move(*prepared);
  }
  write.record.annotated = annotated;
  auto content = co_await copy_content(door, source, algorithm, write.record);
  if (!content) co_return aws::fail(std::move(content.error()));
  auto object = co_await door.backend.put_object(std::move(write));
  if (!object || !annotations) co_return object;
  auto kept = co_await annotations->write(door, std::move(bucket), *object);
  if (!kept) co_return aws::fail(std::move(kept.error()));
  co_return object;
}

CopyObjectOutput copied(const FoundSource& source, const ObjectRecord& record) {
  CopyObjectOutput output;
  output.copy_source_version_id = source.version_id;
  if (!record.version_id.empty()) output.version_id = record.version_id;
  set_encryption(output, record.encryption);
  if (!record.encryption.kms_context.empty()) output.ssekms_encryption_context = record.encryption.kms_context;
  auto& result = output.copy_object_result.emplace();
  result.e_tag = quoted_etag(record.etag);
  result.last_modified = record.modified;
  set_checksum(result, record.checksum);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) result.checksum_type = checksum_type_name(record.checksum.type);
  return output;
}

// What a copy does with its source, from the finding of that on. Throws ContentGone.
Answer<ops::CopyObject> copy_source_object(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                           const CopyObjectRequest& input, CopyDirectives directives,
                                           WriteConditions conditions) {
  auto source = co_await find_copy_source(context, door, sent_source(input));
  if (!source) co_return aws::fail(std::move(source.error()));
  auto refusal = check_not_itself(input, directives, *bucket, *source);
  if (!refusal) refusal = check_copied_bytes(source->object.record.size);
  if (refusal) co_return aws::fail(std::move(*refusal));
  if (!directives.replace_tags) {
    auto allowed = co_await authorize_copied_tags(context, door, bucket, *input.key, *source);
    if (!allowed) co_return aws::fail(std::move(allowed.error()));
  }
  auto annotated = co_await plan_annotation_copy(context, door, bucket, *input.key, *source, input.annotation_directive);
  if (!annotated) co_return aws::fail(std::move(annotated.error()));
  auto record = co_await make_copied_record(context, door, bucket, sent_settings(input), directives, *source);
  if (!record) co_return aws::fail(std::move(record.error()));
  auto object = co_await store_copy(
      door, bucket, *source, *annotated, directives.algorithm,
      {.bucket = bucket->name, .key = *input.key, .record = std::move(*record), .conditions = std::move(conditions)});
  if (!object) co_return aws::fail(std::move(object.error()));
  auto output = copied(*source, object->record);
  output.expiration = co_await expiration_header(door, bucket, *object);
  co_await announce(context, door, bucket, {.event = "s3:ObjectCreated:Copy", .object = std::move(*object)});
  co_return output;
}

}  // namespace

Answer<ops::CopyObject> copy_object(const aws::RequestContext& context, S3Door& door, CopyObjectRequest input) {
  if (auto invalid = check_key(*input.key)) co_return aws::fail(std::move(*invalid));
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto directives = copy_directives(input);
  if (!directives) co_return aws::fail(std::move(directives.error()));
  auto conditions = plan_write_conditions(input.if_match, input.if_none_match);
  if (!conditions) co_return aws::fail(std::move(conditions.error()));
  co_return co_await read_anew([&] { return copy_source_object(context, door, *bucket, input, *directives, *conditions); });
}

}  // namespace winterbaume::s3
