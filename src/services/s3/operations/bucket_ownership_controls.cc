#include <algorithm>

#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/ownership.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

// With BucketOwnerEnforced the bucket's ACL must grant nobody else anything (User Guide, "Prerequisites for disabling ACLs").
asio::awaitable<Result<void>> check_acl_allows(const S3Door& door, BucketPtr bucket, ObjectOwnership wanted) {
  if (wanted != ObjectOwnership::bucket_owner_enforced) co_return Result<void>{};
  if (!bucket->has(ConfigKind::acl)) co_return Result<void>{};
  auto json = co_await door.backend.find_config(bucket->name, {ConfigKind::acl, ""});
  if (!json) co_return aws::fail(std::move(json.error()));
  if (!*json || (*json)->empty()) co_return Result<void>{};
  const auto acl = from_document<AccessControlPolicy>(**json, schemas::k_AccessControlPolicy);
  if (grants_only_to(acl, bucket->owner)) co_return Result<void>{};
  co_return aws::fail(error(ErrorCode::invalid_bucket_acl_with_object_ownership, {}, {.bucket_name = bucket->name}));
}

// Changes the record until no other change gets between.
asio::awaitable<Result<void>> set_ownership(const S3Door& door, NamedBucket named, std::optional<ObjectOwnership> wanted) {
  while (true) {
    auto bucket = co_await get_configured_bucket(door, named);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    auto allowed = co_await check_acl_allows(door, *bucket, wanted.value_or(ObjectOwnership::object_writer));
    if (!allowed) co_return allowed;
    auto record = **bucket;
    record.ownership_set = wanted.has_value();
    record.ownership = wanted.value_or(ObjectOwnership::object_writer);
    auto updated = co_await door.backend.update_bucket(std::move(record));
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (*updated) co_return Result<void>{};
  }
}

}  // namespace

Answer<ops::GetBucketOwnershipControls> get_bucket_ownership_controls(const aws::RequestContext&, S3Door& door,
                                                                      GetBucketOwnershipControlsRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!(*bucket)->ownership_set) {
    co_return aws::fail(error(ErrorCode::ownership_controls_not_found, {}, {.bucket_name = (*bucket)->name}));
  }
  GetBucketOwnershipControlsOutput output;
  output.ownership_controls.emplace().rules.emplace().push_back(
      {.object_ownership = std::string(ownership_name((*bucket)->ownership))});
  co_return output;
}

Answer<ops::PutBucketOwnershipControls> put_bucket_ownership_controls(const aws::RequestContext&, S3Door& door,
                                                                      PutBucketOwnershipControlsRequest input) {
  const auto& rules = *input.ownership_controls->rules;
  if (rules.size() != 1) co_return aws::fail(error(ErrorCode::malformed_xml));
  const auto wanted = parse_ownership(*rules.front().object_ownership);
  if (!wanted) co_return aws::fail(error(ErrorCode::malformed_xml));
  co_return done<ops::PutBucketOwnershipControls>(co_await set_ownership(door, named(input), wanted));
}

Answer<ops::DeleteBucketOwnershipControls> delete_bucket_ownership_controls(const aws::RequestContext&, S3Door& door,
                                                                            DeleteBucketOwnershipControlsRequest input) {
  co_return done<ops::DeleteBucketOwnershipControls>(co_await set_ownership(door, named(input), std::nullopt));
}

}  // namespace winterbaume::s3
