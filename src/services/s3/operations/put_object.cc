#include "core/bytes.h"
#include "services/s3/content_intake.h"
#include "services/s3/etags.h"
#include "services/s3/events/announce.h"
#include "services/s3/object_answer.h"
#include "services/s3/object_keys.h"
#include "services/s3/object_settings.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

PutObjectOutput put_object_output(const BucketRecord& bucket, const ObjectRecord& record) {
  PutObjectOutput output;
  output.e_tag = quoted_etag(record.etag);
  set_checksum(output, record.checksum);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) output.checksum_type = checksum_type_name(record.checksum.type);
  set_encryption(output, record.encryption);
  if (!record.encryption.kms_context.empty()) output.ssekms_encryption_context = record.encryption.kms_context;
  output.version_id = shown_version_id(bucket, record);
  return output;
}

}  // namespace

Answer<ops::PutObject> put_object(const aws::RequestContext& context, S3Door& door, PutObjectRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto plan = plan_intake(sent_checksums(input));
  if (!plan) co_return aws::fail(std::move(plan.error()));
  auto conditions = plan_write_conditions(input.if_match, input.if_none_match);
  if (!conditions) co_return aws::fail(std::move(conditions.error()));
  auto record = co_await make_object_record(context, door, *bucket, sent_settings(input));
  if (!record) co_return aws::fail(std::move(record.error()));
  auto body = input.body ? std::move(*input.body) : http::Body();
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(*plan));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  record->size = intake->size;
  record->etag = to_hex(intake->md5);
  record->checksum = std::move(intake->checksum);
  record->content = std::move(intake->content);
  ObjectWrite write{.bucket = std::move(*input.bucket), .key = std::move(*input.key), .record = std::move(*record)};
  write.conditions = std::move(*conditions);
  auto stored = co_await door.backend.put_object(std::move(write));
  if (!stored) co_return aws::fail(std::move(stored.error()));
  auto output = put_object_output(**bucket, stored->record);
  co_await announce(context, door, std::move(*bucket), {"s3:ObjectCreated:Put", std::move(*stored)});
  co_return output;
}

}  // namespace winterbaume::s3
