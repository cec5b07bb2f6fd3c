#include "services/s3/access/condition_keys.h"

#include <algorithm>

#include "aws/access_key.h"
#include "aws/query_string.h"
#include "aws/sigv4_verify.h"
#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/access/conditions.h"
#include "services/s3/objects/object_tags.h"

namespace winterbaume::s3 {
namespace {

// Keys that are headers of the request by the same name, after "s3:".
constexpr std::string_view k_header_keys[] = {
    "if-match",
    "if-none-match",
    "x-amz-acl",
    "x-amz-content-sha256",
    "x-amz-copy-source",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
    "x-amz-metadata-directive",
    "x-amz-object-ownership",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
};
struct Renamed {
  std::string_view key;
  std::string_view sent;
};
constexpr Renamed k_renamed_headers[] = {
    {"s3:object-lock-mode", "x-amz-object-lock-mode"},
    {"s3:object-lock-retain-until-date", "x-amz-object-lock-retain-until-date"},
    {"s3:object-lock-legal-hold", "x-amz-object-lock-legal-hold"},
};
constexpr Renamed k_query_keys[] = {
    {"s3:prefix", "prefix"},
    {"s3:delimiter", "delimiter"},
    {"s3:max-keys", "max-keys"},
    {"s3:VersionId", "versionId"},
    {"s3:InventoryAccessibleOptionalFields", "inventory-accessible-optional-fields"},
};
constexpr std::string_view k_other_keys[] = {
    "s3:AccessGrantsInstanceArn",
    "s3:AccessPointNetworkOrigin",
    "s3:AccessPointTag",
    "s3:BucketTag",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:ExistingJobOperation",
    "s3:ExistingJobPriority",
    "s3:ExistingObjectTag",
    "s3:JobSuspendedCause",
    "s3:LocationConstraint",
    "s3:ObjectCreationOperation",
    "s3:RequestJobOperation",
    "s3:RequestJobPriority",
    "s3:RequestObjectTag",
    "s3:RequestObjectTagKeys",
    "s3:ResourceAccount",
    "s3:TlsVersion",
    "s3:authType",
    "s3:authtype",
    "s3:destinationRegion",
    "s3:isReplicationPauseRequest",
    "s3:locationconstraint",
    "s3:object-lock-remaining-retention-days",
    "s3:signatureAge",
    "s3:signatureage",
    "s3:signatureversion",
    "s3:versionid",
};

std::string_view user_name_of(std::string_view arn) {
  const auto user = arn.find(":user/");
  return user == std::string_view::npos ? std::string_view() : arn.substr(arn.rfind('/') + 1);
}

std::string caller_type(const aws::RequestContext& context) {
  if (context.anonymous) return "Anonymous";
  if (context.principal_arn.ends_with(":root")) return "Account";
  if (context.principal_arn.find(":assumed-role/") != std::string::npos) return "AssumedRole";
  return context.principal_arn.find(":federated-user/") != std::string::npos ? "FederatedUser" : "User";
}

// aws:PrincipalArn of a session is that of its role.
std::string principal_arn(const std::string& arn) {
  constexpr std::string_view k_session = ":assumed-role/";
  const auto at = arn.find(k_session);
  if (at == std::string::npos) return arn;
  const auto name = std::string_view(arn).substr(at + k_session.size());
  auto role = arn.substr(0, at) + ":role/" + std::string(name.substr(0, name.find('/')));
  if (const auto sts = role.find(":sts:"); sts != std::string::npos) role.replace(sts, 5, ":iam:");
  return role;
}

void add_principal(TextPairs& keys, const aws::RequestContext& context) {
  keys.emplace_back("aws:PrincipalType", caller_type(context));
  if (context.anonymous) return;
  keys.emplace_back("aws:PrincipalArn", principal_arn(context.principal_arn));
  keys.emplace_back("aws:PrincipalAccount", context.scope.account_id);
  keys.emplace_back("aws:PrincipalIsAWSService", "false");
  keys.emplace_back("aws:ViaAWSService", "false");
  if (const auto name = user_name_of(context.principal_arn); !name.empty()) keys.emplace_back("aws:username", name);
  if (context.signature && context.signature->key) keys.emplace_back("aws:userid", context.signature->key->user_id);
}

std::string text_of(void (*append)(std::string&, TimePoint), TimePoint time) {
  std::string out;
  append(out, time);
  return out;
}

// How the signature came.
void add_signature_kind(TextPairs& keys, const http::Request& request) {
  const aws::QueryString query(request.query());
  const bool header = request.headers.find("Authorization").has_value();
  const bool presigned = query.find("X-Amz-Signature").has_value();
  if (!header && !presigned) return;
  keys.emplace_back("s3:authType", presigned ? "REST-QUERY-STRING" : "REST-HEADER");
  keys.emplace_back("s3:signatureversion", "AWS4-HMAC-SHA256");
}

// "20260101T000000Z"
std::optional<TimePoint> parse_amz_date(std::string_view date) {
  if (date.size() != 16) return std::nullopt;
  return aws::parse_iso8601(fmt::format("{}-{}-{}T{}:{}:{}Z", date.substr(0, 4), date.substr(4, 2), date.substr(6, 2),
                                        date.substr(9, 2), date.substr(11, 2), date.substr(13, 2)));
}

// Milliseconds since the request was signed.
void add_signature_age(TextPairs& keys, const aws::RequestContext& context) {
  if (!context.signature) return;
  const auto signed_at = parse_amz_date(context.signature->amz_date);
  if (signed_at) keys.emplace_back("s3:signatureAge", std::to_string((context.now - *signed_at).count()));
}

void add_tags(TextPairs& keys, const http::Request& request) {
  const auto header = request.headers.find("x-amz-tagging");
  if (!header) return;
  const auto tags = parse_tagging_header(*header);
  if (!tags) return;
  for (const auto& [key, value] : *tags) {
    keys.emplace_back("s3:RequestObjectTag/" + key, value);
    keys.emplace_back("s3:RequestObjectTagKeys", key);
  }
}

}  // namespace

bool is_condition_key(std::string_view key) {
  if (to_lower(key.substr(0, 4)) == "aws:") return key.size() > 4;
  const auto family = key.substr(0, key.find('/'));
  const auto named = [&](std::string_view name) { return equals_ignoring_case(name, family); };
  if (std::ranges::any_of(k_other_keys, named)) return true;
  if (std::ranges::any_of(k_renamed_headers, named, &Renamed::key)) return true;
  if (std::ranges::any_of(k_query_keys, named, &Renamed::key)) return true;
  if (to_lower(family.substr(0, 3)) != "s3:") return false;
  return std::ranges::any_of(k_header_keys, [&](std::string_view name) { return equals_ignoring_case(name, family.substr(3)); });
}

void add_caller_keys(TextPairs& keys, const aws::RequestContext& context, const BucketRecord& bucket) {
  add_principal(keys, context);
  add_signature_age(keys, context);
  keys.emplace_back("aws:CurrentTime", text_of(aws::append_iso8601, context.now));
  keys.emplace_back("aws:EpochTime", text_of(aws::append_epoch_seconds, context.now));
  keys.emplace_back("aws:RequestedRegion", bucket.region);
  keys.emplace_back("aws:ResourceAccount", bucket.owner.account_id);
  keys.emplace_back("s3:ResourceAccount", bucket.owner.account_id);
  keys.emplace_back("aws:SecureTransport", context.secure ? "true" : "false");
  if (!context.peer.empty()) keys.emplace_back("aws:SourceIp", address_of(context.peer));
  if (!context.user_agent.empty()) keys.emplace_back("aws:UserAgent", context.user_agent);
  if (!context.referer.empty()) keys.emplace_back("aws:Referer", context.referer);
}

TextPairs request_keys(const http::Request& request, std::string_view operation) {
  TextPairs keys;
  const aws::QueryString query(request.query());
  // Presigned requests carry x-amz-* headers in their query.
  const auto sent = [&](std::string_view name) -> std::optional<std::string> {
    if (auto header = request.headers.find(name)) return std::string(*header);
    return name.starts_with("x-amz-") ? query.find_decoded(name) : std::nullopt;
  };
  for (const auto name : k_header_keys) {
    if (auto value = sent(name)) keys.emplace_back("s3:" + std::string(name), std::move(*value));
  }
  for (const auto& [key, name] : k_renamed_headers) {
    if (auto value = sent(name)) keys.emplace_back(key, std::move(*value));
  }
  for (const auto& [key, name] : k_query_keys) {
    if (auto value = query.find_decoded(name)) keys.emplace_back(key, std::move(*value));
  }
  add_tags(keys, request);
  add_signature_kind(keys, request);
  if (operation == "PutObject" || operation == "CopyObject" || operation == "CompleteMultipartUpload") {
    keys.emplace_back("s3:ObjectCreationOperation", "true");
  }
  if (operation == "UploadPart" || operation == "UploadPartCopy" || operation == "CreateMultipartUpload") {
    keys.emplace_back("s3:ObjectCreationOperation", "false");
  }
  return keys;
}

}  // namespace winterbaume::s3
