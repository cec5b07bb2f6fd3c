#include "services/s3/acl/acl.h"

#include <algorithm>

#include "services/s3/acl/acl_grants.h"
#include "services/s3/acl/acl_permissions.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

bool has_headers(const SentAcl& sent) {
  return sent.grant_full_control || sent.grant_read || sent.grant_read_acp || sent.grant_write || sent.grant_write_acp;
}

Result<std::vector<Grant>> sent_grants(const AclSetting& setting, const SentAcl& sent) {
  if (sent.canned && has_headers(sent)) {
    return aws::fail(error(ErrorCode::invalid_request, "Specifying both Canned ACLs and Header Grants is not allowed"));
  }
  if (sent.policy && (sent.canned || has_headers(sent))) return aws::fail(error(ErrorCode::unexpected_content));
  if (sent.canned) return canned_grants(setting, *sent.canned);
  if (sent.policy) return document_grants(setting, *sent.policy);
  return header_grants(setting, sent);
}

// Whether nobody is granted anything but `owner`, and that everything.
bool is_owners_alone(const std::vector<Grant>& grants, const AccountOwner& owner) {
  return grants.size() == 1 && grants[0].permission == "FULL_CONTROL" && grants[0].grantee &&
         grants[0].grantee->id == owner.canonical_id;
}

Owner shown_owner(const AccountOwner& owner) {
  Owner shown{.id = owner.canonical_id};
  if (!owner.display_name.empty()) shown.display_name = owner.display_name;
  return shown;
}

// Where the bucket enforces its owner, only bucket-owner-full-control passes, in any form (Amazon S3 User Guide, "Controlling
// ownership of objects and disabling ACLs for your bucket"); private does not.
bool fits_enforced_owner(const SentAcl& sent, const std::vector<Grant>& grants, const AccountOwner& bucket_owner) {
  if (sent.canned) return *sent.canned == "bucket-owner-full-control";
  return is_owners_alone(grants, bucket_owner);
}

// AWS promises no order.
void put_groups_first(std::vector<Grant>& grants) {
  std::vector<Grant> others;
  std::erase_if(grants, [&](Grant& grant) {
    const bool group = grant.grantee->uri.has_value();
    if (!group) others.push_back(std::move(grant));
    return !group;
  });
  std::ranges::move(others, std::back_inserter(grants));
}

asio::awaitable<Result<bool>> blocks_public_acls(const S3Door& door, BucketPtr bucket) {
  auto block = co_await find_config<PublicAccessBlockConfiguration>(door, std::move(bucket));
  if (!block) co_return aws::fail(std::move(block.error()));
  co_return *block && (*block)->block_public_acls.value_or(false);
}

}  // namespace

asio::awaitable<Result<std::string>> make_acl(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                              std::optional<AccountOwner> object_owner, SentAcl sent) {
  if (sent.empty()) co_return std::string();
  const AclSetting setting{object_owner.value_or(bucket->owner), bucket->owner, object_owner.has_value(), door.accounts.get()};
  auto grants = sent_grants(setting, sent);
  if (!grants) co_return aws::fail(std::move(grants.error()));
  if (bucket->ownership == ObjectOwnership::bucket_owner_enforced) {
    if (fits_enforced_owner(sent, *grants, bucket->owner)) co_return std::string();
    co_return aws::fail(error(ErrorCode::access_control_list_not_supported));
  }
  if (is_owners_alone(*grants, setting.owner)) co_return std::string();
  put_groups_first(*grants);
  const AccessControlPolicy document{.grants = std::move(*grants), .owner = shown_owner(setting.owner)};
  if (context.enforced && is_public(document)) {
    auto blocked = co_await blocks_public_acls(door, bucket);
    if (!blocked) co_return aws::fail(std::move(blocked.error()));
    if (*blocked) co_return aws::fail(error(ErrorCode::access_denied));
  }
  co_return to_document(document, schemas::k_AccessControlPolicy);
}

AccessControlPolicy acl_document(const std::string& kept, const AccountOwner& owner) {
  if (!kept.empty()) return from_document<AccessControlPolicy>(kept, schemas::k_AccessControlPolicy);
  return {.grants = std::vector{canonical_grant(owner, "FULL_CONTROL")}, .owner = shown_owner(owner)};
}

std::optional<AccountOwner> object_owner(const aws::RequestContext& context, const BucketRecord& bucket, const SentAcl& sent) {
  if (bucket.ownership == ObjectOwnership::bucket_owner_enforced) return std::nullopt;
  if (bucket.ownership == ObjectOwnership::bucket_owner_preferred && sent.canned == "bucket-owner-full-control") {
    return std::nullopt;
  }
  if (context.anonymous) return AccountOwner{.account_id = "", .canonical_id = std::string(k_anonymous_canonical_id)};
  if (context.scope.account_id == bucket.owner.account_id) return std::nullopt;
  return owner_of(context);
}

}  // namespace winterbaume::s3
