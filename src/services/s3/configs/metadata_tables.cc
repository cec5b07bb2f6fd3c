#include "services/s3/configs/metadata_tables.h"

#include <algorithm>
#include <string_view>

#include "aws/arn.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::int32_t k_record_days_min = 7;
constexpr std::size_t k_table_name_max = 255;
constexpr std::string_view k_active = "ACTIVE";
constexpr std::string_view k_enabled = "ENABLED";

std::string managed_table_bucket(const BucketRecord& bucket) {
  return aws::make_arn("s3tables", bucket.region, bucket.owner.account_id, "bucket/aws-s3");
}

std::string new_table_arn(const BucketRecord& bucket, Ids& ids) {
  return managed_table_bucket(bucket) + "/table/" + ids.uuid().text();
}

// S3 Tables' rules: letters, digits and underscores, beginning with a letter or digit.
bool is_table_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= k_table_name_max && plain(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return plain(c) || c == '_'; });
}

}  // namespace

std::optional<aws::Error> check_record_expiration(const RecordExpiration& expiration) {
  const bool on = *expiration.expiration == k_enabled;
  if (on != expiration.days.has_value()) return error(ErrorCode::malformed_xml);
  if (!on || *expiration.days >= k_record_days_min) return std::nullopt;
  return invalid_argument("Journal table records must be retained for a minimum of 7 days", "Days",
                          std::to_string(*expiration.days));
}

std::optional<aws::Error> check_table_encryption(const std::optional<MetadataTableEncryptionConfiguration>& encryption) {
  if (!encryption) return std::nullopt;
  const bool kms = *encryption->sse_algorithm == "aws:kms";
  if (kms != encryption->kms_key_arn.has_value()) {
    return error(ErrorCode::invalid_request, kms ? "KmsKeyArn must be specified if SseAlgorithm is aws:kms"
                                                 : "KmsKeyArn can only be specified if SseAlgorithm is aws:kms");
  }
  const auto arn = kms ? aws::parse_arn(*encryption->kms_key_arn) : std::nullopt;
  if (!kms || (arn && arn->service == "kms")) return std::nullopt;
  return invalid_argument("The KMS key must be named by its ARN", "KmsKeyArn", *encryption->kms_key_arn);
}

std::optional<aws::Error> check_annotation_role(const std::optional<std::string>& role) {
  if (!role) return std::nullopt;
  const auto arn = aws::parse_arn(*role);
  if (arn && arn->service == "iam" && arn->resource.starts_with("role/")) return std::nullopt;
  return invalid_argument("The role must be the ARN of an IAM role", "Role", *role);
}

std::optional<aws::Error> check_metadata(const MetadataConfiguration& configuration) {
  const auto& journal = *configuration.journal_table_configuration;
  if (auto wrong = check_record_expiration(*journal.record_expiration)) return wrong;
  if (auto wrong = check_table_encryption(journal.encryption_configuration)) return wrong;
  if (const auto& inventory = configuration.inventory_table_configuration) {
    if (auto wrong = check_table_encryption(inventory->encryption_configuration)) return wrong;
  }
  const auto& annotations = configuration.annotation_table_configuration;
  if (!annotations) return std::nullopt;
  if (auto wrong = check_table_encryption(annotations->encryption_configuration)) return wrong;
  return check_annotation_role(annotations->role);
}

InventoryTableConfigurationResult make_inventory_table(const BucketRecord& bucket,
                                                       const std::optional<InventoryTableConfigurationResult>& kept,
                                                       const std::string& state, Ids& ids) {
  if (state == k_enabled && kept && kept->configuration_state == k_enabled) return *kept;
  InventoryTableConfigurationResult table{.configuration_state = state};
  if (state != k_enabled) return table;
  table.table_status = k_active;
  table.table_name = "inventory";
  table.table_arn = new_table_arn(bucket, ids);
  return table;
}

AnnotationTableConfigurationResult make_annotation_table(const BucketRecord& bucket,
                                                         const std::optional<AnnotationTableConfigurationResult>& kept,
                                                         const std::string& state, std::optional<std::string> role, Ids& ids) {
  AnnotationTableConfigurationResult table;
  if (kept && kept->configuration_state == k_enabled) table = *kept;
  if (role) table.role = std::move(role);
  table.configuration_state = state;
  if (state != k_enabled) return {.configuration_state = state, .role = std::move(table.role)};
  if (table.table_arn) return table;
  table.table_status = k_active;
  table.table_name = "annotation";
  table.table_arn = new_table_arn(bucket, ids);
  return table;
}

MetadataConfigurationResult make_metadata_tables(const BucketRecord& bucket, const MetadataConfiguration& configuration,
                                                 Ids& ids) {
  MetadataConfigurationResult result;
  result.destination_result = DestinationResult{
      .table_bucket_type = "aws", .table_bucket_arn = managed_table_bucket(bucket), .table_namespace = "b_" + bucket.name};
  auto& journal = result.journal_table_configuration_result.emplace();
  journal.table_status = k_active;
  journal.table_name = "journal";
  journal.table_arn = new_table_arn(bucket, ids);
  journal.record_expiration = configuration.journal_table_configuration->record_expiration;
  if (const auto& inventory = configuration.inventory_table_configuration) {
    result.inventory_table_configuration_result =
        make_inventory_table(bucket, std::nullopt, *inventory->configuration_state, ids);
  }
  if (const auto& annotations = configuration.annotation_table_configuration) {
    result.annotation_table_configuration_result =
        make_annotation_table(bucket, std::nullopt, *annotations->configuration_state, annotations->role, ids);
  }
  return result;
}

std::optional<aws::Error> check_metadata_table(const BucketRecord& bucket, const MetadataTableConfiguration& configuration) {
  const auto& destination = *configuration.s3_tables_destination;
  const auto arn = aws::parse_arn(*destination.table_bucket_arn);
  if (!arn || arn->service != "s3tables" || !arn->resource.starts_with("bucket/")) {
    return invalid_argument("The table bucket ARN is not valid", "TableBucketArn", *destination.table_bucket_arn);
  }
  if (arn->region != bucket.region || arn->account_id != bucket.owner.account_id) {
    return invalid_argument("The destination table bucket must be in the same Region and account as the general purpose bucket",
                            "TableBucketArn", *destination.table_bucket_arn);
  }
  if (is_table_name(*destination.table_name)) return std::nullopt;
  return invalid_argument("The table name is not valid", "TableName", *destination.table_name);
}

GetBucketMetadataTableConfigurationResult make_metadata_table(const MetadataTableConfiguration& configuration, Ids& ids) {
  const auto& destination = *configuration.s3_tables_destination;
  GetBucketMetadataTableConfigurationResult result;
  auto& made = result.metadata_table_configuration_result.emplace().s3_tables_destination_result.emplace();
  made.table_bucket_arn = destination.table_bucket_arn;
  made.table_name = destination.table_name;
  made.table_arn = *destination.table_bucket_arn + "/table/" + ids.uuid().text();
  made.table_namespace = "aws_s3_metadata";
  result.status = k_active;
  return result;
}

}  // namespace winterbaume::s3
