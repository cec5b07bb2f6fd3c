// S3's handlers, one an operation. Each checks what its client sent, works through the door, and gives the operation's output.
#pragma once

#include "generated/s3/operations.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

Answer<ops::AbortMultipartUpload> abort_multipart_upload(const aws::RequestContext&, S3Door&, ops::AbortMultipartUpload::Input);
Answer<ops::CompleteMultipartUpload> complete_multipart_upload(const aws::RequestContext&, S3Door&,
                                                               ops::CompleteMultipartUpload::Input);
Answer<ops::CopyObject> copy_object(const aws::RequestContext&, S3Door&, ops::CopyObject::Input);
Answer<ops::CreateBucket> create_bucket(const aws::RequestContext&, S3Door&, ops::CreateBucket::Input);
Answer<ops::CreateBucketMetadataConfiguration> create_bucket_metadata_configuration(
    const aws::RequestContext&, S3Door&, ops::CreateBucketMetadataConfiguration::Input);
Answer<ops::CreateBucketMetadataTableConfiguration> create_bucket_metadata_table_configuration(
    const aws::RequestContext&, S3Door&, ops::CreateBucketMetadataTableConfiguration::Input);
Answer<ops::CreateMultipartUpload> create_multipart_upload(const aws::RequestContext&, S3Door&,
                                                           ops::CreateMultipartUpload::Input);
Answer<ops::CreateSession> create_session(const aws::RequestContext&, S3Door&, ops::CreateSession::Input);
Answer<ops::DeleteBucket> delete_bucket(const aws::RequestContext&, S3Door&, ops::DeleteBucket::Input);
Answer<ops::DeleteBucketAnalyticsConfiguration> delete_bucket_analytics_configuration(
    const aws::RequestContext&, S3Door&, ops::DeleteBucketAnalyticsConfiguration::Input);
Answer<ops::DeleteBucketCors> delete_bucket_cors(const aws::RequestContext&, S3Door&, ops::DeleteBucketCors::Input);
Answer<ops::DeleteBucketEncryption> delete_bucket_encryption(const aws::RequestContext&, S3Door&,
                                                             ops::DeleteBucketEncryption::Input);
Answer<ops::DeleteBucketIntelligentTieringConfiguration> delete_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door&, ops::DeleteBucketIntelligentTieringConfiguration::Input);
Answer<ops::DeleteBucketInventoryConfiguration> delete_bucket_inventory_configuration(
    const aws::RequestContext&, S3Door&, ops::DeleteBucketInventoryConfiguration::Input);
Answer<ops::DeleteBucketLifecycle> delete_bucket_lifecycle(const aws::RequestContext&, S3Door&,
                                                           ops::DeleteBucketLifecycle::Input);
Answer<ops::DeleteBucketMetadataConfiguration> delete_bucket_metadata_configuration(
    const aws::RequestContext&, S3Door&, ops::DeleteBucketMetadataConfiguration::Input);
Answer<ops::DeleteBucketMetadataTableConfiguration> delete_bucket_metadata_table_configuration(
    const aws::RequestContext&, S3Door&, ops::DeleteBucketMetadataTableConfiguration::Input);
Answer<ops::DeleteBucketMetricsConfiguration> delete_bucket_metrics_configuration(const aws::RequestContext&, S3Door&,
                                                                                  ops::DeleteBucketMetricsConfiguration::Input);
Answer<ops::DeleteBucketOwnershipControls> delete_bucket_ownership_controls(const aws::RequestContext&, S3Door&,
                                                                            ops::DeleteBucketOwnershipControls::Input);
Answer<ops::DeleteBucketPolicy> delete_bucket_policy(const aws::RequestContext&, S3Door&, ops::DeleteBucketPolicy::Input);
Answer<ops::DeleteBucketReplication> delete_bucket_replication(const aws::RequestContext&, S3Door&,
                                                               ops::DeleteBucketReplication::Input);
Answer<ops::DeleteBucketTagging> delete_bucket_tagging(const aws::RequestContext&, S3Door&, ops::DeleteBucketTagging::Input);
Answer<ops::DeleteBucketWebsite> delete_bucket_website(const aws::RequestContext&, S3Door&, ops::DeleteBucketWebsite::Input);
Answer<ops::DeleteObject> delete_object(const aws::RequestContext&, S3Door&, ops::DeleteObject::Input);
Answer<ops::DeleteObjectAnnotation> delete_object_annotation(const aws::RequestContext&, S3Door&,
                                                             ops::DeleteObjectAnnotation::Input);
