#include "services/s3/configs/configured_bucket.h"

#include "core/bytes.h"

namespace winterbaume::s3 {

asio::awaitable<Result<BucketPtr>> get_configured_bucket(const S3Door& door, NamedBucket named) {
  const bool owner_expected = named.expected_owner.has_value();
  auto bucket = co_await get_bucket(door, std::move(named.name), std::move(named.expected_owner));
  if (!bucket || !(*bucket)->directory) co_return bucket;
  if (named.directory == DirectoryBuckets::refused) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (owner_expected) co_return aws::fail(error(ErrorCode::not_implemented));
  co_return bucket;
}

asio::awaitable<Result<void>> delete_config_of(const S3Door& door, NamedBucket named, ConfigKind kind) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto deleted = co_await door.backend.delete_config((*bucket)->name, {kind, ""});
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  co_return Result<void>{};
}

std::string new_rule_id(Ids& ids) { return to_base64(ids.uuid().text()); }

}  // namespace winterbaume::s3
