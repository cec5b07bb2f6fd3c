#include "services/s3/access/authorize.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/objects/object_tags.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

struct RetaggedObject {
  std::optional<std::string> version_id;  // as shown
};

// Replaces all tags of a version: of the latest where none is named.
asio::awaitable<Result<RetaggedObject>> replace_object_tags(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                            std::string key, std::optional<std::string> version_id,
                                                            TextPairs tags, std::string_view event) {
  while (true) {
    auto found = co_await find_readable(door, bucket->name, key, version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    found->record.tags = tags;
    auto updated = co_await door.backend.update_object(bucket->name, *found);
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (!*updated) continue;
    RetaggedObject retagged{shown_version_id(*bucket, found->record)};
    co_await announce(context, door, bucket, {event, std::move(*found)});
    co_return retagged;
  }
}

// Directory buckets have no tags on objects (Amazon S3 API Reference, PutObjectTagging).
asio::awaitable<Result<BucketPtr>> get_taggable_bucket(const S3Door& door, std::optional<std::string> name,
                                                       std::optional<std::string> expected_owner) {
  auto bucket = co_await get_bucket(door, std::move(name), std::move(expected_owner));
  if (bucket && (*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  co_return bucket;
}

// Policies may ask for the tags, which are in the request's document.
asio::awaitable<Result<void>> authorize_tagging(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                const PutObjectTaggingRequest& input) {
  if (!context.enforced) co_return Result<void>{};
  AccessRequest asked{.action = input.version_id ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging",
                      .bucket = std::move(bucket),
                      .key = *input.key,
                      .version_id = input.version_id};
  add_request_tag_keys(asked.conditions, to_pairs(*input.tagging->tag_set));
  co_return co_await authorize(context, door, std::move(asked));
}

}  // namespace

Answer<ops::PutObjectTagging> put_object_tagging(const aws::RequestContext& context, S3Door& door,
                                                 PutObjectTaggingRequest input) {
  auto bucket = co_await get_taggable_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!input.tagging || !input.tagging->tag_set) co_return aws::fail(error(ErrorCode::malformed_xml));
  if (auto wrong = check_tags(*input.tagging->tag_set, TagRules::object())) co_return aws::fail(std::move(*wrong));
  auto allowed = co_await authorize_tagging(context, door, *bucket, input);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  auto retagged = co_await replace_object_tags(context, door, *bucket, *input.key, std::move(input.version_id),
                                               to_pairs(*input.tagging->tag_set), "s3:ObjectTagging:Put");
  if (!retagged) co_return aws::fail(std::move(retagged.error()));
  co_return PutObjectTaggingOutput{.version_id = std::move(retagged->version_id)};
}

Answer<ops::GetObjectTagging> get_object_tagging(const aws::RequestContext&, S3Door& door, GetObjectTaggingRequest input) {
  auto bucket = co_await get_taggable_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, (*bucket)->name, *input.key, std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetObjectTaggingOutput{.version_id = shown_version_id(**bucket, found->record),
                                   .tag_set = to_tags(found->record.tags)};
}

Answer<ops::DeleteObjectTagging> delete_object_tagging(const aws::RequestContext& context, S3Door& door,
                                                       DeleteObjectTaggingRequest input) {
  auto bucket = co_await get_taggable_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto retagged = co_await replace_object_tags(context, door, *bucket, *input.key, std::move(input.version_id), {},
                                               "s3:ObjectTagging:Delete");
  if (!retagged) co_return aws::fail(std::move(retagged.error()));
  co_return DeleteObjectTaggingOutput{.version_id = std::move(retagged->version_id)};
}

}  // namespace winterbaume::s3
