#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/metadata_tables.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

struct KeptMetadata {
  BucketPtr bucket;
  MetadataConfigurationResult tables;
};

ConfigKey metadata_key() { return {ConfigKind::metadata, ""}; }

asio::awaitable<Result<KeptMetadata>> find_metadata(const S3Door& door, NamedBucket named) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto tables =
      co_await find_document<MetadataConfigurationResult>(door, *bucket, metadata_key(), schemas::k_MetadataConfigurationResult);
  if (!tables) co_return aws::fail(std::move(tables.error()));
  if (!*tables) co_return aws::fail(error(ErrorCode::metadata_configuration_not_found));
  co_return KeptMetadata{std::move(*bucket), std::move(**tables)};
}

asio::awaitable<Result<void>> keep_metadata(const S3Door& door, BucketPtr bucket, MetadataConfigurationResult tables) {
  return door.backend.put_config(bucket->name, metadata_key(), to_document(tables, schemas::k_MetadataConfigurationResult));
}

}  // namespace

Answer<ops::CreateBucketMetadataConfiguration> create_bucket_metadata_configuration(
    const aws::RequestContext& context, S3Door& door, CreateBucketMetadataConfigurationRequest input) {
  if (auto wrong = check_metadata(*input.metadata_configuration)) co_return aws::fail(std::move(*wrong));
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->has(ConfigKind::metadata) || (*bucket)->has(ConfigKind::metadata_table)) {
    co_return aws::fail(
        error(ErrorCode::invalid_bucket_state, "A metadata configuration already exists on this bucket. Delete it first."));
  }
  auto tables = make_metadata_tables(**bucket, *input.metadata_configuration, *context.ids);
  co_return done<ops::CreateBucketMetadataConfiguration>(co_await keep_metadata(door, *bucket, std::move(tables)));
}

Answer<ops::GetBucketMetadataConfiguration> get_bucket_metadata_configuration(const aws::RequestContext&, S3Door& door,
                                                                              GetBucketMetadataConfigurationRequest input) {
  auto kept = co_await find_metadata(door, named(input));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  GetBucketMetadataConfigurationOutput output;
  output.get_bucket_metadata_configuration_result.emplace().metadata_configuration_result = std::move(kept->tables);
  co_return output;
}

Answer<ops::DeleteBucketMetadataConfiguration> delete_bucket_metadata_configuration(
    const aws::RequestContext&, S3Door& door, DeleteBucketMetadataConfigurationRequest input) {
  auto kept = co_await find_metadata(door, named(input));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  co_return done<ops::DeleteBucketMetadataConfiguration>(co_await delete_config_of(door, named(input), ConfigKind::metadata));
}

Answer<ops::UpdateBucketMetadataJournalTableConfiguration> update_bucket_metadata_journal_table_configuration(
    const aws::RequestContext&, S3Door& door, UpdateBucketMetadataJournalTableConfigurationRequest input) {
  auto& expiration = *input.journal_table_configuration->record_expiration;
  if (auto wrong = check_record_expiration(expiration)) co_return aws::fail(std::move(*wrong));
  auto kept = co_await find_metadata(door, named(input));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  kept->tables.journal_table_configuration_result->record_expiration = std::move(expiration);
  co_return done<ops::UpdateBucketMetadataJournalTableConfiguration>(
      co_await keep_metadata(door, kept->bucket, std::move(kept->tables)));
}

Answer<ops::UpdateBucketMetadataInventoryTableConfiguration> update_bucket_metadata_inventory_table_configuration(
    const aws::RequestContext& context, S3Door& door, UpdateBucketMetadataInventoryTableConfigurationRequest input) {
  const auto& updates = *input.inventory_table_configuration;
  if (auto wrong = check_table_encryption(updates.encryption_configuration)) co_return aws::fail(std::move(*wrong));
  auto kept = co_await find_metadata(door, named(input));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  auto& table = kept->tables.inventory_table_configuration_result;
  table = make_inventory_table(*kept->bucket, table, *updates.configuration_state, *context.ids);
  co_return done<ops::UpdateBucketMetadataInventoryTableConfiguration>(
      co_await keep_metadata(door, kept->bucket, std::move(kept->tables)));
}

Answer<ops::UpdateBucketMetadataAnnotationTableConfiguration> update_bucket_metadata_annotation_table_configuration(
    const aws::RequestContext& context, S3Door& door, UpdateBucketMetadataAnnotationTableConfigurationRequest input) {
  const auto& updates = *input.annotation_table_configuration;
  if (auto wrong = check_table_encryption(updates.encryption_configuration)) co_return aws::fail(std::move(*wrong));
  if (auto wrong = check_annotation_role(updates.role)) co_return aws::fail(std::move(*wrong));
  auto kept = co_await find_metadata(door, named(input));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  auto& table = kept->tables.annotation_table_configuration_result;
  table = make_annotation_table(*kept->bucket, table, *updates.configuration_state, updates.role, *context.ids);
  co_return done<ops::UpdateBucketMetadataAnnotationTableConfiguration>(
      co_await keep_metadata(door, kept->bucket, std::move(kept->tables)));
}

}  // namespace winterbaume::s3
