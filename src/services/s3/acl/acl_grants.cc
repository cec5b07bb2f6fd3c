#include "services/s3/acl/acl_grants.h"

#include <algorithm>

#include "core/bytes.h"
#include "services/s3/acl/acl_permissions.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

using Grants = std::vector<Grant>;

// "An ACL can have up to 100 grants" (Amazon S3 User Guide, "Access control list (ACL) overview").
constexpr std::size_t k_grants_max = 100;
// Amazon EC2, which aws-exec-read lets fetch an AMI bundle.
constexpr std::string_view k_ec2_canonical_id = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";
constexpr std::string_view k_permissions[] = {"READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"};

Grant group_grant(std::string_view uri, std::string permission) {
  return {.grantee = Grantee{.type = "Group", .uri = std::string(uri)}, .permission = std::move(permission)};
}

bool is_group(std::string_view uri) { return uri == k_all_users || uri == k_authenticated_users || uri == k_log_delivery; }

bool looks_canonical(std::string_view id) {
  return id.size() == 64 && std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

aws::Result<Grantee> find_id(const AclSetting& setting, const std::string& id) {
  Grantee grantee{.id = id, .type = "CanonicalUser"};
  for (const auto* owner : {&setting.owner, &setting.bucket_owner}) {
    if (owner->canonical_id != id) continue;
    if (!owner->display_name.empty()) grantee.display_name = owner->display_name;
    return grantee;
  }
  if (setting.accounts == nullptr) {
    if (looks_canonical(id)) return grantee;
  } else if (const auto* account = setting.accounts->find_canonical(id)) {
    if (!account->display_name.empty()) grantee.display_name = account->display_name;
    return grantee;
  } else if (id == k_ec2_canonical_id) {
    return grantee;
  }
  return aws::fail(invalid_argument("Invalid id", "CanonicalUser/ID", id));
}

aws::Result<Grantee> find_uri(const std::string& uri) {
  if (!is_group(uri)) return aws::fail(invalid_argument("Invalid group uri", "Group/URI", uri));
  return Grantee{.type = "Group", .uri = uri};
}

aws::Result<Grantee> find_email(const AclSetting& setting, const std::string& email) {
  const auto* account = setting.accounts == nullptr ? nullptr : setting.accounts->find_email(email);
  if (account == nullptr) return aws::fail(error(ErrorCode::unresolvable_grant_by_email_address));
  return find_id(setting, account->canonical_id);
}

// `id="79a5…"`; the quotes are optional.
aws::Result<Grantee> header_grantee(const AclSetting& setting, std::string_view name, std::string_view text) {
  const auto equals = text.find('=');
  if (equals != std::string_view::npos) {
    const auto kind = to_lower(trim(text.substr(0, equals)));
    auto value = trim(text.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (kind == "id") return find_id(setting, std::string(value));
    if (kind == "uri") return find_uri(std::string(value));
    if (kind == "emailaddress") return find_email(setting, std::string(value));
  }
  return aws::fail(invalid_argument("Argument format not recognized", std::string(name), std::string(text)));
}

std::optional<aws::Error> add_header(const AclSetting& setting, std::string_view name, std::string_view permission,
                                     const std::optional<std::string>& header, Grants& out) {
  if (!header) return std::nullopt;
  std::string_view rest = *header;
  while (!rest.empty()) {
    const auto entry = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
    auto grantee = header_grantee(setting, name, trim(entry));
    if (!grantee) return std::move(grantee.error());
    out.push_back({.grantee = std::move(*grantee), .permission = std::string(permission)});
  }
  return std::nullopt;
}

aws::Result<Grantee> document_grantee(const AclSetting& setting, const Grantee& sent) {
  const auto type = sent.type.value_or(sent.id ? "CanonicalUser" : sent.uri ? "Group" : "AmazonCustomerByEmail");
  if (type == "CanonicalUser" && sent.id) return find_id(setting, *sent.id);
  if (type == "Group" && sent.uri) return find_uri(*sent.uri);
  if (type == "AmazonCustomerByEmail" && sent.email_address) return find_email(setting, *sent.email_address);
  return aws::fail(error(ErrorCode::malformed_acl));
}

}  // namespace

Grant canonical_grant(const AccountOwner& owner, std::string permission) {
  Grantee grantee{.id = owner.canonical_id, .type = "CanonicalUser"};
  if (!owner.display_name.empty()) grantee.display_name = owner.display_name;
  return {.grantee = std::move(grantee), .permission = std::move(permission)};
}

aws::Result<Grants> canned_grants(const AclSetting& setting, std::string_view name) {
  Grants out;
  const bool others_bucket = setting.object && setting.owner.canonical_id != setting.bucket_owner.canonical_id;
  if (name == "public-read" || name == "public-read-write") out.push_back(group_grant(k_all_users, "READ"));
  if (name == "public-read-write") out.push_back(group_grant(k_all_users, "WRITE"));
  if (name == "authenticated-read") out.push_back(group_grant(k_authenticated_users, "READ"));
  if (name == "log-delivery-write") {
    out.push_back(group_grant(k_log_delivery, "WRITE"));
    out.push_back(group_grant(k_log_delivery, "READ_ACP"));
  }
  const bool bucket_owner = name == "bucket-owner-read" || name == "bucket-owner-full-control";
  if (out.empty() && name != "private" && name != "aws-exec-read" && !bucket_owner) {
    return aws::fail(invalid_argument("", "x-amz-acl", std::string(name)));
  }
  out.push_back(canonical_grant(setting.owner, "FULL_CONTROL"));
  if (name == "aws-exec-read") {
    out.push_back({.grantee = Grantee{.id = std::string(k_ec2_canonical_id), .type = "CanonicalUser"}, .permission = "READ"});
  }
  // "If you specify this canned ACL when creating a bucket, Amazon S3 ignores it."
  if (bucket_owner && others_bucket) {
    out.push_back(canonical_grant(setting.bucket_owner, name == "bucket-owner-read" ? "READ" : "FULL_CONTROL"));
  }
  return out;
}

aws::Result<Grants> header_grants(const AclSetting& setting, const SentAcl& sent) {
  Grants out;
  const std::pair<std::string_view, const std::optional<std::string>*> headers[] = {
      {"READ", &sent.grant_read},
      {"WRITE", &sent.grant_write},
      {"READ_ACP", &sent.grant_read_acp},
      {"WRITE_ACP", &sent.grant_write_acp},
      {"FULL_CONTROL", &sent.grant_full_control},
  };
  for (const auto& [permission, header] : headers) {
    auto name = "x-amz-grant-" + to_lower(permission);
    std::ranges::replace(name, '_', '-');
    if (auto wrong = add_header(setting, name, permission, *header, out)) return aws::fail(std::move(*wrong));
  }
  if (out.size() > k_grants_max) return aws::fail(error(ErrorCode::malformed_acl));
  return out;
}

aws::Result<Grants> document_grants(const AclSetting& setting, const AccessControlPolicy& document) {
  if (!document.owner || !document.owner->id || (document.grants && document.grants->size() > k_grants_max)) {
    return aws::fail(error(ErrorCode::malformed_acl));
  }
  // Ownership does not pass on by an ACL.
  if (*document.owner->id != setting.owner.canonical_id) return aws::fail(error(ErrorCode::access_denied));
  Grants out;
  for (const auto& grant : document.grants.value_or(Grants{})) {
    const bool known = grant.permission && std::ranges::find(k_permissions, *grant.permission) != std::end(k_permissions);
    if (!grant.grantee || !known) return aws::fail(error(ErrorCode::malformed_acl));
    auto grantee = document_grantee(setting, *grant.grantee);
    if (!grantee) return aws::fail(std::move(grantee.error()));
    out.push_back({.grantee = std::move(*grantee), .permission = grant.permission});
  }
  return out;
}

}  // namespace winterbaume::s3
