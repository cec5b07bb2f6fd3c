#include "services/s3/configs/configured_bucket.h"
#include "services/s3/objects/object_tags.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

// User Guide, "Enabling ABAC in general purpose buckets": from then on tags change through TagResource and UntagResource alone,
// which are not operations of this service.
asio::awaitable<Result<void>> check_tags_may_change(const S3Door& door, NamedBucket named) {
  auto abac = co_await find_config_of<AbacStatus>(door, std::move(named));
  if (!abac) co_return aws::fail(std::move(abac.error()));
  if (!*abac || (*abac)->status != "Enabled") co_return Result<void>{};
  co_return aws::fail(error(ErrorCode::invalid_request,
                            "ABAC is enabled for this bucket. Use TagResource and UntagResource to manage its tags."));
}

}  // namespace

Answer<ops::GetBucketTagging> get_bucket_tagging(const aws::RequestContext&, S3Door& door, GetBucketTaggingRequest input) {
  auto tagging = co_await require_config_of<Tagging>(door, named(input), ErrorCode::no_such_tag_set);
  if (!tagging) co_return aws::fail(std::move(tagging.error()));
  co_return GetBucketTaggingOutput{.tag_set = std::move(tagging->tag_set)};
}

Answer<ops::PutBucketTagging> put_bucket_tagging(const aws::RequestContext&, S3Door& door, PutBucketTaggingRequest input) {
  if (auto wrong = check_tags(*input.tagging->tag_set, TagRules::bucket())) co_return aws::fail(std::move(*wrong));
  if (auto may = co_await check_tags_may_change(door, named(input)); !may) co_return aws::fail(std::move(may.error()));
  if (input.tagging->tag_set->empty()) {
    co_return done<ops::PutBucketTagging>(co_await delete_config_of(door, named(input), ConfigKind::tagging));
  }
  co_return done<ops::PutBucketTagging>(co_await put_config_of(door, named(input), std::move(*input.tagging)));
}

Answer<ops::DeleteBucketTagging> delete_bucket_tagging(const aws::RequestContext&, S3Door& door,
                                                       DeleteBucketTaggingRequest input) {
  if (auto may = co_await check_tags_may_change(door, named(input)); !may) co_return aws::fail(std::move(may.error()));
  co_return done<ops::DeleteBucketTagging>(co_await delete_config_of(door, named(input), ConfigKind::tagging));
}

}  // namespace winterbaume::s3
