#include "services/s3/handlers.h"

#include "aws/dispatch.h"
#include "services/s3/access/gate.h"
#include "services/s3/buckets/document_integrity.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

constexpr auto k_handlers = aws::handlers<S3Door>(
    aws::on<ops::AbortMultipartUpload, &abort_multipart_upload>(),
    aws::on<ops::CompleteMultipartUpload, &complete_multipart_upload>(), aws::on<ops::CopyObject, &copy_object>(),
    aws::on<ops::CreateBucket, &create_bucket>(),
    aws::on<ops::CreateBucketMetadataConfiguration, &create_bucket_metadata_configuration>(),
    aws::on<ops::CreateBucketMetadataTableConfiguration, &create_bucket_metadata_table_configuration>(),
    aws::on<ops::CreateMultipartUpload, &create_multipart_upload>(), aws::on<ops::CreateSession, &create_session>(),
    aws::on<ops::DeleteBucket, &delete_bucket>(),
    aws::on<ops::DeleteBucketAnalyticsConfiguration, &delete_bucket_analytics_configuration>(),
    aws::on<ops::DeleteBucketCors, &delete_bucket_cors>(), aws::on<ops::DeleteBucketEncryption, &delete_bucket_encryption>(),
    aws::on<ops::DeleteBucketIntelligentTieringConfiguration, &delete_bucket_intelligent_tiering_configuration>(),
    aws::on<ops::DeleteBucketInventoryConfiguration, &delete_bucket_inventory_configuration>(),
    aws::on<ops::DeleteBucketLifecycle, &delete_bucket_lifecycle>(),
    aws::on<ops::DeleteBucketMetadataConfiguration, &delete_bucket_metadata_configuration>(),
    aws::on<ops::DeleteBucketMetadataTableConfiguration, &delete_bucket_metadata_table_configuration>(),
    aws::on<ops::DeleteBucketMetricsConfiguration, &delete_bucket_metrics_configuration>(),
    aws::on<ops::DeleteBucketOwnershipControls, &delete_bucket_ownership_controls>(),
    aws::on<ops::DeleteBucketPolicy, &delete_bucket_policy>(),
    aws::on<ops::DeleteBucketReplication, &delete_bucket_replication>(),
    aws::on<ops::DeleteBucketTagging, &delete_bucket_tagging>(), aws::on<ops::DeleteBucketWebsite, &delete_bucket_website>(),
    aws::on<ops::DeleteObject, &delete_object>(), aws::on<ops::DeleteObjectAnnotation, &delete_object_annotation>(),
    aws::on<ops::DeleteObjectTagging, &delete_object_tagging>(), aws::on<ops::DeleteObjects, &delete_objects>(),
    aws::on<ops::DeletePublicAccessBlock, &delete_public_access_block>(), aws::on<ops::GetBucketAbac, &get_bucket_abac>(),
    aws::on<ops::GetBucketAccelerateConfiguration, &get_bucket_accelerate_configuration>(),
    aws::on<ops::GetBucketAcl, &get_bucket_acl>(),
    aws::on<ops::GetBucketAnalyticsConfiguration, &get_bucket_analytics_configuration>(),
    aws::on<ops::GetBucketCors, &get_bucket_cors>(), aws::on<ops::GetBucketEncryption, &get_bucket_encryption>(),
    aws::on<ops::GetBucketIntelligentTieringConfiguration, &get_bucket_intelligent_tiering_configuration>(),
    aws::on<ops::GetBucketInventoryConfiguration, &get_bucket_inventory_configuration>(),
    aws::on<ops::GetBucketLifecycle, &get_bucket_lifecycle>(),
    aws::on<ops::GetBucketLifecycleConfiguration, &get_bucket_lifecycle_configuration>(),
    aws::on<ops::GetBucketLocation, &get_bucket_location>(), aws::on<ops::GetBucketLogging, &get_bucket_logging>(),
    aws::on<ops::GetBucketMetadataConfiguration, &get_bucket_metadata_configuration>(),
    aws::on<ops::GetBucketMetadataTableConfiguration, &get_bucket_metadata_table_configuration>(),
    aws::on<ops::GetBucketMetricsConfiguration, &get_bucket_metrics_configuration>(),
    aws::on<ops::GetBucketNotification, &get_bucket_notification>(),
    aws::on<ops::GetBucketNotificationConfiguration, &get_bucket_notification_configuration>(),
    aws::on<ops::GetBucketOwnershipControls, &get_bucket_ownership_controls>(),
    aws::on<ops::GetBucketPolicy, &get_bucket_policy>(), aws::on<ops::GetBucketPolicyStatus, &get_bucket_policy_status>(),
    aws::on<ops::GetBucketReplication, &get_bucket_replication>(),
    aws::on<ops::GetBucketRequestPayment, &get_bucket_request_payment>(), aws::on<ops::GetBucketTagging, &get_bucket_tagging>(),
    aws::on<ops::GetBucketVersioning, &get_bucket_versioning>(), aws::on<ops::GetBucketWebsite, &get_bucket_website>(),
    aws::on<ops::GetObject, &get_object>(), aws::on<ops::GetObjectAcl, &get_object_acl>(),
    aws::on<ops::GetObjectAnnotation, &get_object_annotation>(), aws::on<ops::GetObjectAttributes, &get_object_attributes>(),
    aws::on<ops::GetObjectLegalHold, &get_object_legal_hold>(),
    aws::on<ops::GetObjectLockConfiguration, &get_object_lock_configuration>(),
    aws::on<ops::GetObjectRetention, &get_object_retention>(), aws::on<ops::GetObjectTagging, &get_object_tagging>(),
    aws::on<ops::GetObjectTorrent, &get_object_torrent>(), aws::on<ops::GetPublicAccessBlock, &get_public_access_block>(),
    aws::on<ops::HeadBucket, &head_bucket>(), aws::on<ops::HeadObject, &head_object>(),
    aws::on<ops::ListBucketAnalyticsConfigurations, &list_bucket_analytics_configurations>(),
    aws::on<ops::ListBucketIntelligentTieringConfigurations, &list_bucket_intelligent_tiering_configurations>(),
    aws::on<ops::ListBucketInventoryConfigurations, &list_bucket_inventory_configurations>(),
    aws::on<ops::ListBucketMetricsConfigurations, &list_bucket_metrics_configurations>(),
    aws::on<ops::ListBuckets, &list_buckets>(), aws::on<ops::ListDirectoryBuckets, &list_directory_buckets>(),
    aws::on<ops::ListMultipartUploads, &list_multipart_uploads>(),
    aws::on<ops::ListObjectAnnotations, &list_object_annotations>(), aws::on<ops::ListObjectVersions, &list_object_versions>(),
    aws::on<ops::ListObjects, &list_objects>(), aws::on<ops::ListObjectsV2, &list_objects_v2>(),
    aws::on<ops::ListParts, &list_parts>(), aws::on<ops::PutBucketAbac, &put_bucket_abac>(),
    aws::on<ops::PutBucketAccelerateConfiguration, &put_bucket_accelerate_configuration>(),
    aws::on<ops::PutBucketAcl, &put_bucket_acl>(),
    aws::on<ops::PutBucketAnalyticsConfiguration, &put_bucket_analytics_configuration>(),
    aws::on<ops::PutBucketCors, &put_bucket_cors>(), aws::on<ops::PutBucketEncryption, &put_bucket_encryption>(),
    aws::on<ops::PutBucketIntelligentTieringConfiguration, &put_bucket_intelligent_tiering_configuration>(),
    aws::on<ops::PutBucketInventoryConfiguration, &put_bucket_inventory_configuration>(),
    aws::on<ops::PutBucketLifecycle, &put_bucket_lifecycle>(),
    aws::on<ops::PutBucketLifecycleConfiguration, &put_bucket_lifecycle_configuration>(),
    aws::on<ops::PutBucketLogging, &put_bucket_logging>(),
    aws::on<ops::PutBucketMetricsConfiguration, &put_bucket_metrics_configuration>(),
    aws::on<ops::PutBucketNotification, &put_bucket_notification>(),
    aws::on<ops::PutBucketNotificationConfiguration, &put_bucket_notification_configuration>(),
    aws::on<ops::PutBucketOwnershipControls, &put_bucket_ownership_controls>(),
    aws::on<ops::PutBucketPolicy, &put_bucket_policy>(), aws::on<ops::PutBucketReplication, &put_bucket_replication>(),
    aws::on<ops::PutBucketRequestPayment, &put_bucket_request_payment>(), aws::on<ops::PutBucketTagging, &put_bucket_tagging>(),
    aws::on<ops::PutBucketVersioning, &put_bucket_versioning>(), aws::on<ops::PutBucketWebsite, &put_bucket_website>(),
    aws::on<ops::PutObject, &put_object>(), aws::on<ops::PutObjectAcl, &put_object_acl>(),
    aws::on<ops::PutObjectAnnotation, &put_object_annotation>(), aws::on<ops::PutObjectLegalHold, &put_object_legal_hold>(),
    aws::on<ops::PutObjectLockConfiguration, &put_object_lock_configuration>(),
    aws::on<ops::PutObjectRetention, &put_object_retention>(), aws::on<ops::PutObjectTagging, &put_object_tagging>(),
    aws::on<ops::PutPublicAccessBlock, &put_public_access_block>(), aws::on<ops::RenameObject, &rename_object>(),
    aws::on<ops::RestoreObject, &restore_object>(),
    aws::on<ops::UpdateBucketMetadataAnnotationTableConfiguration, &update_bucket_metadata_annotation_table_configuration>(),
    aws::on<ops::UpdateBucketMetadataInventoryTableConfiguration, &update_bucket_metadata_inventory_table_configuration>(),
    aws::on<ops::UpdateBucketMetadataJournalTableConfiguration, &update_bucket_metadata_journal_table_configuration>(),
    aws::on<ops::UpdateObjectEncryption, &update_object_encryption>(), aws::on<ops::UploadPart, &upload_part>(),
    aws::on<ops::UploadPartCopy, &upload_part_copy>(), aws::on<ops::WriteGetObjectResponse, &write_get_object_response>());

// S3 signs whatever it answers.
void complete_answer(http::Response& response) {
  constexpr int k_partial_content = 206;
  if (response.status == 200 && response.headers.find("Content-Range")) response.status = k_partial_content;
  response.headers.add("Server", "AmazonS3");
}

constexpr auto k_checked = k_handlers.with_check(&check_document).with_gate(&admit).with_completion(&complete_answer);

}  // namespace

asio::awaitable<http::Response> dispatch(const aws::RequestContext& context, http::Request&& request, S3Door& door) {
  return aws::dispatch(k_checked, context, std::move(request), door);
}

}  // namespace winterbaume::s3
