#include "core/bytes.h"
#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_settings.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"
#include "services/s3/uploads/upload_checksums.h"

namespace winterbaume::s3 {
namespace {

// Big-endian milliseconds, then what is random: later ids sort after earlier ones.
std::string make_upload_id(const aws::RequestContext& context) {
  auto milliseconds = static_cast<std::uint64_t>(context.now.time_since_epoch().count());
  std::string bytes;
  for (int shift = 40; shift >= 0; shift -= 8) bytes += static_cast<char>(milliseconds >> shift & 0xff);
  const auto random = context.ids->uuid();
  bytes.append(reinterpret_cast<const char*>(random.bytes.data()), random.bytes.size());
  return to_hex(bytes);
}

}  // namespace

Answer<ops::CreateMultipartUpload> create_multipart_upload(const aws::RequestContext& context, S3Door& door,
                                                           CreateMultipartUploadRequest input) {
  if (auto invalid = check_key(*input.key)) co_return aws::fail(std::move(*invalid));
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto checksum = plan_upload_checksum(input.checksum_algorithm, input.checksum_type);
  if (!checksum) co_return aws::fail(std::move(checksum.error()));
  auto object = co_await make_object_record(context, door, *bucket, sent_settings(input));
  if (!object) co_return aws::fail(std::move(object.error()));
  UploadRecord upload{.id = make_upload_id(context),
                      .key = *input.key,
                      .initiated = context.now,
                      .initiator = owner_of(context),
                      .checksum = std::move(checksum->checksum),
                      .checksum_asked = checksum->asked,
                      .object = std::move(*object)};
  CreateMultipartUploadOutput output;
  output.bucket = (*bucket)->name;
  output.key = upload.key;
  output.upload_id = upload.id;
  set_encryption(output, upload.object.encryption);
  if (!upload.object.encryption.kms_context.empty()) output.ssekms_encryption_context = upload.object.encryption.kms_context;
  if (upload.checksum_asked) {
    output.checksum_algorithm = std::string(aws::checksum_name(upload.checksum.algorithm));
    output.checksum_type = checksum_type_name(upload.checksum.type);
  }
  if (auto notice = co_await find_abort_notice(door, *bucket, upload.key, upload.initiated)) {
    output.abort_date = notice->date;
    output.abort_rule_id = std::move(notice->rule_id);
  }
  auto created = co_await door.backend.create_upload((*bucket)->name, std::move(upload));
  if (!created) co_return aws::fail(std::move(created.error()));
  co_return output;
}

}  // namespace winterbaume::s3
