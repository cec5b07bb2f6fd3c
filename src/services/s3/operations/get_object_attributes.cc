#include <algorithm>

#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::string_view k_attributes[] = {"ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"};

std::optional<aws::Error> check_attributes(const GetObjectAttributesRequest& input) {
  for (const auto& name : *input.object_attributes) {
    if (std::ranges::find(k_attributes, name) == std::end(k_attributes)) {
      return invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", name);
    }
  }
  if (input.max_parts && *input.max_parts < 0) {
    return invalid_argument("Argument max-parts must be an integer between 0 and 2147483647", "x-amz-max-parts",
                            std::to_string(*input.max_parts));
  }
  if (input.part_number_marker && *input.part_number_marker < 0) {
    return invalid_argument("Argument part-number-marker must be an integer between 0 and 2147483647", "x-amz-part-number-marker",
                            std::to_string(*input.part_number_marker));
  }
  return std::nullopt;
}

Checksum attribute_checksum(const ObjectChecksum& kept) {
  Checksum shown;
  set_checksum(shown, kept);
  shown.checksum_type = checksum_type_name(kept.type);
  return shown;
}

ObjectPart attribute_part(const PartRecord& kept) {
  ObjectPart shown;
  shown.part_number = static_cast<std::int32_t>(kept.number);
  shown.size = static_cast<std::int64_t>(kept.size);
  set_checksum(shown, kept.checksum);
  return shown;
}

// A page of the parts. Those of an object without checksums of its parts are counted and not listed, as in AWS.
GetObjectAttributesParts attribute_parts(std::vector<PartRecord> parts, const GetObjectAttributesRequest& input, bool listed) {
  GetObjectAttributesParts shown;
  shown.total_parts_count = static_cast<std::int32_t>(parts.size());
  if (!listed) return shown;
  const auto marker = static_cast<std::uint32_t>(input.part_number_marker.value_or(0));
  const auto max = std::min<std::size_t>(static_cast<std::size_t>(input.max_parts.value_or(k_page_max)), k_page_max);
  shown.part_number_marker = static_cast<std::int32_t>(marker);
  shown.max_parts = static_cast<std::int32_t>(max);
  auto at = std::ranges::upper_bound(parts, marker, {}, &PartRecord::number);
  std::vector<ObjectPart> page;
  for (; at != parts.end() && page.size() < max; ++at) page.push_back(attribute_part(*at));
  shown.is_truncated = at != parts.end();
  shown.next_part_number_marker = page.empty() ? shown.part_number_marker : page.back().part_number;
  if (!page.empty()) shown.parts = std::move(page);
  return shown;
}

// By the record that is the object's now. Throws ContentGone.
Answer<ops::GetObjectAttributes> describe_attributes(S3Door& door, BucketPtr bucket, const GetObjectAttributesRequest& input) {
  auto found = co_await find_readable(door, *input.bucket, *input.key, input.version_id);
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& record = found->record;
  if (auto refusal = check_customer_key(record.encryption, input.sse_customer_algorithm, input.sse_customer_key,
                                        input.sse_customer_key_md5)) {
    co_return aws::fail(std::move(*refusal));
  }
  const auto wants = [&](std::string_view name) {
    return std::ranges::find(*input.object_attributes, name) != input.object_attributes->end();
  };
  GetObjectAttributesOutput output;
  output.last_modified = record.modified;
  output.version_id = shown_version_id(*bucket, record);
  const bool has_checksum = record.checksum.algorithm != ChecksumAlgorithm::none && !record.checksum.value.empty();
  if (wants("ETag")) output.e_tag = record.etag;
  if (wants("Checksum") && has_checksum) output.checksum = attribute_checksum(record.checksum);
  if (wants("StorageClass")) output.storage_class = record.storage_class.empty() ? "STANDARD" : record.storage_class;
  if (wants("ObjectSize")) output.object_size = static_cast<std::int64_t>(record.size);
  if (wants("ObjectParts") && record.parts != 0 && !record.content.manifest.empty()) {
    auto parts = co_await door.backend.get_parts(*input.bucket, record.content.manifest);
    if (parts.empty()) throw ContentGone();
    const bool listed = bucket->directory || parts.front().checksum.algorithm != ChecksumAlgorithm::none;
    output.object_parts = attribute_parts(std::move(parts), input, listed);
  }
  co_return output;
}

}  // namespace

Answer<ops::GetObjectAttributes> get_object_attributes(const aws::RequestContext&, S3Door& door,
                                                       GetObjectAttributesRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  if (auto refusal = check_attributes(input)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  co_return co_await read_anew([&] { return describe_attributes(door, *bucket, input); });
}

}  // namespace winterbaume::s3
