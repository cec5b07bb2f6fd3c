// What grants of an ACL allow (Amazon S3 User Guide, "Access control list (ACL) overview": mapping of ACL permissions).
#pragma once

#include <string_view>

#include "generated/s3/types.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

inline constexpr std::string_view k_all_users = "http://acs.amazonaws.com/groups/global/AllUsers";
inline constexpr std::string_view k_authenticated_users = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
inline constexpr std::string_view k_log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
// Who owns what an unsigned request makes.
inline constexpr std::string_view k_anonymous_canonical_id = "65a011a29cdf8ec533ec3d1ccaae921c";

struct AclCaller {
  bool anonymous = false;
  std::string canonical_id;
  bool ignore_groups = false;  // the public access block ignores grants to everyone
};

// READ, WRITE, READ_ACP or WRITE_ACP: what the action needs of the bucket's ACL and of the object's. Empty: no ACL gives it.
std::string_view bucket_permission(std::string_view action);
std::string_view object_permission(std::string_view action);

bool grants(const AccessControlPolicy& acl, std::string_view permission, const AclCaller& caller);

// Whether one of its grants is everyone's, or every signed caller's.
bool is_public(const AccessControlPolicy& acl);

}  // namespace winterbaume::s3
