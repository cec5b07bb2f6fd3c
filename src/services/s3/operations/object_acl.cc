#include "services/s3/acl/acl.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

AccountOwner acl_owner(const BucketRecord& bucket, const ObjectRecord& record) {
  if (bucket.ownership == ObjectOwnership::bucket_owner_enforced) return bucket.owner;
  return record.owner.value_or(bucket.owner);
}

}  // namespace

Answer<ops::GetObjectAcl> get_object_acl(const aws::RequestContext&, S3Door& door, GetObjectAclRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, (*bucket)->name, *input.key, std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  const bool enforced = (*bucket)->ownership == ObjectOwnership::bucket_owner_enforced;
  auto acl = acl_document(enforced ? std::string() : found->record.acl, acl_owner(**bucket, found->record));
  co_return GetObjectAclOutput{.owner = std::move(acl.owner), .grants = std::move(acl.grants)};
}

Answer<ops::PutObjectAcl> put_object_acl(const aws::RequestContext& context, S3Door& door, PutObjectAclRequest input) {
  const auto sent = sent_acl(input);
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (sent.empty()) co_return aws::fail(error(ErrorCode::missing_security_header));
  while (true) {
    auto found = co_await find_readable(door, (*bucket)->name, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    auto acl = co_await make_acl(context, door, *bucket, acl_owner(**bucket, found->record), sent);
    if (!acl) co_return aws::fail(std::move(acl.error()));
    found->record.acl = std::move(*acl);
    auto updated = co_await door.backend.update_object((*bucket)->name, *found);
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (!*updated) continue;
    co_await announce(context, door, *bucket, {"s3:ObjectAcl:Put", std::move(*found)});
    co_return PutObjectAclOutput{};
  }
}

}  // namespace winterbaume::s3
