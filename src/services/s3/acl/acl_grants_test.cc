#include "services/s3/acl/acl_grants.h"

#include <gtest/gtest.h>

#include "services/s3/acl/acl_permissions.h"

namespace winterbaume::s3 {
namespace {

const KnownAccounts k_accounts({{"1", "owner", "O", ""}, {"2", "other", "T", "t@example.com"}});
const AclSetting k_bucket{{"1", "owner", "O"}, {"1", "owner", "O"}, false, &k_accounts};
const AclSetting k_others_object{{"2", "other", "T"}, {"1", "owner", "O"}, true, &k_accounts};

// "READ AllUsers, FULL_CONTROL owner", or the error's code.
std::string shown(const aws::Result<std::vector<Grant>>& grants) {
  if (!grants) return std::string(grants.error().shape->code);
  std::string out;
  for (const auto& grant : *grants) {
    if (!out.empty()) out += ", ";
    const auto& who = *grant.grantee;
    out += *grant.permission + " " + (who.uri ? who.uri->substr(who.uri->rfind('/') + 1) : who.id->substr(0, 5));
  }
  return out;
}

TEST(AclGrants, CannedNames) {
  EXPECT_EQ(shown(canned_grants(k_bucket, "private")), "FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_bucket, "public-read-write")), "READ AllUsers, WRITE AllUsers, FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_bucket, "authenticated-read")), "READ AuthenticatedUsers, FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_bucket, "log-delivery-write")), "WRITE LogDelivery, READ_ACP LogDelivery, FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_bucket, "bucket-owner-read")), "FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_others_object, "bucket-owner-read")), "FULL_CONTROL other, READ owner");
  EXPECT_EQ(shown(canned_grants(k_others_object, "bucket-owner-full-control")), "FULL_CONTROL other, FULL_CONTROL owner");
  EXPECT_EQ(shown(canned_grants(k_bucket, "everything")), "InvalidArgument");
}

TEST(AclGrants, Headers) {
  const auto read = [](std::string header) { return shown(header_grants(k_bucket, {.grant_read = std::move(header)})); };
  EXPECT_EQ(read("id=other, uri=\"" + std::string(k_all_users) + "\""), "READ other, READ AllUsers");
  EXPECT_EQ(read("emailAddress=T@example.com"), "READ other");
  EXPECT_EQ(read("emailAddress=x@example.com"), "UnresolvableGrantByEmailAddress");
  EXPECT_EQ(read("id=stranger"), "InvalidArgument");
  EXPECT_EQ(read("other"), "InvalidArgument");
}

TEST(AclGrants, Documents) {
  const auto read = [](std::string owner, Grant grant) {
    return shown(document_grants(k_bucket, {.grants = std::vector{std::move(grant)}, .owner = Owner{.id = std::move(owner)}}));
  };
  const Grantee other{.id = "other", .type = "CanonicalUser"};
  EXPECT_EQ(read("owner", {other, "WRITE_ACP"}), "WRITE_ACP other");
  EXPECT_EQ(read("other", {other, "READ"}), "AccessDenied");
  EXPECT_EQ(read("owner", {other, "FLY"}), "MalformedACLError");
  EXPECT_EQ(read("owner", {Grantee{.type = "Group"}, "READ"}), "MalformedACLError");
  EXPECT_EQ(shown(document_grants(k_bucket, {})), "MalformedACLError");
}

TEST(AclPermissions, GrantsReachWhoTheyName) {
  const AccessControlPolicy acl{
      .grants = *header_grants(k_bucket, {.grant_full_control = "id=other", .grant_read = "uri=" + std::string(k_all_users)})};
  EXPECT_TRUE(grants(acl, "READ", {.anonymous = true}));
  EXPECT_FALSE(grants(acl, "READ", {.anonymous = true, .ignore_groups = true}));
  EXPECT_FALSE(grants(acl, "WRITE", {.anonymous = true}));
  EXPECT_TRUE(grants(acl, "WRITE_ACP", {.canonical_id = "other", .ignore_groups = true}));
  EXPECT_TRUE(is_public(acl));
  EXPECT_EQ(bucket_permission("s3:ListBucketVersions"), "READ");
  EXPECT_EQ(object_permission("s3:GetObjectVersion"), "READ");
  EXPECT_EQ(bucket_permission("s3:PutBucketPolicy"), "");
}

}  // namespace
}  // namespace winterbaume::s3
