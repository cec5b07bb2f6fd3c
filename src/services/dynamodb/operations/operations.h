// DynamoDB's handlers, one an operation. Each checks what its client sent, works through the door, and gives the operation's
// output.
#pragma once

#include "generated/dynamodb/operations.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

Answer<ops::BatchExecuteStatement> batch_execute_statement(const aws::RequestContext&, DynamoDbDoor&,
                                                           ops::BatchExecuteStatement::Input);
Answer<ops::BatchGetItem> batch_get_item(const aws::RequestContext&, DynamoDbDoor&, ops::BatchGetItem::Input);
Answer<ops::BatchWriteItem> batch_write_item(const aws::RequestContext&, DynamoDbDoor&, ops::BatchWriteItem::Input);
Answer<ops::CancelBulkOperation> cancel_bulk_operation(const aws::RequestContext&, DynamoDbDoor&,
                                                       ops::CancelBulkOperation::Input);
Answer<ops::CreateBackup> create_backup(const aws::RequestContext&, DynamoDbDoor&, ops::CreateBackup::Input);
Answer<ops::CreateGlobalTable> create_global_table(const aws::RequestContext&, DynamoDbDoor&, ops::CreateGlobalTable::Input);
Answer<ops::CreateTable> create_table(const aws::RequestContext&, DynamoDbDoor&, ops::CreateTable::Input);
Answer<ops::DeleteBackup> delete_backup(const aws::RequestContext&, DynamoDbDoor&, ops::DeleteBackup::Input);
Answer<ops::DeleteItem> delete_item(const aws::RequestContext&, DynamoDbDoor&, ops::DeleteItem::Input);
Answer<ops::DeleteResourcePolicy> delete_resource_policy(const aws::RequestContext&, DynamoDbDoor&,
                                                         ops::DeleteResourcePolicy::Input);
Answer<ops::DeleteTable> delete_table(const aws::RequestContext&, DynamoDbDoor&, ops::DeleteTable::Input);
Answer<ops::DescribeBackup> describe_backup(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeBackup::Input);
Answer<ops::DescribeBulkOperation> describe_bulk_operation(const aws::RequestContext&, DynamoDbDoor&,
                                                           ops::DescribeBulkOperation::Input);
Answer<ops::DescribeContinuousBackups> describe_continuous_backups(const aws::RequestContext&, DynamoDbDoor&,
                                                                   ops::DescribeContinuousBackups::Input);
Answer<ops::DescribeContributorInsights> describe_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                                       ops::DescribeContributorInsights::Input);
Answer<ops::DescribeEndpoints> describe_endpoints(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeEndpoints::Input);
Answer<ops::DescribeExport> describe_export(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeExport::Input);
Answer<ops::DescribeGlobalTable> describe_global_table(const aws::RequestContext&, DynamoDbDoor&,
                                                       ops::DescribeGlobalTable::Input);
Answer<ops::DescribeGlobalTableSettings> describe_global_table_settings(const aws::RequestContext&, DynamoDbDoor&,
                                                                        ops::DescribeGlobalTableSettings::Input);
Answer<ops::DescribeImport> describe_import(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeImport::Input);
Answer<ops::DescribeKinesisStreamingDestination> describe_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::DescribeKinesisStreamingDestination::Input);
Answer<ops::DescribeLimits> describe_limits(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeLimits::Input);
Answer<ops::DescribeTable> describe_table(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeTable::Input);
Answer<ops::DescribeTableReplicaAutoScaling> describe_table_replica_auto_scaling(const aws::RequestContext&, DynamoDbDoor&,
                                                                                 ops::DescribeTableReplicaAutoScaling::Input);
Answer<ops::DescribeTimeToLive> describe_time_to_live(const aws::RequestContext&, DynamoDbDoor&, ops::DescribeTimeToLive::Input);
Answer<ops::DisableKinesisStreamingDestination> disable_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::DisableKinesisStreamingDestination::Input);
Answer<ops::EnableKinesisStreamingDestination> enable_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::EnableKinesisStreamingDestination::Input);
Answer<ops::ExecuteStatement> execute_statement(const aws::RequestContext&, DynamoDbDoor&, ops::ExecuteStatement::Input);
Answer<ops::ExecuteTransaction> execute_transaction(const aws::RequestContext&, DynamoDbDoor&, ops::ExecuteTransaction::Input);
Answer<ops::ExportTableToPointInTime> export_table_to_point_in_time(const aws::RequestContext&, DynamoDbDoor&,
                                                                    ops::ExportTableToPointInTime::Input);
