#include "services/s3/objects/object_listing.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

Result<ObjectQuery> list_versions_query(const BucketRecord& bucket, const ListObjectVersionsRequest& input) {
  const auto max = page_size(input.max_keys, "max-keys");
  if (!max) return aws::fail(max.error());
  ObjectQuery query{.bucket = bucket.name,
                    .prefix = input.prefix.value_or(""),
                    .delimiter = input.delimiter.value_or(""),
                    .start_after = input.key_marker.value_or(""),
                    .version_marker = input.version_id_marker.value_or(""),
                    .max = *max};
  if (query.start_after.empty() && !query.version_marker.empty()) {
    return aws::fail(invalid_argument("A version-id marker cannot be specified without a key marker.", "version-id-marker",
                                      query.version_marker));
  }
  if (!query.start_after.empty() && input.version_id_marker == "") {
    return aws::fail(invalid_argument("A version-id marker cannot be empty.", "version-id-marker", ""));
  }
  return query;
}

}  // namespace

Answer<ops::ListObjectVersions> list_object_versions(const aws::RequestContext& context, S3Door& door,
                                                     ListObjectVersionsRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  const auto query = list_versions_query(**bucket, input);
  if (!query) co_return aws::fail(query.error());
  auto page = co_await door.backend.list_versions(*query);
  if (!page) co_return aws::fail(std::move(page.error()));
  const ObjectDisplay display{.bucket = **bucket,
                              .encoding = NameEncoding(input.encoding_type),
                              .now = context.now,
                              .owners = true,
                              .restore_status = asks_restore_status(input.optional_object_attributes)};
  ListObjectVersionsOutput output;
  output.name = query->bucket;
  output.prefix = display.encoding(query->prefix);
  output.key_marker = display.encoding(query->start_after);
  output.version_id_marker = query->version_marker;
  output.delimiter = display.encoding.unless_empty(query->delimiter);
  output.max_keys = static_cast<std::int32_t>(query->max);
  output.encoding_type = std::move(input.encoding_type);
  output.is_truncated = page->truncated;
  if (page->truncated) {
    output.next_key_marker = display.encoding(std::move(page->next_key));
    if (!page->next_version_id.empty()) output.next_version_id_marker = std::move(page->next_version_id);
  }
  output.versions.emplace();
  output.delete_markers.emplace();
  for (auto& found : page->objects) {
    if (found.record.delete_marker) {
      output.delete_markers->push_back(display.marker(std::move(found)));
    } else {
      output.versions->push_back(display.version(std::move(found)));
    }
  }
  output.common_prefixes = shown_prefixes(std::move(page->common_prefixes), display.encoding);
  co_return output;
}

}  // namespace winterbaume::s3
