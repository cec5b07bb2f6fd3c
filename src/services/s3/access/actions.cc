#include "services/s3/access/actions.h"

#include <algorithm>
#include <iterator>

#include "services/s3/access/wildcards.h"

namespace winterbaume::s3 {
namespace {

using enum ActionScope;
using enum Asker;

// By operation.
constexpr OperationAction k_operations[] = {
    {"AbortMultipartUpload", object, "s3:AbortMultipartUpload"},
    {"CompleteMultipartUpload", object, "s3:PutObject"},
    {"CopyObject", object, "s3:PutObject"},
    {"CreateBucket", account, "s3:CreateBucket"},
    {"CreateBucketMetadataConfiguration", bucket, "s3:CreateBucketMetadataTableConfiguration"},
    {"CreateBucketMetadataTableConfiguration", bucket, "s3:CreateBucketMetadataTableConfiguration"},
    {"CreateMultipartUpload", object, "s3:PutObject"},
    {"CreateSession", bucket, "s3express:CreateSession"},
    {"DeleteBucket", bucket, "s3:DeleteBucket"},
    {"DeleteBucketAnalyticsConfiguration", bucket, "s3:PutAnalyticsConfiguration"},
    {"DeleteBucketCors", bucket, "s3:PutBucketCORS"},
    {"DeleteBucketEncryption", bucket, "s3:PutEncryptionConfiguration"},
    {"DeleteBucketIntelligentTieringConfiguration", bucket, "s3:PutIntelligentTieringConfiguration"},
    {"DeleteBucketInventoryConfiguration", bucket, "s3:PutInventoryConfiguration"},
    {"DeleteBucketLifecycle", bucket, "s3:PutLifecycleConfiguration"},
    {"DeleteBucketMetadataConfiguration", bucket, "s3:DeleteBucketMetadataTableConfiguration"},
    {"DeleteBucketMetadataTableConfiguration", bucket, "s3:DeleteBucketMetadataTableConfiguration"},
    {"DeleteBucketMetricsConfiguration", bucket, "s3:PutMetricsConfiguration"},
    {"DeleteBucketOwnershipControls", bucket, "s3:PutBucketOwnershipControls"},
    {"DeleteBucketPolicy", bucket, "s3:DeleteBucketPolicy"},
    {"DeleteBucketReplication", bucket, "s3:PutReplicationConfiguration"},
    {"DeleteBucketTagging", bucket, "s3:PutBucketTagging"},
    {"DeleteBucketWebsite", bucket, "s3:DeleteBucketWebsite"},
    {"DeleteObject", object, "s3:DeleteObject", "s3:DeleteObjectVersion"},
    {"DeleteObjectAnnotation", object, "s3:DeleteObjectAnnotation", "s3:DeleteObjectVersionAnnotation"},
    {"DeleteObjectTagging", object, "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"},
    {"DeleteObjects", object, "s3:DeleteObject", {}, handler},
    {"DeletePublicAccessBlock", bucket, "s3:PutBucketPublicAccessBlock"},
    {"GetBucketAbac", bucket, "s3:GetBucketAbac"},
    {"GetBucketAccelerateConfiguration", bucket, "s3:GetAccelerateConfiguration"},
    {"GetBucketAcl", bucket, "s3:GetBucketAcl"},
    {"GetBucketAnalyticsConfiguration", bucket, "s3:GetAnalyticsConfiguration"},
    {"GetBucketCors", bucket, "s3:GetBucketCORS"},
    {"GetBucketEncryption", bucket, "s3:GetEncryptionConfiguration"},
    {"GetBucketIntelligentTieringConfiguration", bucket, "s3:GetIntelligentTieringConfiguration"},
    {"GetBucketInventoryConfiguration", bucket, "s3:GetInventoryConfiguration"},
    {"GetBucketLifecycle", bucket, "s3:GetLifecycleConfiguration"},
    {"GetBucketLifecycleConfiguration", bucket, "s3:GetLifecycleConfiguration"},
    {"GetBucketLocation", bucket, "s3:GetBucketLocation"},
    {"GetBucketLogging", bucket, "s3:GetBucketLogging"},
    {"GetBucketMetadataConfiguration", bucket, "s3:GetBucketMetadataTableConfiguration"},
    {"GetBucketMetadataTableConfiguration", bucket, "s3:GetBucketMetadataTableConfiguration"},
    {"GetBucketMetricsConfiguration", bucket, "s3:GetMetricsConfiguration"},
    {"GetBucketNotification", bucket, "s3:GetBucketNotification"},
    {"GetBucketNotificationConfiguration", bucket, "s3:GetBucketNotification"},
    {"GetBucketOwnershipControls", bucket, "s3:GetBucketOwnershipControls"},
    {"GetBucketPolicy", bucket, "s3:GetBucketPolicy"},
    {"GetBucketPolicyStatus", bucket, "s3:GetBucketPolicyStatus"},
    {"GetBucketReplication", bucket, "s3:GetReplicationConfiguration"},
    {"GetBucketRequestPayment", bucket, "s3:GetBucketRequestPayment"},
    {"GetBucketTagging", bucket, "s3:GetBucketTagging"},
    {"GetBucketVersioning", bucket, "s3:GetBucketVersioning"},
    {"GetBucketWebsite", bucket, "s3:GetBucketWebsite"},
    {"GetObject", object, "s3:GetObject", "s3:GetObjectVersion"},
    {"GetObjectAcl", object, "s3:GetObjectAcl", "s3:GetObjectVersionAcl"},
    {"GetObjectAnnotation", object, "s3:GetObjectAnnotation", "s3:GetObjectVersionAnnotation"},
    {"GetObjectAttributes", object, "s3:GetObject", "s3:GetObjectVersion"},
    {"GetObjectLegalHold", object, "s3:GetObjectLegalHold"},
    {"GetObjectLockConfiguration", bucket, "s3:GetBucketObjectLockConfiguration"},
    {"GetObjectRetention", object, "s3:GetObjectRetention"},
    {"GetObjectTagging", object, "s3:GetObjectTagging", "s3:GetObjectVersionTagging"},
    {"GetObjectTorrent", object, "s3:GetObjectTorrent", "s3:GetObjectVersionTorrent"},
    {"GetPublicAccessBlock", bucket, "s3:GetBucketPublicAccessBlock"},
    {"HeadBucket", bucket, "s3:ListBucket"},
    {"HeadObject", object, "s3:GetObject", "s3:GetObjectVersion"},
    {"ListBucketAnalyticsConfigurations", bucket, "s3:GetAnalyticsConfiguration"},
    {"ListBucketIntelligentTieringConfigurations", bucket, "s3:GetIntelligentTieringConfiguration"},
    {"ListBucketInventoryConfigurations", bucket, "s3:GetInventoryConfiguration"},
    {"ListBucketMetricsConfigurations", bucket, "s3:GetMetricsConfiguration"},
    {"ListBuckets", account, "s3:ListAllMyBuckets"},
    {"ListDirectoryBuckets", account, "s3express:ListAllMyDirectoryBuckets"},
    {"ListMultipartUploads", bucket, "s3:ListBucketMultipartUploads"},
    {"ListObjectAnnotations", object, "s3:ListObjectAnnotations", "s3:ListObjectVersionAnnotations"},
    {"ListObjectVersions", bucket, "s3:ListBucketVersions"},
    {"ListObjects", bucket, "s3:ListBucket"},
    {"ListObjectsV2", bucket, "s3:ListBucket"},
    {"ListParts", object, "s3:ListMultipartUploadParts"},
    {"PutBucketAbac", bucket, "s3:PutBucketAbac"},
    {"PutBucketAccelerateConfiguration", bucket, "s3:PutAccelerateConfiguration"},
    {"PutBucketAcl", bucket, "s3:PutBucketAcl"},
    {"PutBucketAnalyticsConfiguration", bucket, "s3:PutAnalyticsConfiguration"},
    {"PutBucketCors", bucket, "s3:PutBucketCORS"},
    {"PutBucketEncryption", bucket, "s3:PutEncryptionConfiguration"},
    {"PutBucketIntelligentTieringConfiguration", bucket, "s3:PutIntelligentTieringConfiguration"},
    {"PutBucketInventoryConfiguration", bucket, "s3:PutInventoryConfiguration", {}, handler},
    {"PutBucketLifecycle", bucket, "s3:PutLifecycleConfiguration"},
    {"PutBucketLifecycleConfiguration", bucket, "s3:PutLifecycleConfiguration"},
    {"PutBucketLogging", bucket, "s3:PutBucketLogging"},
    {"PutBucketMetricsConfiguration", bucket, "s3:PutMetricsConfiguration"},
    {"PutBucketNotification", bucket, "s3:PutBucketNotification"},
    {"PutBucketNotificationConfiguration", bucket, "s3:PutBucketNotification"},
    {"PutBucketOwnershipControls", bucket, "s3:PutBucketOwnershipControls"},
    {"PutBucketPolicy", bucket, "s3:PutBucketPolicy"},
    {"PutBucketReplication", bucket, "s3:PutReplicationConfiguration"},
    {"PutBucketRequestPayment", bucket, "s3:PutBucketRequestPayment"},
    {"PutBucketTagging", bucket, "s3:PutBucketTagging"},
    {"PutBucketVersioning", bucket, "s3:PutBucketVersioning"},
    {"PutBucketWebsite", bucket, "s3:PutBucketWebsite"},
    {"PutObject", object, "s3:PutObject"},
    {"PutObjectAcl", object, "s3:PutObjectAcl", "s3:PutObjectVersionAcl"},
    {"PutObjectAnnotation", object, "s3:PutObjectAnnotation", "s3:PutObjectVersionAnnotation"},
    {"PutObjectLegalHold", object, "s3:PutObjectLegalHold", {}, handler},
    {"PutObjectLockConfiguration", bucket, "s3:PutBucketObjectLockConfiguration"},
    {"PutObjectRetention", object, "s3:PutObjectRetention", {}, handler},
    {"PutObjectTagging", object, "s3:PutObjectTagging", "s3:PutObjectVersionTagging", handler},
    {"PutPublicAccessBlock", bucket, "s3:PutBucketPublicAccessBlock"},
    {"RenameObject", object, "s3express:CreateSession"},
    {"RestoreObject", object, "s3:RestoreObject"},
    {"SelectObjectContent", object, "s3:GetObject"},
    {"UpdateBucketMetadataAnnotationTableConfiguration", bucket, "s3:UpdateBucketMetadataAnnotationTableConfiguration"},
    {"UpdateBucketMetadataInventoryTableConfiguration", bucket, "s3:UpdateBucketMetadataInventoryTableConfiguration"},
    {"UpdateBucketMetadataJournalTableConfiguration", bucket, "s3:UpdateBucketMetadataJournalTableConfiguration"},
    {"UpdateObjectEncryption", object, "s3:UpdateObjectEncryption", {}, handler},
    {"UploadPart", object, "s3:PutObject"},
    {"UploadPartCopy", object, "s3:PutObject"},
    {"WriteGetObjectResponse", account, "s3-object-lambda:WriteGetObjectResponse"},
};

// Actions that no operation needs by itself.
constexpr OperationAction k_others[] = {
    {{}, object, "s3:BypassGovernanceRetention"},
    {{}, object, "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"},
    {{}, object, "s3:GetObjectVersionForReplication"},
    {{}, object, "s3:InitiateReplication"},
    {{}, object, "s3:ObjectOwnerOverrideToBucketOwner"},
    {{}, object, "s3:PauseReplication"},
    {{}, object, "s3:ReplicateDelete"},
    {{}, object, "s3:ReplicateObject"},
    {{}, object, "s3:ReplicateTags"},
    {{}, bucket, "s3:ListTagsForResource"},
    {{}, bucket, "s3:TagResource"},
    {{}, bucket, "s3:UntagResource"},
    {{}, bucket, "s3express:DeleteBucket"},
    {{}, bucket, "s3express:DeleteBucketPolicy"},
    {{}, bucket, "s3express:GetBucketPolicy"},
    {{}, bucket, "s3express:GetEncryptionConfiguration"},
    {{}, bucket, "s3express:GetLifecycleConfiguration"},
    {{}, bucket, "s3express:PutBucketPolicy"},
    {{}, bucket, "s3express:PutEncryptionConfiguration"},
    {{}, bucket, "s3express:PutLifecycleConfiguration"},
};

template <class Pick>
bool any_action(std::string_view pattern, Pick pick) {
  const auto fits = [&](const OperationAction& row) {
    return pick(row) && (wildcard_match(pattern, row.action, true) ||
                         (!row.version_action.empty() && wildcard_match(pattern, row.version_action, true)));
  };
  return std::ranges::any_of(k_operations, fits) || std::ranges::any_of(k_others, fits);
}

}  // namespace

const OperationAction* find_operation_action(std::string_view operation) {
  const auto* found = std::ranges::lower_bound(k_operations, operation, {}, &OperationAction::operation);
  return found != std::end(k_operations) && found->operation == operation ? found : nullptr;
}

bool is_known_action(std::string_view pattern) {
  return any_action(pattern, [](const OperationAction&) { return true; });
}

bool applies_to(std::string_view pattern, ActionScope scope) {
  // What names no bucket is fit for any resource.
  return any_action(pattern, [scope](const OperationAction& row) { return row.scope == scope || row.scope == account; });
}

// Amazon S3 User Guide, "IAM for S3 Express One Zone": Zonal operations are authorized by CreateSession, Regional ones by
// permissions of their own.
std::string_view directory_action(std::string_view action) {
  constexpr std::string_view k_s3 = "s3:", k_express = "s3express:", k_session = "s3express:CreateSession";
  if (!action.starts_with(k_s3)) return action;
  const auto name = action.substr(k_s3.size());
  const auto* own = std::ranges::find_if(k_others, [&](const OperationAction& row) {
    return row.action.starts_with(k_express) && row.action.substr(k_express.size()) == name;
  });
  if (own != std::end(k_others)) return own->action;
  const bool keys = action == "s3:ListBucket" || action == "s3:ListBucketMultipartUploads";
  return keys || applies_to(action, object) ? k_session : action;
}

}  // namespace winterbaume::s3