Answer<ops::DeleteObjectTagging> delete_object_tagging(const aws::RequestContext&, S3Door&, ops::DeleteObjectTagging::Input);
Answer<ops::DeleteObjects> delete_objects(const aws::RequestContext&, S3Door&, ops::DeleteObjects::Input);
Answer<ops::DeletePublicAccessBlock> delete_public_access_block(const aws::RequestContext&, S3Door&,
                                                                ops::DeletePublicAccessBlock::Input);
Answer<ops::GetBucketAbac> get_bucket_abac(const aws::RequestContext&, S3Door&, ops::GetBucketAbac::Input);
Answer<ops::GetBucketAccelerateConfiguration> get_bucket_accelerate_configuration(const aws::RequestContext&, S3Door&,
                                                                                  ops::GetBucketAccelerateConfiguration::Input);
Answer<ops::GetBucketAcl> get_bucket_acl(const aws::RequestContext&, S3Door&, ops::GetBucketAcl::Input);
Answer<ops::GetBucketAnalyticsConfiguration> get_bucket_analytics_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::GetBucketAnalyticsConfiguration::Input);
Answer<ops::GetBucketCors> get_bucket_cors(const aws::RequestContext&, S3Door&, ops::GetBucketCors::Input);
Answer<ops::GetBucketEncryption> get_bucket_encryption(const aws::RequestContext&, S3Door&, ops::GetBucketEncryption::Input);
Answer<ops::GetBucketIntelligentTieringConfiguration> get_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door&, ops::GetBucketIntelligentTieringConfiguration::Input);
Answer<ops::GetBucketInventoryConfiguration> get_bucket_inventory_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::GetBucketInventoryConfiguration::Input);
Answer<ops::GetBucketLifecycle> get_bucket_lifecycle(const aws::RequestContext&, S3Door&, ops::GetBucketLifecycle::Input);
Answer<ops::GetBucketLifecycleConfiguration> get_bucket_lifecycle_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::GetBucketLifecycleConfiguration::Input);
Answer<ops::GetBucketLocation> get_bucket_location(const aws::RequestContext&, S3Door&, ops::GetBucketLocation::Input);
Answer<ops::GetBucketLogging> get_bucket_logging(const aws::RequestContext&, S3Door&, ops::GetBucketLogging::Input);
Answer<ops::GetBucketMetadataConfiguration> get_bucket_metadata_configuration(const aws::RequestContext&, S3Door&,
                                                                              ops::GetBucketMetadataConfiguration::Input);
Answer<ops::GetBucketMetadataTableConfiguration> get_bucket_metadata_table_configuration(
    const aws::RequestContext&, S3Door&, ops::GetBucketMetadataTableConfiguration::Input);
Answer<ops::GetBucketMetricsConfiguration> get_bucket_metrics_configuration(const aws::RequestContext&, S3Door&,
                                                                            ops::GetBucketMetricsConfiguration::Input);
Answer<ops::GetBucketNotification> get_bucket_notification(const aws::RequestContext&, S3Door&,
                                                           ops::GetBucketNotification::Input);
Answer<ops::GetBucketNotificationConfiguration> get_bucket_notification_configuration(
    const aws::RequestContext&, S3Door&, ops::GetBucketNotificationConfiguration::Input);
Answer<ops::GetBucketOwnershipControls> get_bucket_ownership_controls(const aws::RequestContext&, S3Door&,
                                                                      ops::GetBucketOwnershipControls::Input);
Answer<ops::GetBucketPolicy> get_bucket_policy(const aws::RequestContext&, S3Door&, ops::GetBucketPolicy::Input);
Answer<ops::GetBucketPolicyStatus> get_bucket_policy_status(const aws::RequestContext&, S3Door&,
                                                            ops::GetBucketPolicyStatus::Input);
Answer<ops::GetBucketReplication> get_bucket_replication(const aws::RequestContext&, S3Door&, ops::GetBucketReplication::Input);
Answer<ops::GetBucketRequestPayment> get_bucket_request_payment(const aws::RequestContext&, S3Door&,
                                                                ops::GetBucketRequestPayment::Input);
Answer<ops::GetBucketTagging> get_bucket_tagging(const aws::RequestContext&, S3Door&, ops::GetBucketTagging::Input);
Answer<ops::GetBucketVersioning> get_bucket_versioning(const aws::RequestContext&, S3Door&, ops::GetBucketVersioning::Input);
Answer<ops::GetBucketWebsite> get_bucket_website(const aws::RequestContext&, S3Door&, ops::GetBucketWebsite::Input);
Answer<ops::GetObject> get_object(const aws::RequestContext&, S3Door&, ops::GetObject::Input);
Answer<ops::GetObjectAcl> get_object_acl(const aws::RequestContext&, S3Door&, ops::GetObjectAcl::Input);
Answer<ops::GetObjectAnnotation> get_object_annotation(const aws::RequestContext&, S3Door&, ops::GetObjectAnnotation::Input);
Answer<ops::GetObjectAttributes> get_object_attributes(const aws::RequestContext&, S3Door&, ops::GetObjectAttributes::Input);
Answer<ops::GetObjectLegalHold> get_object_legal_hold(const aws::RequestContext&, S3Door&, ops::GetObjectLegalHold::Input);
Answer<ops::GetObjectLockConfiguration> get_object_lock_configuration(const aws::RequestContext&, S3Door&,
                                                                      ops::GetObjectLockConfiguration::Input);
