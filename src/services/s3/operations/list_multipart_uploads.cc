#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/object_listing.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

MultipartUpload shown_upload(const BucketRecord& bucket, UploadRecord record, const NameEncoding& encoding) {
  MultipartUpload upload;
  upload.upload_id = std::move(record.id);
  upload.key = encoding(std::move(record.key));
  upload.initiated = record.initiated;
  upload.storage_class = record.object.storage_class.empty() ? "STANDARD" : record.object.storage_class;
  const auto named = [](const AccountOwner& who) {
    return who.display_name.empty() ? std::optional<std::string>() : who.display_name;
  };
  const auto& owner = record.object.owner ? *record.object.owner : bucket.owner;
  upload.owner = Owner{.display_name = named(owner), .id = owner.canonical_id};
  upload.initiator = Initiator{.id = record.initiator.canonical_id, .display_name = named(record.initiator)};
  if (record.checksum_asked) {
    upload.checksum_algorithm = std::string(aws::checksum_name(record.checksum.algorithm));
    upload.checksum_type = checksum_type_name(record.checksum.type);
  }
  return upload;
}

}  // namespace

Answer<ops::ListMultipartUploads> list_multipart_uploads(const aws::RequestContext&, S3Door& door,
                                                         ListMultipartUploadsRequest input) {
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto max = page_size(input.max_uploads, "max-uploads");
  if (!max) co_return aws::fail(std::move(max.error()));
  UploadQuery query{.bucket = (*bucket)->name,
                    .prefix = input.prefix.value_or(""),
                    .delimiter = input.delimiter.value_or(""),
                    .key_marker = input.key_marker.value_or(""),
                    .max = *max};
  // Without a key the upload's id marks nothing (API Reference, ListMultipartUploads).
  if (!query.key_marker.empty()) query.upload_id_marker = input.upload_id_marker.value_or("");
  auto page = co_await door.backend.list_uploads(query);
  if (!page) co_return aws::fail(std::move(page.error()));
  const NameEncoding encoding(input.encoding_type);
  ListMultipartUploadsOutput output;
  output.bucket = query.bucket;
  output.key_marker = encoding(query.key_marker);
  output.upload_id_marker = query.upload_id_marker;
  output.prefix = encoding(query.prefix);
  output.delimiter = encoding.unless_empty(query.delimiter);
  output.encoding_type = std::move(input.encoding_type);
  output.max_uploads = static_cast<std::int32_t>(*max);
  output.is_truncated = page->truncated;
  if (page->truncated) {
    output.next_key_marker = encoding(page->next_key);
    output.next_upload_id_marker = page->next_upload_id;
  }
  output.uploads.emplace();
  for (auto& upload : page->uploads) output.uploads->push_back(shown_upload(**bucket, std::move(upload), encoding));
  if (!page->common_prefixes.empty()) output.common_prefixes = shown_prefixes(std::move(page->common_prefixes), encoding);
  co_return output;
}

}  // namespace winterbaume::s3
