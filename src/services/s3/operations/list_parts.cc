#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_listing.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

Part shown_part(const UploadRecord& upload, const PartRecord& record) {
  Part part;
  part.part_number = static_cast<std::int32_t>(record.number);
  part.last_modified = record.modified;
  part.e_tag = quoted_etag(record.etag);
  part.size = static_cast<std::int64_t>(record.size);
  if (upload.checksum_asked) set_checksum(part, record.checksum);
  return part;
}

std::optional<std::string> unless_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

ListPartsOutput describe_upload(const BucketRecord& bucket, const UploadRecord& upload) {
  ListPartsOutput output;
  output.bucket = bucket.name;
  output.key = upload.key;
  output.upload_id = upload.id;
  output.initiator = Initiator{.id = upload.initiator.canonical_id, .display_name = unless_none(upload.initiator.display_name)};
  const auto& owner = upload.object.owner ? *upload.object.owner : bucket.owner;
  output.owner = Owner{.display_name = unless_none(owner.display_name), .id = owner.canonical_id};
  output.storage_class = upload.object.storage_class.empty() ? "STANDARD" : upload.object.storage_class;
  if (upload.checksum_asked) {
    output.checksum_algorithm = std::string(aws::checksum_name(upload.checksum.algorithm));
    output.checksum_type = checksum_type_name(upload.checksum.type);
  }
  return output;
}

}  // namespace

Answer<ops::ListParts> list_parts(const aws::RequestContext&, S3Door& door, ListPartsRequest input) {
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto max = page_size(input.max_parts, "max-parts");
  if (!max) co_return aws::fail(std::move(max.error()));
  const auto marker = input.part_number_marker.value_or(0);
  if (marker < 0) {
    co_return aws::fail(invalid_argument("Argument part-number-marker must be an integer between 0 and 2147483647",
                                         "part-number-marker", std::to_string(marker)));
  }
  auto upload = co_await door.backend.get_upload((*bucket)->name, *input.key, *input.upload_id);
  if (!upload) co_return aws::fail(std::move(upload.error()));
  // One more than shown tells whether there are more.
  auto parts = co_await door.backend.list_parts((*bucket)->name, *input.key, *input.upload_id, static_cast<std::uint32_t>(marker),
                                                *max == 0 ? 0 : *max + 1);
  if (!parts) co_return aws::fail(std::move(parts.error()));
  auto output = describe_upload(**bucket, *upload);
  if (auto notice = co_await find_abort_notice(door, *bucket, upload->key, upload->initiated)) {
    output.abort_date = notice->date;
    output.abort_rule_id = std::move(notice->rule_id);
  }
  output.is_truncated = parts->size() > *max;
  if (parts->size() > *max) parts->resize(*max);
  output.part_number_marker = marker;
  output.max_parts = static_cast<std::int32_t>(*max);
  output.next_part_number_marker = parts->empty() ? 0 : static_cast<std::int32_t>(parts->back().number);
  output.parts.emplace();
  for (const auto& part : *parts) output.parts->push_back(shown_part(*upload, part));
  co_return output;
}

}  // namespace winterbaume::s3