Answer<ops::GetObjectRetention> get_object_retention(const aws::RequestContext&, S3Door&, ops::GetObjectRetention::Input);
Answer<ops::GetObjectTagging> get_object_tagging(const aws::RequestContext&, S3Door&, ops::GetObjectTagging::Input);
Answer<ops::GetObjectTorrent> get_object_torrent(const aws::RequestContext&, S3Door&, ops::GetObjectTorrent::Input);
Answer<ops::GetPublicAccessBlock> get_public_access_block(const aws::RequestContext&, S3Door&, ops::GetPublicAccessBlock::Input);
Answer<ops::HeadBucket> head_bucket(const aws::RequestContext&, S3Door&, ops::HeadBucket::Input);
Answer<ops::HeadObject> head_object(const aws::RequestContext&, S3Door&, ops::HeadObject::Input);
Answer<ops::ListBucketAnalyticsConfigurations> list_bucket_analytics_configurations(
    const aws::RequestContext&, S3Door&, ops::ListBucketAnalyticsConfigurations::Input);
Answer<ops::ListBucketIntelligentTieringConfigurations> list_bucket_intelligent_tiering_configurations(
    const aws::RequestContext&, S3Door&, ops::ListBucketIntelligentTieringConfigurations::Input);
Answer<ops::ListBucketInventoryConfigurations> list_bucket_inventory_configurations(
    const aws::RequestContext&, S3Door&, ops::ListBucketInventoryConfigurations::Input);
Answer<ops::ListBucketMetricsConfigurations> list_bucket_metrics_configurations(const aws::RequestContext&, S3Door&,
                                                                                ops::ListBucketMetricsConfigurations::Input);
Answer<ops::ListBuckets> list_buckets(const aws::RequestContext&, S3Door&, ops::ListBuckets::Input);
Answer<ops::ListDirectoryBuckets> list_directory_buckets(const aws::RequestContext&, S3Door&, ops::ListDirectoryBuckets::Input);
Answer<ops::ListMultipartUploads> list_multipart_uploads(const aws::RequestContext&, S3Door&, ops::ListMultipartUploads::Input);
Answer<ops::ListObjectAnnotations> list_object_annotations(const aws::RequestContext&, S3Door&,
                                                           ops::ListObjectAnnotations::Input);
Answer<ops::ListObjectVersions> list_object_versions(const aws::RequestContext&, S3Door&, ops::ListObjectVersions::Input);
Answer<ops::ListObjects> list_objects(const aws::RequestContext&, S3Door&, ops::ListObjects::Input);
Answer<ops::ListObjectsV2> list_objects_v2(const aws::RequestContext&, S3Door&, ops::ListObjectsV2::Input);
Answer<ops::ListParts> list_parts(const aws::RequestContext&, S3Door&, ops::ListParts::Input);
Answer<ops::PutBucketAbac> put_bucket_abac(const aws::RequestContext&, S3Door&, ops::PutBucketAbac::Input);
Answer<ops::PutBucketAccelerateConfiguration> put_bucket_accelerate_configuration(const aws::RequestContext&, S3Door&,
                                                                                  ops::PutBucketAccelerateConfiguration::Input);
Answer<ops::PutBucketAcl> put_bucket_acl(const aws::RequestContext&, S3Door&, ops::PutBucketAcl::Input);
Answer<ops::PutBucketAnalyticsConfiguration> put_bucket_analytics_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::PutBucketAnalyticsConfiguration::Input);
Answer<ops::PutBucketCors> put_bucket_cors(const aws::RequestContext&, S3Door&, ops::PutBucketCors::Input);
Answer<ops::PutBucketEncryption> put_bucket_encryption(const aws::RequestContext&, S3Door&, ops::PutBucketEncryption::Input);
Answer<ops::PutBucketIntelligentTieringConfiguration> put_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door&, ops::PutBucketIntelligentTieringConfiguration::Input);
Answer<ops::PutBucketInventoryConfiguration> put_bucket_inventory_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::PutBucketInventoryConfiguration::Input);
Answer<ops::PutBucketLifecycle> put_bucket_lifecycle(const aws::RequestContext&, S3Door&, ops::PutBucketLifecycle::Input);
Answer<ops::PutBucketLifecycleConfiguration> put_bucket_lifecycle_configuration(const aws::RequestContext&, S3Door&,
                                                                                ops::PutBucketLifecycleConfiguration::Input);
