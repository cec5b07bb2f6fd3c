#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/metadata_tables.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

ConfigKey metadata_table_key() { return {ConfigKind::metadata_table, ""}; }

}  // namespace

Answer<ops::CreateBucketMetadataTableConfiguration> create_bucket_metadata_table_configuration(
    const aws::RequestContext& context, S3Door& door, CreateBucketMetadataTableConfigurationRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (auto wrong = check_metadata_table(**bucket, *input.metadata_table_configuration)) co_return aws::fail(std::move(*wrong));
  if ((*bucket)->has(ConfigKind::metadata) || (*bucket)->has(ConfigKind::metadata_table)) {
    co_return aws::fail(
        error(ErrorCode::invalid_bucket_state, "A metadata configuration already exists on this bucket. Delete it first."));
  }
  const auto table = make_metadata_table(*input.metadata_table_configuration, *context.ids);
  co_return done<ops::CreateBucketMetadataTableConfiguration>(co_await door.backend.put_config(
      (*bucket)->name, metadata_table_key(), to_document(table, schemas::k_GetBucketMetadataTableConfigurationResult)));
}

Answer<ops::GetBucketMetadataTableConfiguration> get_bucket_metadata_table_configuration(
    const aws::RequestContext&, S3Door& door, GetBucketMetadataTableConfigurationRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto table = co_await find_document<GetBucketMetadataTableConfigurationResult>(
      door, std::move(*bucket), metadata_table_key(), schemas::k_GetBucketMetadataTableConfigurationResult);
  if (!table) co_return aws::fail(std::move(table.error()));
  if (!*table) co_return aws::fail(error(ErrorCode::metadata_configuration_not_found));
  co_return GetBucketMetadataTableConfigurationOutput{.get_bucket_metadata_table_configuration_result = std::move(**table)};
}

Answer<ops::DeleteBucketMetadataTableConfiguration> delete_bucket_metadata_table_configuration(
    const aws::RequestContext&, S3Door& door, DeleteBucketMetadataTableConfigurationRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto deleted = co_await door.backend.delete_config((*bucket)->name, metadata_table_key());
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  if (!*deleted) co_return aws::fail(error(ErrorCode::metadata_configuration_not_found));
  co_return ops::DeleteBucketMetadataTableConfiguration::Output{};
}

}  // namespace winterbaume::s3
