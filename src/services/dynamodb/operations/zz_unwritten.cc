#include "aws/common_errors.h"
#include "services/dynamodb/operations/operations.h"
namespace winterbaume::dynamodb {
Answer<ops::BatchExecuteStatement> batch_execute_statement(const aws::RequestContext&, DynamoDbDoor&,
                                                           ops::BatchExecuteStatement::Input) {
  co_return aws::fail(aws::errors::not_implemented("BatchExecuteStatement"));
}
Answer<ops::CancelBulkOperation> cancel_bulk_operation(const aws::RequestContext&, DynamoDbDoor&,
                                                       ops::CancelBulkOperation::Input) {
  co_return aws::fail(aws::errors::not_implemented("CancelBulkOperation"));
}
Answer<ops::CreateBackup> create_backup(const aws::RequestContext&, DynamoDbDoor&, ops::CreateBackup::Input) {
  co_return aws::fail(aws::errors::not_implemented("CreateBackup"));
}
Answer<ops::CreateGlobalTable> create_global_table(const aws::RequestContext&, DynamoDbDoor&, ops::CreateGlobalTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("CreateGlobalTable"));
}
Answer<ops::CreateTable> create_table(const aws::RequestContext&, DynamoDbDoor&, ops::CreateTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("CreateTable"));
}
Answer<ops::DeleteBackup> delete_backup(const aws::RequestContext&, DynamoDbDoor&, ops::DeleteBackup::Input) {
  co_return aws::fail(aws::errors::not_implemented("DeleteBackup"));
}
Answer<ops::DeleteResourcePolicy> delete_resource_policy(const aws::RequestContext&, DynamoDbDoor&,
                                                         ops::DeleteResourcePolicy::Input) {
  co_return aws::fail(aws::errors::not_implemented("DeleteResourcePolicy"));
}
Answer<ops::DeleteTable> delete_table(const aws::RequestContext&, DynamoDbDoor&, ops::DeleteTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("DeleteTable"));
}
Answer<ops::DescribeBackup> describe_backup(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeBackup::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeBackup"));
}
Answer<ops::DescribeBulkOperation> describe_bulk_operation(const aws::RequestContext&, DynamoDbDoor&,
                                                           ops::DescribeBulkOperation::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeBulkOperation"));
}
Answer<ops::DescribeContinuousBackups> describe_continuous_backups(const aws::RequestContext&, DynamoDbDoor&,
                                                                   ops::DescribeContinuousBackups::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeContinuousBackups"));
}
Answer<ops::DescribeContributorInsights> describe_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                                       ops::DescribeContributorInsights::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeContributorInsights"));
}
Answer<ops::DescribeEndpoints> describe_endpoints(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeEndpoints::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeEndpoints"));
}
Answer<ops::DescribeExport> describe_export(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeExport::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeExport"));
}
Answer<ops::DescribeGlobalTable> describe_global_table(const aws::RequestContext&, DynamoDbDoor&,
                                                       ops::DescribeGlobalTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeGlobalTable"));
}
Answer<ops::DescribeGlobalTableSettings> describe_global_table_settings(const aws::RequestContext&, DynamoDbDoor&,
                                                                        ops::DescribeGlobalTableSettings::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeGlobalTableSettings"));
}
Answer<ops::DescribeImport> describe_import(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeImport::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeImport"));
}
Answer<ops::DescribeKinesisStreamingDestination> describe_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::DescribeKinesisStreamingDestination::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeKinesisStreamingDestination"));
}
Answer<ops::DescribeLimits> describe_limits(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeLimits::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeLimits"));
}
Answer<ops::DescribeTable> describe_table(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeTable"));
}
Answer<ops::DescribeTableReplicaAutoScaling> describe_table_replica_auto_scaling(const aws::RequestContext&, DynamoDbDoor&,
                                                                                 ops::DescribeTableReplicaAutoScaling::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeTableReplicaAutoScaling"));
}
Answer<ops::DescribeTimeToLive> describe_time_to_live(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeTimeToLive::Input) {
  co_return aws::fail(aws::errors::not_implemented("DescribeTimeToLive"));
}
Answer<ops::DisableKinesisStreamingDestination> disable_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::DisableKinesisStreamingDestination::Input) {
  co_return aws::fail(aws::errors::not_implemented("DisableKinesisStreamingDestination"));
}
Answer<ops::EnableKinesisStreamingDestination> enable_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::EnableKinesisStreamingDestination::Input) {
  co_return aws::fail(aws::errors::not_implemented("EnableKinesisStreamingDestination"));
}
Answer<ops::ExecuteStatement> execute_statement(const aws::RequestContext&, DynamoDbDoor&, ops::ExecuteStatement::Input) {
  co_return aws::fail(aws::errors::not_implemented("ExecuteStatement"));
}
Answer<ops::ExecuteTransaction> execute_transaction(const aws::RequestContext&, DynamoDbDoor&, ops::ExecuteTransaction::Input) {
  co_return aws::fail(aws::errors::not_implemented("ExecuteTransaction"));
}
Answer<ops::ExportTableToPointInTime> export_table_to_point_in_time(const aws::RequestContext&, DynamoDbDoor&,
                                                                    ops::ExportTableToPointInTime::Input) {
  co_return aws::fail(aws::errors::not_implemented("ExportTableToPointInTime"));
}
Answer<ops::GetResourcePolicy> get_resource_policy(const aws::RequestContext&, DynamoDbDoor&, ops::GetResourcePolicy::Input) {
  co_return aws::fail(aws::errors::not_implemented("GetResourcePolicy"));
}
Answer<ops::ImportTable> import_table(const aws::RequestContext&, DynamoDbDoor&, ops::ImportTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("ImportTable"));
}
Answer<ops::ListBackups> list_backups(const aws::RequestContext&, DynamoDbDoor&, ops::ListBackups::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListBackups"));
}
Answer<ops::ListBulkOperations> list_bulk_operations(const aws::RequestContext&, DynamoDbDoor&, ops::ListBulkOperations::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListBulkOperations"));
}
Answer<ops::ListContributorInsights> list_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                               ops::ListContributorInsights::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListContributorInsights"));
}
Answer<ops::ListExports> list_exports(const aws::RequestContext&, DynamoDbDoor&, ops::ListExports::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListExports"));
}
Answer<ops::ListGlobalTables> list_global_tables(const aws::RequestContext&, DynamoDbDoor&, ops::ListGlobalTables::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListGlobalTables"));
}
Answer<ops::ListImports> list_imports(const aws::RequestContext&, DynamoDbDoor&, ops::ListImports::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListImports"));
}
Answer<ops::ListTables> list_tables(const aws::RequestContext&, DynamoDbDoor&, ops::ListTables::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListTables"));
}
Answer<ops::ListTagsOfResource> list_tags_of_resource(const aws::RequestContext&, DynamoDbDoor&, ops::ListTagsOfResource::Input) {
  co_return aws::fail(aws::errors::not_implemented("ListTagsOfResource"));
}
Answer<ops::PutResourcePolicy> put_resource_policy(const aws::RequestContext&, DynamoDbDoor&, ops::PutResourcePolicy::Input) {
  co_return aws::fail(aws::errors::not_implemented("PutResourcePolicy"));
}
Answer<ops::RestoreTableFromBackup> restore_table_from_backup(const aws::RequestContext&, DynamoDbDoor&,
                                                              ops::RestoreTableFromBackup::Input) {
  co_return aws::fail(aws::errors::not_implemented("RestoreTableFromBackup"));
}
Answer<ops::RestoreTableToPointInTime> restore_table_to_point_in_time(const aws::RequestContext&, DynamoDbDoor&,
                                                                      ops::RestoreTableToPointInTime::Input) {
  co_return aws::fail(aws::errors::not_implemented("RestoreTableToPointInTime"));
}
Answer<ops::SearchVectors> search_vectors(const aws::RequestContext&, DynamoDbDoor&, ops::SearchVectors::Input) {
  co_return aws::fail(aws::errors::not_implemented("SearchVectors"));
}
Answer<ops::StartBulkPutItems> start_bulk_put_items(const aws::RequestContext&, DynamoDbDoor&, ops::StartBulkPutItems::Input) {
  co_return aws::fail(aws::errors::not_implemented("StartBulkPutItems"));
}
Answer<ops::TagResource> tag_resource(const aws::RequestContext&, DynamoDbDoor&, ops::TagResource::Input) {
  co_return aws::fail(aws::errors::not_implemented("TagResource"));
}
Answer<ops::UntagResource> untag_resource(const aws::RequestContext&, DynamoDbDoor&, ops::UntagResource::Input) {
  co_return aws::fail(aws::errors::not_implemented("UntagResource"));
}
Answer<ops::UpdateContinuousBackups> update_continuous_backups(const aws::RequestContext&, DynamoDbDoor&,
                                                               ops::UpdateContinuousBackups::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateContinuousBackups"));
}
Answer<ops::UpdateContributorInsights> update_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                                   ops::UpdateContributorInsights::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateContributorInsights"));
}
Answer<ops::UpdateGlobalTable> update_global_table(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateGlobalTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateGlobalTable"));
}
Answer<ops::UpdateGlobalTableSettings> update_global_table_settings(const aws::RequestContext&, DynamoDbDoor&,
                                                                    ops::UpdateGlobalTableSettings::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateGlobalTableSettings"));
}
Answer<ops::UpdateKinesisStreamingDestination> update_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::UpdateKinesisStreamingDestination::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateKinesisStreamingDestination"));
}
Answer<ops::UpdateTable> update_table(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateTable::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateTable"));
}
Answer<ops::UpdateTableReplicaAutoScaling> update_table_replica_auto_scaling(const aws::RequestContext&, DynamoDbDoor&,
                                                                             ops::UpdateTableReplicaAutoScaling::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateTableReplicaAutoScaling"));
}
Answer<ops::UpdateTimeToLive> update_time_to_live(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateTimeToLive::Input) {
  co_return aws::fail(aws::errors::not_implemented("UpdateTimeToLive"));
}
}  // namespace winterbaume::dynamodb
