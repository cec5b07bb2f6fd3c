#include "services/s3/events/announce.h"
#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_append.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_settings.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

PutObjectOutput put_object_output(const ObjectRecord& record) {
  PutObjectOutput output;
  output.e_tag = quoted_etag(record.etag);
  set_checksum(output, record.checksum);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) output.checksum_type = checksum_type_name(record.checksum.type);
  set_encryption(output, record.encryption);
  if (!record.encryption.kms_context.empty()) output.ssekms_encryption_context = record.encryption.kms_context;
  output.version_id = made_version_id(record);
  return output;
}

bool is_checksum_sent(const PutObjectRequest& input, const IntakePlan& plan) {
  return input.checksum_algorithm || !plan.expected.empty();
}

// One append; the conditions of the request are the write's too.
Answer<ops::PutObject> append_object(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, PutObjectRequest& input,
                                     ObjectWrite& write, IntakePlan& plan) {
  auto present = co_await find_appended(door, bucket, write.key, *input.write_offset_bytes, write.record,
                                        is_checksum_sent(input, plan), plan);
  if (!present) co_return aws::fail(std::move(present.error()));
  auto body = input.body ? std::move(*input.body) : http::Body();
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(plan));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  if (*present && intake->size == 0) {
    co_return aws::fail(error(ErrorCode::invalid_request, "Request body cannot be empty when 'write offset' is specified."));
  }
  write.guard = *present ? (*present)->guard : 0;
  std::vector<std::string> new_blobs;
  if (*present) {
    auto appended = co_await append_bytes(context, door, bucket, std::move(**present), std::move(*intake));
    write.record = std::move(appended.record);
    write.parts = std::move(appended.parts);
    new_blobs = std::move(appended.new_blobs);
  } else {
    take_over(write.record, std::move(*intake));
  }
  auto stored = co_await door.backend.put_object(std::move(write));
  if (!stored) {
    for (auto& blob : new_blobs) co_await door.backend.blobs().remove(std::move(blob));
    co_return aws::fail(std::move(stored.error()));
  }
  auto output = put_object_output(stored->record);
  output.size = static_cast<std::int64_t>(stored->record.size);
  co_await announce(context, door, std::move(bucket), {"s3:ObjectCreated:Put", std::move(*stored)});
  co_return output;
}

// What the request alone says of the write.
std::optional<aws::Error> plan_put_request(const PutObjectRequest& input, IntakePlan& plan, ObjectWrite& write) {
  auto intake = plan_intake(sent_checksums(input));
  if (!intake) return std::move(intake.error());
  plan = std::move(*intake);
  auto conditions = plan_write_conditions(input.if_match, input.if_none_match);
  if (!conditions) return std::move(conditions.error());
  write.conditions = std::move(*conditions);
  return std::nullopt;
}

}  // namespace

Answer<ops::PutObject> put_object(const aws::RequestContext& context, S3Door& door, PutObjectRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  IntakePlan plan;
  ObjectWrite write{.bucket = std::move(*input.bucket), .key = std::move(*input.key), .record = {}, .known_bucket = *bucket};
  if (auto refusal = plan_put_request(input, plan, write)) co_return aws::fail(std::move(*refusal));
  auto settings = sent_settings(input);
  if (auto refusal = plan_object_record(context, **bucket, settings, write.record)) co_return aws::fail(std::move(*refusal));
  if (asks_for_more(**bucket, settings)) {
    auto completed = co_await complete_object_record(context, door, *bucket, settings, write.record);
    if (!completed) co_return aws::fail(std::move(completed.error()));
  }
  if (input.write_offset_bytes) co_return co_await append_object(context, door, std::move(*bucket), input, write, plan);
  auto body = input.body ? std::move(*input.body) : http::Body();
  auto intake = take_in_at_once(body, plan);
  if (!intake) intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(plan));
  if (!*intake) co_return aws::fail(std::move(intake->error()));
  take_over(write.record, std::move(**intake));
  auto stored = co_await door.backend.put_object(std::move(write));
  if (!stored) co_return aws::fail(std::move(stored.error()));
  auto output = put_object_output(stored->record);
  if ((*bucket)->has(ConfigKind::lifecycle)) output.expiration = co_await expiration_header(door, *bucket, *stored);
  if (has_listeners(**bucket)) {
    co_await announce(context, door, std::move(*bucket), {"s3:ObjectCreated:Put", std::move(*stored)});
  }
  co_return output;
}

}  // namespace winterbaume::s3
