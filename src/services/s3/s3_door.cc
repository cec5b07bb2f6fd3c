#include "services/s3/s3_door.h"

#include "aws/canonical_user.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

AccountOwner owner_of(const aws::RequestContext& context) {
  AccountOwner owner{context.scope.account_id, context.canonical_user_id, context.display_name};
  // With `--auth off` the caller is the account that its key stands for.
  if (owner.canonical_id.empty() && !context.anonymous) owner.canonical_id = aws::canonical_user_id_of(owner.account_id);
  return owner;
}

namespace {

asio::awaitable<Result<BucketPtr>> get_owned_bucket(S3Backend& backend, std::string name, std::string owner) {
  auto bucket = co_await backend.get_bucket(std::move(name));
  if (bucket && (*bucket)->owner.account_id != owner) co_return aws::fail(error(ErrorCode::access_denied));
  co_return bucket;
}

}  // namespace

asio::awaitable<Result<BucketPtr>> get_bucket(const S3Door& door, std::optional<std::string> name,
                                              std::optional<std::string> expected_owner) {
  std::string asked = name ? std::move(*name) : std::string();
  if (expected_owner) return get_owned_bucket(door.backend, std::move(asked), std::move(*expected_owner));
  return door.backend.get_bucket(std::move(asked));
}

}  // namespace winterbaume::s3
