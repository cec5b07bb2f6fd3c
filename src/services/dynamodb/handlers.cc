#include "services/dynamodb/handlers.h"

#include "aws/dispatch.h"
#include "services/dynamodb/frontend.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Service, account, and table quotas": a request is at most 16 MB.
constexpr std::uint64_t k_body_bytes_max = 16ull * 1024 * 1024;

constexpr auto k_handlers = aws::handlers<DynamoDbDoor>(
    aws::on<ops::BatchExecuteStatement, &batch_execute_statement>(), aws::on<ops::BatchGetItem, &batch_get_item>(),
    aws::on<ops::BatchWriteItem, &batch_write_item>(), aws::on<ops::CancelBulkOperation, &cancel_bulk_operation>(),
    aws::on<ops::CreateBackup, &create_backup>(), aws::on<ops::CreateGlobalTable, &create_global_table>(),
    aws::on<ops::CreateTable, &create_table>(), aws::on<ops::DeleteBackup, &delete_backup>(),
    aws::on<ops::DeleteItem, &delete_item>(), aws::on<ops::DeleteResourcePolicy, &delete_resource_policy>(),
    aws::on<ops::DeleteTable, &delete_table>(), aws::on<ops::DescribeBackup, &describe_backup>(),
    aws::on<ops::DescribeBulkOperation, &describe_bulk_operation>(),
    aws::on<ops::DescribeContinuousBackups, &describe_continuous_backups>(),
    aws::on<ops::DescribeContributorInsights, &describe_contributor_insights>(),
    aws::on<ops::DescribeEndpoints, &describe_endpoints>(), aws::on<ops::DescribeExport, &describe_export>(),
    aws::on<ops::DescribeGlobalTable, &describe_global_table>(),
    aws::on<ops::DescribeGlobalTableSettings, &describe_global_table_settings>(),
    aws::on<ops::DescribeImport, &describe_import>(),
    aws::on<ops::DescribeKinesisStreamingDestination, &describe_kinesis_streaming_destination>(),
    aws::on<ops::DescribeLimits, &describe_limits>(), aws::on<ops::DescribeTable, &describe_table>(),
    aws::on<ops::DescribeTableReplicaAutoScaling, &describe_table_replica_auto_scaling>(),
    aws::on<ops::DescribeTimeToLive, &describe_time_to_live>(),
    aws::on<ops::DisableKinesisStreamingDestination, &disable_kinesis_streaming_destination>(),
    aws::on<ops::EnableKinesisStreamingDestination, &enable_kinesis_streaming_destination>(),
    aws::on<ops::ExecuteStatement, &execute_statement>(), aws::on<ops::ExecuteTransaction, &execute_transaction>(),
    aws::on<ops::ExportTableToPointInTime, &export_table_to_point_in_time>(), aws::on<ops::GetItem, &get_item>(),
    aws::on<ops::GetResourcePolicy, &get_resource_policy>(), aws::on<ops::ImportTable, &import_table>(),
    aws::on<ops::ListBackups, &list_backups>(), aws::on<ops::ListContributorInsights, &list_contributor_insights>(),
    aws::on<ops::ListBulkOperations, &list_bulk_operations>(), aws::on<ops::ListExports, &list_exports>(),
    aws::on<ops::ListGlobalTables, &list_global_tables>(), aws::on<ops::ListImports, &list_imports>(),
    aws::on<ops::ListTables, &list_tables>(), aws::on<ops::ListTagsOfResource, &list_tags_of_resource>(),
    aws::on<ops::PutItem, &put_item>(), aws::on<ops::PutResourcePolicy, &put_resource_policy>(), aws::on<ops::Query, &query>(),
    aws::on<ops::RestoreTableFromBackup, &restore_table_from_backup>(),
    aws::on<ops::RestoreTableToPointInTime, &restore_table_to_point_in_time>(), aws::on<ops::Scan, &scan>(),
    aws::on<ops::SearchVectors, &search_vectors>(), aws::on<ops::StartBulkPutItems, &start_bulk_put_items>(),
    aws::on<ops::TagResource, &tag_resource>(), aws::on<ops::TransactGetItems, &transact_get_items>(),
    aws::on<ops::TransactWriteItems, &transact_write_items>(), aws::on<ops::UntagResource, &untag_resource>(),
    aws::on<ops::UpdateContinuousBackups, &update_continuous_backups>(),
    aws::on<ops::UpdateContributorInsights, &update_contributor_insights>(),
    aws::on<ops::UpdateGlobalTable, &update_global_table>(),
    aws::on<ops::UpdateGlobalTableSettings, &update_global_table_settings>(), aws::on<ops::UpdateItem, &update_item>(),
    aws::on<ops::UpdateKinesisStreamingDestination, &update_kinesis_streaming_destination>(),
    aws::on<ops::UpdateTable, &update_table>(), aws::on<ops::UpdateTableReplicaAutoScaling, &update_table_replica_auto_scaling>(),
    aws::on<ops::UpdateTimeToLive, &update_time_to_live>());

}  // namespace

asio::awaitable<http::Response> dispatch(const aws::RequestContext& context, http::Request request, DynamoDbDoor& door) {
  static constexpr auto k_table = k_handlers.with_body_bytes_max(k_body_bytes_max).with_completion(sign_off);
  return aws::dispatch(k_table, context, std::move(request), door);
}

}  // namespace winterbaume::dynamodb
