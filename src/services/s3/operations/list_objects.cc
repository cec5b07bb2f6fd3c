#include "services/s3/objects/object_listing.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Answer<ops::ListObjects> list_objects(const aws::RequestContext& context, S3Door& door, ListObjectsRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  const auto max = page_size(input.max_keys, "max-keys");
  if (!max) co_return aws::fail(max.error());
  const ObjectQuery query{.bucket = (*bucket)->name,
                          .prefix = input.prefix.value_or(""),
                          .delimiter = input.delimiter.value_or(""),
                          .start_after = input.marker.value_or(""),
                          .max = *max};
  auto page = co_await door.backend.list_objects(query);
  if (!page) co_return aws::fail(std::move(page.error()));
  const ObjectDisplay display{.bucket = **bucket,
                              .encoding = NameEncoding(input.encoding_type),
                              .now = context.now,
                              .owners = true,
                              .restore_status = asks_restore_status(input.optional_object_attributes)};
  ListObjectsOutput output;
  output.name = query.bucket;
  output.prefix = query.prefix;  // the one name that is never encoded here: botocore decodes every other
  output.marker = display.encoding(query.start_after);
  output.delimiter = display.encoding.unless_empty(query.delimiter);
  output.max_keys = static_cast<std::int32_t>(*max);
  output.encoding_type = std::move(input.encoding_type);
  output.is_truncated = page->truncated;
  // Without a delimiter the last key of the page is the next marker (Amazon S3 API Reference, ListObjects, NextMarker).
  if (page->truncated && !query.delimiter.empty()) output.next_marker = display.encoding(std::move(page->next_key));
  output.contents.emplace().reserve(page->objects.size());
  for (auto& found : page->objects) output.contents->push_back(display.object(std::move(found)));
  output.common_prefixes = shown_prefixes(std::move(page->common_prefixes), display.encoding);
  co_return output;
}

}  // namespace winterbaume::s3
