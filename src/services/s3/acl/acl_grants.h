// Grants from what was sent: canned names, x-amz-grant-* headers, documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generated/s3/types.h"
#include "services/s3/acl/acl.h"
#include "services/s3/acl/known_accounts.h"

namespace winterbaume::s3 {

// Whose ACL it is, and who may be named.
struct AclSetting {
  AccountOwner owner;  // of the object, or of the bucket
  AccountOwner bucket_owner;
  bool object = false;
  const KnownAccounts* accounts = nullptr;  // null: any well-formed canonical id is somebody's
};

Grant canonical_grant(const AccountOwner& owner, std::string permission);

// Errors as of make_acl().
aws::Result<std::vector<Grant>> canned_grants(const AclSetting& setting, std::string_view name);
aws::Result<std::vector<Grant>> header_grants(const AclSetting& setting, const SentAcl& sent);
aws::Result<std::vector<Grant>> document_grants(const AclSetting& setting, const AccessControlPolicy& document);

}  // namespace winterbaume::s3
