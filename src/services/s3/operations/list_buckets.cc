#include "core/bytes.h"
#include "services/s3/buckets/bucket_names.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

Bucket listed_bucket(const BucketRecord& record, bool with_region) {
  Bucket bucket;
  bucket.name = record.name;
  bucket.creation_date = record.created;
  if (with_region) bucket.bucket_region = record.region;
  if (record.directory) bucket.bucket_arn = bucket_arn(record);
  return bucket;
}

aws::Error bad_token(std::string token) {
  return invalid_argument("The continuation token provided is incorrect", "continuation-token", std::move(token));
}

}  // namespace

Answer<ops::ListBuckets> list_buckets(const aws::RequestContext& context, S3Door& door, ListBucketsRequest input) {
  // "Requests made to a Regional endpoint that is different from the bucket-region parameter are not supported."
  if (input.bucket_region && *input.bucket_region != context.scope.region) {
    co_return aws::fail(invalid_argument("Argument value " + *input.bucket_region + " is not a valid value for this endpoint",
                                         "bucket-region", *input.bucket_region));
  }
  const auto owner = owner_of(context);
  const bool paged = input.max_buckets || input.continuation_token || input.prefix || input.bucket_region;
  BucketQuery query{.account_id = owner.account_id, .prefix = input.prefix.value_or(""), .max = k_buckets_per_account_max};
  if (input.max_buckets) query.max = static_cast<std::size_t>(*input.max_buckets);
  query.region = input.bucket_region.value_or("");
  if (input.continuation_token) {
    auto after = from_base64(*input.continuation_token);
    if (!after) co_return aws::fail(bad_token(*input.continuation_token));
    query.start_after = std::move(*after);
  }
  auto page = co_await door.backend.list_buckets(std::move(query));
  ListBucketsOutput output;
  output.owner = Owner{.display_name = owner.display_name.empty() ? std::optional<std::string>() : owner.display_name,
                       .id = owner.canonical_id};
  output.buckets.emplace();
  for (const auto& bucket : page.buckets) output.buckets->push_back(listed_bucket(*bucket, paged));
  if (page.truncated && !page.buckets.empty()) output.continuation_token = to_base64(page.buckets.back()->name);
  output.prefix = std::move(input.prefix);
  co_return output;
}

Answer<ops::ListDirectoryBuckets> list_directory_buckets(const aws::RequestContext& context, S3Door& door,
                                                         ListDirectoryBucketsRequest input) {
  BucketQuery query{.account_id = context.scope.account_id, .region = context.scope.region, .directory = true};
  if (input.max_directory_buckets) query.max = static_cast<std::size_t>(*input.max_directory_buckets);
  if (input.continuation_token && !input.continuation_token->empty()) {
    auto after = from_base64(*input.continuation_token);
    if (!after) co_return aws::fail(bad_token(*input.continuation_token));
    query.start_after = std::move(*after);
  }
  auto page = co_await door.backend.list_buckets(std::move(query));
  ListDirectoryBucketsOutput output;
  output.buckets.emplace();
  for (const auto& bucket : page.buckets) output.buckets->push_back(listed_bucket(*bucket, true));
  if (page.truncated && !page.buckets.empty()) output.continuation_token = to_base64(page.buckets.back()->name);
  co_return output;
}

}  // namespace winterbaume::s3
