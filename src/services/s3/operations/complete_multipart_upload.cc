#include "core/bytes.h"
#include "services/s3/events/announce.h"
#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/uploads/upload_completion.h"

namespace winterbaume::s3 {
namespace {

// "http://host/bucket/key", or "http://bucket.host/key" where that is how we were reached.
std::string location_of(const aws::RequestContext& context, const std::string& bucket, const std::string& key) {
  const auto host = context.base_url.find("://");
  const bool in_host = host != std::string::npos && context.base_url.compare(host + 3, bucket.size() + 1, bucket + '.') == 0;
  return context.base_url + '/' + (in_host ? "" : bucket + '/') + percent_encode(key);
}

CompleteMultipartUploadOutput completed(const aws::RequestContext& context, const BucketRecord& bucket,
                                        const FoundObject& object) {
  CompleteMultipartUploadOutput output;
  output.bucket = bucket.name;
  output.key = object.key;
  output.location = location_of(context, bucket.name, object.key);
  const auto& record = object.record;
  output.e_tag = quoted_etag(record.etag);
  set_checksum(output, record.checksum);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) output.checksum_type = checksum_type_name(record.checksum.type);
  const auto& encryption = record.encryption;
  if (!encryption.algorithm.empty()) output.server_side_encryption = encryption.algorithm;
  if (!encryption.kms_key_id.empty()) output.ssekms_key_id = encryption.kms_key_id;
  if (encryption.bucket_key) output.bucket_key_enabled = true;
  if (!record.version_id.empty()) output.version_id = record.version_id;
  return output;
}

// An upload that is gone because this very request was answered before gives the same answer again (API Reference: the operation
// is idempotent). The object's list of parts bears the upload's id.
asio::awaitable<Result<FoundObject>> find_completed(S3Door& door, const BucketRecord& bucket,
                                                    const CompleteMultipartUploadRequest& input, aws::Error no_such_upload) {
  auto object = co_await door.backend.get_object(bucket.name, *input.key, std::nullopt);
  if (!object || object->record.content.manifest != *input.upload_id) co_return aws::fail(std::move(no_such_upload));
  co_return object;
}

ObjectWrite write_of(const UploadRecord& upload, Completion completion, std::string bucket, WriteConditions conditions) {
  ObjectWrite write{.bucket = std::move(bucket), .key = upload.key, .record = upload.object};
  auto& record = write.record;
  record.size = completion.size;
  record.etag = std::move(completion.etag);
  record.checksum = std::move(completion.checksum);
  record.parts = static_cast<std::uint32_t>(completion.parts.size());
  record.content = {.manifest = upload.id};
  write.parts = std::move(completion.parts);
  write.conditions = std::move(conditions);
  return write;
}

// The key is wanted where the upload was created with a checksum algorithm (API Reference, CompleteMultipartUpload); where it is
// sent it must fit.
std::optional<aws::Error> check_completion_key(const UploadRecord& upload, const CompleteMultipartUploadRequest& input) {
  const bool sent = input.sse_customer_algorithm || input.sse_customer_key || input.sse_customer_key_md5;
  if (!sent && !upload.checksum_asked) return std::nullopt;
  return check_upload_key(upload, {input.sse_customer_algorithm, input.sse_customer_key, input.sse_customer_key_md5});
}

}  // namespace

Answer<ops::CompleteMultipartUpload> complete_multipart_upload(const aws::RequestContext& context, S3Door& door,
                                                               CompleteMultipartUploadRequest input) {
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto& name = (*bucket)->name;
  auto conditions = plan_write_conditions(input.if_match, input.if_none_match);
  if (!conditions) co_return aws::fail(std::move(conditions.error()));
  auto upload = co_await door.backend.get_upload(name, *input.key, *input.upload_id);
  if (!upload) {
    if (!is(upload.error(), ErrorCode::no_such_upload)) co_return aws::fail(std::move(upload.error()));
    auto before = co_await find_completed(door, **bucket, input, std::move(upload.error()));
    if (!before) co_return aws::fail(std::move(before.error()));
    co_return completed(context, **bucket, *before);
  }
  if (auto refusal = check_completion_key(*upload, input)) co_return aws::fail(std::move(*refusal));
  auto parts = co_await door.backend.list_parts(name, *input.key, *input.upload_id, 0, k_part_number_max);
  if (!parts) co_return aws::fail(std::move(parts.error()));
  auto completion = plan_completion(*upload, std::move(*parts), input);
  if (!completion) co_return aws::fail(std::move(completion.error()));
  auto write = write_of(*upload, std::move(*completion), name, std::move(*conditions));
  auto object = co_await door.backend.complete_upload(upload->id, std::move(write));
  if (!object) co_return aws::fail(std::move(object.error()));
  auto output = completed(context, **bucket, *object);
  output.expiration = co_await expiration_header(door, *bucket, *object);
  co_await announce(context, door, *bucket, {.event = "s3:ObjectCreated:CompleteMultipartUpload", .object = std::move(*object)});
  co_return output;
}

}  // namespace winterbaume::s3
