#include "core/bytes.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/copy_source.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/operations/operations.h"
#include "services/s3/uploads/upload_checksums.h"
#include "services/s3/uploads/upload_completion.h"

namespace winterbaume::s3 {
namespace {

struct CopiedPart {
  PartRecord part;
  std::optional<std::string> source_version_id;
};

// The part that the range of the source becomes, its bytes in a blob of its own.
asio::awaitable<Result<PartRecord>> take_in_range(S3Door& door, const UploadRecord& upload, const FoundSource& source,
                                                  ByteRange range) {
  auto body = co_await read_content(door, source.bucket->name, source.object.record, range);
  IntakePlan plan{.algorithm = upload.checksum.algorithm, .inline_bytes_max = 0};
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(plan));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  co_return PartRecord{.size = intake->size,
                       .etag = to_hex(intake->md5),
                       .checksum = std::move(intake->checksum),
                       .blob = std::move(intake->content.blob)};
}

// From the finding of the source on. Throws ContentGone.
asio::awaitable<Result<CopiedPart>> copy_part(const aws::RequestContext& context, S3Door& door,
                                              const UploadPartCopyRequest& input, const UploadRecord& upload) {
  auto source = co_await find_copy_source(context, door, sent_source(input));
  if (!source) co_return aws::fail(std::move(source.error()));
  auto range = parse_copy_range(input.copy_source_range, source->object.record.size);
  if (!range) co_return aws::fail(std::move(range.error()));
  if (auto refusal = check_copied_bytes(range->length)) co_return aws::fail(std::move(*refusal));
  auto part = co_await take_in_range(door, upload, *source, *range);
  if (!part) co_return aws::fail(std::move(part.error()));
  co_return CopiedPart{std::move(*part), std::move(source->version_id)};
}

}  // namespace

Answer<ops::UploadPartCopy> upload_part_copy(const aws::RequestContext& context, S3Door& door, UploadPartCopyRequest input) {
  if (auto refusal = check_part_number(*input.part_number)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto upload = co_await door.backend.get_upload((*bucket)->name, *input.key, *input.upload_id);
  if (!upload) co_return aws::fail(std::move(upload.error()));
  const auto& encryption = upload->object.encryption;
  auto refusal = check_upload_key(*upload, {input.sse_customer_algorithm, input.sse_customer_key, input.sse_customer_key_md5});
  if (refusal) co_return aws::fail(std::move(*refusal));
  auto copied = co_await read_anew([&] { return copy_part(context, door, input, *upload); });
  if (!copied) co_return aws::fail(std::move(copied.error()));
  auto& part = copied->part;
  part.number = static_cast<std::uint32_t>(*input.part_number);
  part.modified = context.now;
  UploadPartCopyOutput output;
  output.copy_source_version_id = std::move(copied->source_version_id);
  set_encryption(output, encryption);
  auto& result = output.copy_part_result.emplace();
  result.e_tag = quoted_etag(part.etag);
  result.last_modified = part.modified;
  if (upload->checksum_asked) set_checksum(result, part.checksum);
  auto stored = co_await door.backend.put_part((*bucket)->name, *input.key, *input.upload_id, std::move(part));
  if (!stored) co_return aws::fail(std::move(stored.error()));
  co_return output;
}

}  // namespace winterbaume::s3
