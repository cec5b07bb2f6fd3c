#include "services/s3/directory/upload_prefixes.h"
#include "services/s3/objects/object_listing.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Amazon S3 API Reference, ListObjectsV2: what directory buckets do not support.
std::optional<aws::Error> check_directory_listing(const ListObjectsV2Request& input) {
  if (!input.delimiter.value_or("").empty() && *input.delimiter != "/") {
    return invalid_argument("Directory buckets support only '/' as a delimiter", "delimiter", *input.delimiter);
  }
  if (!input.prefix.value_or("").empty() && !input.prefix->ends_with('/')) {
    return invalid_argument("Directory buckets support only prefixes that end in a delimiter (/)", "prefix", *input.prefix);
  }
  if (!input.start_after.value_or("").empty()) {
    return invalid_argument("Directory buckets do not support start-after", "start-after", *input.start_after);
  }
  return std::nullopt;
}

Result<ObjectQuery> list_v2_query(const BucketRecord& bucket, const ListObjectsV2Request& input) {
  if (bucket.directory) {
    if (auto refusal = check_directory_listing(input)) return aws::fail(std::move(*refusal));
  }
  const auto max = page_size(input.max_keys, "max-keys");
  if (!max) return aws::fail(max.error());
  ObjectQuery query{.bucket = bucket.name,
                    .prefix = input.prefix.value_or(""),
                    .delimiter = input.delimiter.value_or(""),
                    .start_after = input.start_after.value_or(""),
                    .max = *max};
  // An empty token begins at the beginning; any other one wins over start-after.
  if (!input.continuation_token.value_or("").empty()) {
    auto last = parse_list_token(*input.continuation_token);
    if (!last) {
      return aws::fail(
          invalid_argument("The continuation token provided is incorrect", "continuation-token", *input.continuation_token));
    }
    query.start_after = std::move(*last);
  }
  return query;
}

}  // namespace

Answer<ops::ListObjectsV2> list_objects_v2(const aws::RequestContext& context, S3Door& door, ListObjectsV2Request input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto query = list_v2_query(**bucket, input);
  if (!query) co_return aws::fail(query.error());
  auto page = co_await door.backend.list_objects(*query);
  if (!page) co_return aws::fail(std::move(page.error()));
  if ((*bucket)->directory) {
    if (auto added = co_await add_upload_prefixes(door, *query, *page); !added) co_return aws::fail(std::move(added.error()));
  }
  const ObjectDisplay display{.bucket = **bucket,
                              .encoding = NameEncoding(input.encoding_type),
                              .now = context.now,
                              .owners = input.fetch_owner.value_or(false),
                              .restore_status = asks_restore_status(input.optional_object_attributes)};
  ListObjectsV2Output output;
  output.name = query->bucket;
  output.prefix = display.encoding(query->prefix);
  output.delimiter = display.encoding.unless_empty(query->delimiter);
  if (!(*bucket)->directory) output.start_after = display.encoding.unless_empty(input.start_after.value_or(""));
  output.max_keys = static_cast<std::int32_t>(query->max);
  output.encoding_type = std::move(input.encoding_type);
  output.continuation_token = std::move(input.continuation_token);
  output.is_truncated = page->truncated;
  if (page->truncated) output.next_continuation_token = make_list_token(page->next_key);
  output.key_count = static_cast<std::int32_t>(page->objects.size() + page->common_prefixes.size());
  output.contents.emplace().reserve(page->objects.size());
  for (auto& found : page->objects) output.contents->push_back(display.object(std::move(found)));
  output.common_prefixes = shown_prefixes(std::move(page->common_prefixes), display.encoding);
  co_return output;
}

}  // namespace winterbaume::s3
