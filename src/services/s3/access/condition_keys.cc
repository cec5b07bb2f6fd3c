#include "services/s3/access/condition_keys.h"

#include <algorithm>

#include "aws/query_string.h"
#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/objects/object_tags.h"

namespace winterbaume::s3 {
namespace {

// Keys that are headers of the request by the same name, after "s3:".
constexpr std::string_view k_header_keys[] = {
    "if-match",
    "if-none-match",
    "x-amz-acl",
    "x-amz-bucket-namespace",
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
    {"s3:object-lock-legal-hold", "x-amz-object-lock-legal-hold"},
    {"s3express:SessionMode", "x-amz-create-session-mode"},
};
constexpr Renamed k_query_keys[] = {
    {"s3:prefix", "prefix"},
    {"s3:delimiter", "delimiter"},
    {"s3:max-keys", "max-keys"},
};
constexpr std::string_view k_other_keys[] = {
    "s3:AccessGrantScope",
    "s3:AccessGrantsInstanceArn",
    "s3:AccessGrantsLocationScope",
    "s3:AccessPointNetworkOrigin",
    "s3:AccessPointTag",
    "s3:BucketTag",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:ExistingJobOperation",
    "s3:ExistingJobPriority",
    "s3:ExistingObjectTag",
    "s3:InventoryAccessibleOptionalFields",
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
    "s3:destinationRegion",
    "s3:isReplicationPauseRequest",
    "s3:object-lock-mode",
    "s3:object-lock-remaining-retention-days",
    "s3:object-lock-retain-until-date",
    "s3:signatureAge",
    "s3:signatureversion",
    "s3:versionid",
    "s3:x-amz-content-sha256",
};
constexpr std::string_view k_directory_keys[] = {
    "AccessPointNetworkOrigin",
    "AccessPointTag",
    "AllAccessRestrictedToLocalZoneGroup",
    "BucketTag",
    "DataAccessPointAccount",
    "DataAccessPointArn",
    "LocationName",
    "Permissions",
    "ResourceAccount",
    "TlsVersion",
    "authType",
    "signatureAge",
    "signatureversion",
    "x-amz-content-sha256",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
};

// By it policies that want conditions of writes let the other requests of an upload pass, which can carry none (Amazon S3 User
// Guide, "Enforce conditional writes on Amazon S3 buckets").
void add_creation(TextPairs& keys, std::string_view operation) {
  constexpr std::string_view k_making[] = {"PutObject", "CopyObject", "CompleteMultipartUpload"};
  constexpr std::string_view k_preparing[] = {"UploadPart", "UploadPartCopy", "CreateMultipartUpload"};
  const auto is_in = [&](const auto& operations) { return std::ranges::find(operations, operation) != std::end(operations); };
  if (is_in(k_making)) keys.emplace_back("s3:ObjectCreationOperation", "true");
  if (is_in(k_preparing)) keys.emplace_back("s3:ObjectCreationOperation", "false");
}

bool is_directory_key(std::string_view name) {
  return std::ranges::any_of(k_directory_keys, [&](std::string_view key) { return equals_ignoring_case(key, name); });
}

}  // namespace

bool is_condition_key(std::string_view key) {
  if (to_lower(key.substr(0, 4)) == "aws:") return key.size() > 4;
  const auto family = key.substr(0, key.find('/'));
  const auto named = [&](std::string_view name) { return equals_ignoring_case(name, family); };
  if (std::ranges::any_of(k_other_keys, named)) return true;
  if (std::ranges::any_of(k_renamed_headers, named, &Renamed::key)) return true;
  if (std::ranges::any_of(k_query_keys, named, &Renamed::key)) return true;
  constexpr std::string_view k_express = "s3express:";
  if (equals_ignoring_case(family.substr(0, k_express.size()), k_express)) {
    return is_directory_key(family.substr(k_express.size()));
  }
  if (to_lower(family.substr(0, 3)) != "s3:") return false;
  return std::ranges::any_of(k_header_keys, [&](std::string_view name) { return equals_ignoring_case(name, family.substr(3)); });
}

TextPairs request_keys(const aws::RequestContext& context, const http::Request& request, std::string_view operation) {
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
  if (const auto sent_tags = sent("x-amz-tagging")) {
    if (const auto tags = parse_tagging_header(*sent_tags)) add_request_tag_keys(keys, *tags);
  }
  const auto until = sent("x-amz-object-lock-retain-until-date");
  add_retention_keys(keys, sent("x-amz-object-lock-mode").value_or(""), until ? aws::parse_iso8601(*until) : std::nullopt,
                     context.now);
  add_creation(keys, operation);
  return keys;
}

void add_request_tag_keys(TextPairs& keys, const TextPairs& tags) {
  for (const auto& [key, value] : tags) {
    keys.emplace_back("s3:RequestObjectTag/" + key, value);
    keys.emplace_back("s3:RequestObjectTagKeys", key);
  }
}

void add_retention_keys(TextPairs& keys, std::string_view mode, std::optional<TimePoint> until, TimePoint now) {
  if (!mode.empty()) keys.emplace_back("s3:object-lock-mode", mode);
  if (!until) return;
  aws::append_iso8601(keys.emplace_back("s3:object-lock-retain-until-date", "").second, *until);
  // A day that has begun counts: who asks for thirty days from now asks for thirty.
  const auto days = std::chrono::ceil<std::chrono::days>(*until - now);
  keys.emplace_back("s3:object-lock-remaining-retention-days", std::to_string(days.count()));
}

void add_directory_keys(TextPairs& keys) {
  for (std::size_t i = 0, count = keys.size(); i < count; ++i) {
    if (!keys[i].first.starts_with("s3:")) continue;
    auto name = keys[i].first.substr(3);
    if (is_directory_key(name.substr(0, name.find('/')))) keys.emplace_back("s3express:" + name, keys[i].second);
  }
}

}  // namespace winterbaume::s3
