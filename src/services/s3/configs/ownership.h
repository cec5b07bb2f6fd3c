// Object Ownership's names, and what a bucket's ACL must be for ACLs to be disabled.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "generated/s3/types.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

inline std::string_view ownership_name(ObjectOwnership ownership) {
  switch (ownership) {
    case ObjectOwnership::bucket_owner_preferred:
      return "BucketOwnerPreferred";
    case ObjectOwnership::object_writer:
      return "ObjectWriter";
    case ObjectOwnership::bucket_owner_enforced:
      break;
  }
  return "BucketOwnerEnforced";
}

inline std::optional<ObjectOwnership> parse_ownership(std::string_view name) {
  for (auto each :
       {ObjectOwnership::bucket_owner_enforced, ObjectOwnership::bucket_owner_preferred, ObjectOwnership::object_writer}) {
    if (ownership_name(each) == name) return each;
  }
  return std::nullopt;
}

inline bool grants_only_to(const AccessControlPolicy& acl, const AccountOwner& owner) {
  return !acl.grants || std::ranges::all_of(*acl.grants, [&](const Grant& grant) {
    return grant.grantee && grant.grantee->id == owner.canonical_id;
  });
}

inline bool is_public(const AccessControlPolicy& acl) {
  return acl.grants && std::ranges::any_of(*acl.grants, [](const Grant& grant) {
           return grant.grantee && (grant.grantee->uri == "http://acs.amazonaws.com/groups/global/AllUsers" ||
                                    grant.grantee->uri == "http://acs.amazonaws.com/groups/global/AuthenticatedUsers");
         });
}

}  // namespace winterbaume::s3