Answer<ops::PutBucketLogging> put_bucket_logging(const aws::RequestContext&, S3Door&, ops::PutBucketLogging::Input);
Answer<ops::PutBucketMetricsConfiguration> put_bucket_metrics_configuration(const aws::RequestContext&, S3Door&,
                                                                            ops::PutBucketMetricsConfiguration::Input);
Answer<ops::PutBucketNotification> put_bucket_notification(const aws::RequestContext&, S3Door&,
                                                           ops::PutBucketNotification::Input);
Answer<ops::PutBucketNotificationConfiguration> put_bucket_notification_configuration(
    const aws::RequestContext&, S3Door&, ops::PutBucketNotificationConfiguration::Input);
Answer<ops::PutBucketOwnershipControls> put_bucket_ownership_controls(const aws::RequestContext&, S3Door&,
                                                                      ops::PutBucketOwnershipControls::Input);
Answer<ops::PutBucketPolicy> put_bucket_policy(const aws::RequestContext&, S3Door&, ops::PutBucketPolicy::Input);
Answer<ops::PutBucketReplication> put_bucket_replication(const aws::RequestContext&, S3Door&, ops::PutBucketReplication::Input);
Answer<ops::PutBucketRequestPayment> put_bucket_request_payment(const aws::RequestContext&, S3Door&,
                                                                ops::PutBucketRequestPayment::Input);
Answer<ops::PutBucketTagging> put_bucket_tagging(const aws::RequestContext&, S3Door&, ops::PutBucketTagging::Input);
Answer<ops::PutBucketVersioning> put_bucket_versioning(const aws::RequestContext&, S3Door&, ops::PutBucketVersioning::Input);
Answer<ops::PutBucketWebsite> put_bucket_website(const aws::RequestContext&, S3Door&, ops::PutBucketWebsite::Input);
Answer<ops::PutObject> put_object(const aws::RequestContext&, S3Door&, ops::PutObject::Input);
Answer<ops::PutObjectAcl> put_object_acl(const aws::RequestContext&, S3Door&, ops::PutObjectAcl::Input);
Answer<ops::PutObjectAnnotation> put_object_annotation(const aws::RequestContext&, S3Door&, ops::PutObjectAnnotation::Input);
Answer<ops::PutObjectLegalHold> put_object_legal_hold(const aws::RequestContext&, S3Door&, ops::PutObjectLegalHold::Input);
Answer<ops::PutObjectLockConfiguration> put_object_lock_configuration(const aws::RequestContext&, S3Door&,
                                                                      ops::PutObjectLockConfiguration::Input);
Answer<ops::PutObjectRetention> put_object_retention(const aws::RequestContext&, S3Door&, ops::PutObjectRetention::Input);
Answer<ops::PutObjectTagging> put_object_tagging(const aws::RequestContext&, S3Door&, ops::PutObjectTagging::Input);
Answer<ops::PutPublicAccessBlock> put_public_access_block(const aws::RequestContext&, S3Door&, ops::PutPublicAccessBlock::Input);
Answer<ops::RenameObject> rename_object(const aws::RequestContext&, S3Door&, ops::RenameObject::Input);
Answer<ops::RestoreObject> restore_object(const aws::RequestContext&, S3Door&, ops::RestoreObject::Input);
Answer<ops::UpdateBucketMetadataAnnotationTableConfiguration> update_bucket_metadata_annotation_table_configuration(
    const aws::RequestContext&, S3Door&, ops::UpdateBucketMetadataAnnotationTableConfiguration::Input);
Answer<ops::UpdateBucketMetadataInventoryTableConfiguration> update_bucket_metadata_inventory_table_configuration(
    const aws::RequestContext&, S3Door&, ops::UpdateBucketMetadataInventoryTableConfiguration::Input);
Answer<ops::UpdateBucketMetadataJournalTableConfiguration> update_bucket_metadata_journal_table_configuration(
    const aws::RequestContext&, S3Door&, ops::UpdateBucketMetadataJournalTableConfiguration::Input);
Answer<ops::UpdateObjectEncryption> update_object_encryption(const aws::RequestContext&, S3Door&,
                                                             ops::UpdateObjectEncryption::Input);
Answer<ops::UploadPart> upload_part(const aws::RequestContext&, S3Door&, ops::UploadPart::Input);
Answer<ops::UploadPartCopy> upload_part_copy(const aws::RequestContext&, S3Door&, ops::UploadPartCopy::Input);
Answer<ops::WriteGetObjectResponse> write_get_object_response(const aws::RequestContext&, S3Door&,
                                                              ops::WriteGetObjectResponse::Input);

}  // namespace winterbaume::s3