Answer<ops::GetItem> get_item(const aws::RequestContext&, DynamoDbDoor&, ops::GetItem::Input);
Answer<ops::GetResourcePolicy> get_resource_policy(const aws::RequestContext&, DynamoDbDoor&, ops::GetResourcePolicy::Input);
Answer<ops::ImportTable> import_table(const aws::RequestContext&, DynamoDbDoor&, ops::ImportTable::Input);
Answer<ops::ListBackups> list_backups(const aws::RequestContext&, DynamoDbDoor&, ops::ListBackups::Input);
Answer<ops::ListBulkOperations> list_bulk_operations(const aws::RequestContext&, DynamoDbDoor&, ops::ListBulkOperations::Input);
Answer<ops::ListContributorInsights> list_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                               ops::ListContributorInsights::Input);
Answer<ops::ListExports> list_exports(const aws::RequestContext&, DynamoDbDoor&, ops::ListExports::Input);
Answer<ops::ListGlobalTables> list_global_tables(const aws::RequestContext&, DynamoDbDoor&, ops::ListGlobalTables::Input);
Answer<ops::ListImports> list_imports(const aws::RequestContext&, DynamoDbDoor&, ops::ListImports::Input);
Answer<ops::ListTables> list_tables(const aws::RequestContext&, DynamoDbDoor&, ops::ListTables::Input);
Answer<ops::ListTagsOfResource> list_tags_of_resource(const aws::RequestContext&, DynamoDbDoor&, ops::ListTagsOfResource::Input);
Answer<ops::PutItem> put_item(const aws::RequestContext&, DynamoDbDoor&, ops::PutItem::Input);
Answer<ops::PutResourcePolicy> put_resource_policy(const aws::RequestContext&, DynamoDbDoor&, ops::PutResourcePolicy::Input);
Answer<ops::Query> query(const aws::RequestContext&, DynamoDbDoor&, ops::Query::Input);
Answer<ops::RestoreTableFromBackup> restore_table_from_backup(const aws::RequestContext&, DynamoDbDoor&,
                                                              ops::RestoreTableFromBackup::Input);
Answer<ops::RestoreTableToPointInTime> restore_table_to_point_in_time(const aws::RequestContext&, DynamoDbDoor&,
                                                                      ops::RestoreTableToPointInTime::Input);
Answer<ops::Scan> scan(const aws::RequestContext&, DynamoDbDoor&, ops::Scan::Input);
Answer<ops::SearchVectors> search_vectors(const aws::RequestContext&, DynamoDbDoor&, ops::SearchVectors::Input);
Answer<ops::StartBulkPutItems> start_bulk_put_items(const aws::RequestContext&, DynamoDbDoor&, ops::StartBulkPutItems::Input);
Answer<ops::TagResource> tag_resource(const aws::RequestContext&, DynamoDbDoor&, ops::TagResource::Input);
Answer<ops::TransactGetItems> transact_get_items(const aws::RequestContext&, DynamoDbDoor&, ops::TransactGetItems::Input);
Answer<ops::TransactWriteItems> transact_write_items(const aws::RequestContext&, DynamoDbDoor&, ops::TransactWriteItems::Input);
Answer<ops::UntagResource> untag_resource(const aws::RequestContext&, DynamoDbDoor&, ops::UntagResource::Input);
Answer<ops::UpdateContinuousBackups> update_continuous_backups(const aws::RequestContext&, DynamoDbDoor&,
                                                               ops::UpdateContinuousBackups::Input);
Answer<ops::UpdateContributorInsights> update_contributor_insights(const aws::RequestContext&, DynamoDbDoor&,
                                                                   ops::UpdateContributorInsights::Input);
Answer<ops::UpdateGlobalTable> update_global_table(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateGlobalTable::Input);
Answer<ops::UpdateGlobalTableSettings> update_global_table_settings(const aws::RequestContext&, DynamoDbDoor&,
                                                                    ops::UpdateGlobalTableSettings::Input);
Answer<ops::UpdateItem> update_item(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateItem::Input);
Answer<ops::UpdateKinesisStreamingDestination> update_kinesis_streaming_destination(
    const aws::RequestContext&, DynamoDbDoor&, ops::UpdateKinesisStreamingDestination::Input);
Answer<ops::UpdateTable> update_table(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateTable::Input);
Answer<ops::UpdateTableReplicaAutoScaling> update_table_replica_auto_scaling(const aws::RequestContext&, DynamoDbDoor&,
                                                                             ops::UpdateTableReplicaAutoScaling::Input);
Answer<ops::UpdateTimeToLive> update_time_to_live(const aws::RequestContext&, DynamoDbDoor&, ops::UpdateTimeToLive::Input);

}  // namespace winterbaume::dynamodb
