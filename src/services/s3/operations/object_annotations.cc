#include "services/s3/objects/object_annotations.h"
#include "core/bytes.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_annotation_attempts_max = 16;

template <class Input>
AnnotationTarget annotation_target(const Input& input) {
  AnnotationTarget target{input.bucket, input.key, input.version_id, input.expected_bucket_owner, std::nullopt};
  if constexpr (requires { input.object_if_match; }) target.object_if_match = input.object_if_match;
  return target;
}

std::string annotation_encryption(const ObjectRecord& record) {
  return record.encryption.algorithm.empty() ? "AES256" : record.encryption.algorithm;
}

// Hashed and checked as an object's bytes are.
asio::awaitable<Result<AnnotationRecord>> take_in_annotation(const aws::RequestContext& context, S3Door& door,
                                                             PutObjectAnnotationRequest& input) {
  auto plan = plan_intake(sent_checksums(input));
  if (!plan) co_return aws::fail(std::move(plan.error()));
  plan->bytes_max = k_annotation_payload_bytes_max;
  plan->inline_bytes_max = k_annotation_payload_bytes_max;
  auto body = input.annotation_payload ? std::move(*input.annotation_payload) : http::Body();
  try {
    co_await body.collect(k_annotation_payload_bytes_max);
  } catch (const http::BodyTooLarge&) {
    co_return aws::fail(
        error(ErrorCode::entity_too_large, {}, {.max_size_allowed = std::to_string(k_annotation_payload_bytes_max)}));
  }
  if (auto refusal = check_annotation_payload(body.bytes())) co_return aws::fail(std::move(*refusal));
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(*plan));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  co_return AnnotationRecord{.name = *input.annotation_name,
                             .etag = to_hex(intake->md5),
                             .modified = context.now,
                             .checksum = std::move(intake->checksum),
                             .size = intake->size,
                             .payload = std::move(intake->content.inline_bytes)};
}

std::optional<aws::Error> check_annotatable(const ObjectRecord& record) {
  if (record.encryption.customer_key_md5.empty()) return std::nullopt;
  return error(ErrorCode::invalid_request, "Objects encrypted with SSE-C cannot have annotations.");
}

// AnnotationLimitExceeded where one more name would be too many.
asio::awaitable<Result<void>> check_annotation_count(S3Door& door, const AnnotatedObject& target, std::string name) {
  if (!target.object.record.annotated) co_return Result<void>{};
  auto kept =
      co_await door.backend.list_annotations(target.bucket->name, target.object, "", "", k_annotations_max, /*payloads=*/false);
  if (!kept) co_return aws::fail(std::move(kept.error()));
  const auto same = [&name](const AnnotationRecord& annotation) { return annotation.name == name; };
  if (kept->size() < k_annotations_max || std::ranges::any_of(*kept, same)) co_return Result<void>{};
  co_return aws::fail(
      errors::annotation_limit_exceeded("The request would exceed the maximum number of annotations allowed per object."));
}

asio::awaitable<Result<AnnotatedObject>> keep_annotation(S3Door& door, AnnotationTarget where, AnnotationRecord annotation) {
  for (int attempt = 0; attempt < k_annotation_attempts_max; ++attempt) {
    auto target = co_await find_annotated(door, where);
    if (!target) co_return target;
    if (auto refusal = check_annotatable(target->object.record)) co_return aws::fail(std::move(*refusal));
    auto room = co_await check_annotation_count(door, *target, annotation.name);
    if (!room) co_return aws::fail(std::move(room.error()));
    auto kept = co_await door.backend.put_annotation(target->bucket->name, target->object, annotation);
    if (kept) co_return target;
    // The object changed since it was read: look again.
    if (!is(kept.error(), ErrorCode::operation_aborted)) co_return aws::fail(std::move(kept.error()));
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<AnnotationRecord>> get_annotation(S3Door& door, const AnnotatedObject& target, std::string name) {
  auto found = co_await door.backend.list_annotations(target.bucket->name, target.object, name, "", 1);
  if (!found) co_return aws::fail(std::move(found.error()));
  // The name itself sorts before all others that begin with it.
  if (found->empty() || found->front().name != name) {
    co_return aws::fail(errors::no_such_annotation("The specified annotation does not exist on this object."));
  }
  co_return std::move(found->front());
}

// They are replicated with the changes of their version, and have its status.
std::optional<std::string> annotation_status(const ObjectRecord& object) {
  if (object.replication_status.empty()) return std::nullopt;
  return object.replication_status;
}

AnnotationEntry annotation_entry(const AnnotationRecord& record, const ObjectRecord& object) {
  AnnotationEntry entry;
  entry.annotation_name = record.name;
  entry.last_modified = record.modified;
  entry.e_tag = quoted_etag(record.etag);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) {
    entry.checksum_algorithm = {std::string(aws::checksum_name(record.checksum.algorithm))};
  }
  entry.size = static_cast<std::int64_t>(record.size);
  entry.replication_status = annotation_status(object);
  return entry;
}

}  // namespace

