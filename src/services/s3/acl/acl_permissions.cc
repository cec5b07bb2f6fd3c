#include "services/s3/acl/acl_permissions.h"

#include <algorithm>
#include <iterator>

namespace winterbaume::s3 {
namespace {

struct Row {
  std::string_view action, permission;
};
constexpr Row k_bucket_rows[] = {
    {"s3:AbortMultipartUpload", "WRITE"},
    {"s3:DeleteObject", "WRITE"},
    {"s3:GetBucketAcl", "READ_ACP"},
    {"s3:ListBucket", "READ"},
    {"s3:ListBucketVersions", "READ"},
    {"s3:ListBucketMultipartUploads", "READ"},
    {"s3:ListMultipartUploadParts", "WRITE"},
    {"s3:PutBucketAcl", "WRITE_ACP"},
    {"s3:PutObject", "WRITE"},
};
constexpr Row k_object_rows[] = {
    {"s3:GetObject", "READ"},         {"s3:GetObjectAcl", "READ_ACP"},         {"s3:GetObjectTorrent", "READ"},
    {"s3:GetObjectVersion", "READ"},  {"s3:GetObjectVersionAcl", "READ_ACP"},  {"s3:GetObjectVersionTorrent", "READ"},
    {"s3:PutObjectAcl", "WRITE_ACP"}, {"s3:PutObjectVersionAcl", "WRITE_ACP"},
};

template <std::size_t size>
std::string_view permission_of(const Row (&rows)[size], std::string_view action) {
  const auto* found = std::ranges::find(rows, action, &Row::action);
  return found == std::end(rows) ? std::string_view() : found->permission;
}

bool is_public_group(const Grant& grant) {
  return grant.grantee && (grant.grantee->uri == k_all_users || grant.grantee->uri == k_authenticated_users);
}

bool is_granted_to(const Grantee& grantee, const AclCaller& caller) {
  if (grantee.uri == k_all_users) return !caller.ignore_groups;
  if (caller.anonymous) return false;
  if (grantee.uri == k_authenticated_users) return !caller.ignore_groups;
  return !caller.canonical_id.empty() && grantee.id == caller.canonical_id;
}

}  // namespace

std::string_view bucket_permission(std::string_view action) { return permission_of(k_bucket_rows, action); }
std::string_view object_permission(std::string_view action) { return permission_of(k_object_rows, action); }

bool grants(const AccessControlPolicy& acl, std::string_view permission, const AclCaller& caller) {
  return acl.grants && std::ranges::any_of(*acl.grants, [&](const Grant& grant) {
           return grant.grantee && (grant.permission == permission || grant.permission == "FULL_CONTROL") &&
                  is_granted_to(*grant.grantee, caller);
         });
}

bool is_public(const AccessControlPolicy& acl) { return acl.grants && std::ranges::any_of(*acl.grants, is_public_group); }

}  // namespace winterbaume::s3
