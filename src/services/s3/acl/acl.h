// Access control lists: who is granted what, from canned names, x-amz-grant-* headers and documents; kept as the JSON of
// AccessControlPolicy, empty for the owner's FULL_CONTROL.
#pragma once

#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct SentAcl {
  std::optional<std::string> canned, grant_full_control, grant_read, grant_read_acp, grant_write, grant_write_acp;
  std::optional<AccessControlPolicy> policy;
  bool empty() const {
    return !canned && !grant_full_control && !grant_read && !grant_read_acp && !grant_write && !grant_write_acp && !policy;
  }
};
template <class Input>
SentAcl sent_acl(const Input& input) {
  SentAcl sent{.canned = input.acl,
               .grant_full_control = input.grant_full_control,
               .grant_read = input.grant_read,
               .grant_read_acp = input.grant_read_acp,
               .grant_write_acp = input.grant_write_acp};
  if constexpr (requires { input.grant_write; }) sent.grant_write = input.grant_write;
  if constexpr (requires { input.access_control_policy; }) sent.policy = input.access_control_policy;
  return sent;
}

// The ACL that an object or (object_owner null) a bucket gets. Empty where only the owner is granted FULL_CONTROL. Errors:
// AccessControlListNotSupported (the bucket enforces its owner), InvalidRequest (canned and grants together), InvalidArgument,
// MalformedACLError, UnresolvableGrantByEmailAddress; AccessDenied where the public access block forbids public ACLs (checked
// only with context.enforced, as nothing is enforced without).
asio::awaitable<Result<std::string>> make_acl(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                              std::optional<AccountOwner> object_owner, SentAcl sent);

// The document of a kept ACL; of an empty one the owner's FULL_CONTROL.
AccessControlPolicy acl_document(const std::string& kept, const AccountOwner& owner);

// Who owns a new object: the bucket's owner where ownership is enforced (or preferred, with bucket-owner-full-control), else the
// caller. Null stands for the bucket's owner.
std::optional<AccountOwner> object_owner(const aws::RequestContext& context, const BucketRecord& bucket, const SentAcl& sent);

}  // namespace winterbaume::s3