Answer<ops::PutObjectAnnotation> put_object_annotation(const aws::RequestContext& context, S3Door& door,
                                                       PutObjectAnnotationRequest input) {
  if (auto refusal = check_annotation_name(*input.annotation_name)) co_return aws::fail(std::move(*refusal));
  // The object is looked for first: no payload is read for one that is not there.
  auto before = co_await find_annotated(door, annotation_target(input));
  if (!before) co_return aws::fail(std::move(before.error()));
  auto annotation = co_await take_in_annotation(context, door, input);
  if (!annotation) co_return aws::fail(std::move(annotation.error()));
  auto target = co_await keep_annotation(door, annotation_target(input), *annotation);
  if (!target) co_return aws::fail(std::move(target.error()));
  const auto& record = target->object.record;
  PutObjectAnnotationOutput output;
  output.key = target->object.key;
  output.annotation_name = annotation->name;
  output.object_version_id = shown_version_id(*target->bucket, record);
  output.e_tag = quoted_etag(annotation->etag);
  set_checksum(output, annotation->checksum);
  output.checksum_type = checksum_type_name(annotation->checksum.type);
  output.server_side_encryption = annotation_encryption(record);
  co_await announce(context, door, target->bucket, {.event = "s3:ObjectAnnotation:Put", .object = std::move(target->object)});
  co_return output;
}

Answer<ops::GetObjectAnnotation> get_object_annotation(const aws::RequestContext&, S3Door& door,
                                                       GetObjectAnnotationRequest input) {
  auto target = co_await find_annotated(door, annotation_target(input));
  if (!target) co_return aws::fail(std::move(target.error()));
  auto annotation = co_await get_annotation(door, *target, *input.annotation_name);
  if (!annotation) co_return aws::fail(std::move(annotation.error()));
  const auto& record = target->object.record;
  GetObjectAnnotationOutput output;
  output.object_version_id = shown_version_id(*target->bucket, record);
  output.last_modified = annotation->modified;
  output.content_length = static_cast<std::int64_t>(annotation->payload.size());
  output.e_tag = quoted_etag(annotation->etag);
  if (input.checksum_mode == "ENABLED") {
    set_checksum(output, annotation->checksum);
    output.checksum_type = checksum_type_name(annotation->checksum.type);
  }
  output.server_side_encryption = annotation_encryption(record);
  output.replication_status = annotation_status(record);
  output.annotation_payload = http::Body(std::move(annotation->payload));
  co_return output;
}

Answer<ops::ListObjectAnnotations> list_object_annotations(const aws::RequestContext&, S3Door& door,
                                                           ListObjectAnnotationsRequest input) {
  auto target = co_await find_annotated(door, annotation_target(input));
  if (!target) co_return aws::fail(std::move(target.error()));
  if (input.annotation_prefix && input.annotation_prefix->size() > k_annotation_name_bytes_max) {
    co_return aws::fail(errors::invalid_prefix("The annotation prefix you provided is invalid."));
  }
  std::string after;
  if (input.continuation_token) {
    auto decoded = from_base64(*input.continuation_token);
    if (!decoded) {
      co_return aws::fail(
          invalid_argument("The continuation token provided is incorrect", "continuation-token", *input.continuation_token));
    }
    after = std::move(*decoded);
  }
  const auto max = static_cast<std::size_t>(input.max_annotation_results.value_or(static_cast<int>(k_annotations_max)));
  auto found = co_await door.backend.list_annotations(target->bucket->name, target->object, input.annotation_prefix.value_or(""),
                                                      std::move(after), max + 1, /*payloads=*/false);
  if (!found) co_return aws::fail(std::move(found.error()));
  const bool truncated = found->size() > max;
  if (truncated) found->resize(max);
  ListObjectAnnotationsOutput output;
  output.bucket = target->bucket->name;
  output.key = target->object.key;
  output.object_version_id = shown_version_id(*target->bucket, target->object.record);
  output.annotation_prefix = std::move(input.annotation_prefix);
  output.max_annotation_results = static_cast<std::int32_t>(max);
  output.annotation_count = static_cast<std::int32_t>(found->size());
  output.continuation_token = std::move(input.continuation_token);
  if (truncated) output.next_continuation_token = to_base64(found->back().name);
  output.annotations.emplace();
  for (const auto& annotation : *found) output.annotations->push_back(annotation_entry(annotation, target->object.record));
  co_return output;
}

Answer<ops::DeleteObjectAnnotation> delete_object_annotation(const aws::RequestContext& context, S3Door& door,
                                                             DeleteObjectAnnotationRequest input) {
  auto target = co_await find_annotated(door, annotation_target(input));
  if (!target) co_return aws::fail(std::move(target.error()));
  // The model has no x-amz-bypass-governance-retention here: a retention that holds always refuses.
  if (auto refusal = check_unlocked(target->object.record.lock, context.now, false)) co_return aws::fail(std::move(*refusal));
  auto deleted = co_await door.backend.delete_annotation(target->bucket->name, target->object, *input.annotation_name);
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  DeleteObjectAnnotationOutput output;
  output.object_version_id = shown_version_id(*target->bucket, target->object.record);
  if (*deleted) {
    co_await announce(context, door, target->bucket,
                      {.event = "s3:ObjectAnnotation:Delete", .object = std::move(target->object)});
  }
  co_return output;
}

}  // namespace winterbaume::s3
