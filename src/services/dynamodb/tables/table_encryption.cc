#include "services/dynamodb/tables/table_encryption.h"

#include <fmt/format.h>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

std::string key_arn(const Scope& scope, std::string_view id) {
  if (id.starts_with("arn:")) return std::string(id);
  const bool alias = id.starts_with("alias/");
  return fmt::format("arn:aws:kms:{}:{}:{}{}", scope.region, scope.account_id, alias ? "" : "key/", id);
}

}  // namespace

Result<std::optional<EncryptionRecord>> read_encryption(const SSESpecification& sse, const Scope& scope) {
  const bool enabled = sse.enabled.value_or(false);
  if (!enabled && (sse.kms_master_key_id || sse.sse_type)) {
    return aws::fail(aws::errors::validation(
        "One or more parameter values were invalid: SSEType and KMSMasterKeyId can be specified only when SSE is enabled"));
  }
  if (!enabled) return std::optional<EncryptionRecord>();
  if (sse.sse_type && *sse.sse_type == "AES256") {
    return aws::fail(
        aws::errors::validation("One or more parameter values were invalid: SSEType AES256 is not supported, use KMS instead"));
  }
  return EncryptionRecord{.kms_key_arn = key_arn(scope, sse.kms_master_key_id.value_or("alias/aws/dynamodb")),
                          .inaccessible_since = std::nullopt};
}

std::optional<SSEDescription> describe_encryption(const TableRecord& table) {
  if (!table.encryption) return std::nullopt;
  SSEDescription out;
  out.status = "ENABLED";
  out.sse_type = "KMS";
  out.kms_master_key_arn = table.encryption->kms_key_arn;
  out.inaccessible_encryption_date_time = table.encryption->inaccessible_since;
  return out;
}

}  // namespace winterbaume::dynamodb
