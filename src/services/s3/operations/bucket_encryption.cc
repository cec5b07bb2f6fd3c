#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

bool is_kms(const std::string& algorithm) { return algorithm == "aws:kms" || algorithm == "aws:kms:dsse"; }

std::optional<aws::Error> check_blocked_types(const ServerSideEncryptionRule& rule) {
  if (!rule.blocked_encryption_types) return std::nullopt;
  const auto& types = rule.blocked_encryption_types->encryption_type;
  return types && types->size() == 1 ? std::nullopt : std::optional(error(ErrorCode::malformed_xml));
}

// One rule, which names a default algorithm, blocks SSE-C, or both.
std::optional<aws::Error> check_bucket_encryption(const ServerSideEncryptionConfiguration& configuration) {
  if (configuration.rules->size() != 1) return error(ErrorCode::malformed_xml);
  const auto& rule = configuration.rules->front();
  if (auto wrong = check_blocked_types(rule)) return wrong;
  if (!rule.apply_server_side_encryption_by_default) {
    return rule.blocked_encryption_types ? std::nullopt : std::optional(error(ErrorCode::malformed_xml));
  }
  const auto& by_default = *rule.apply_server_side_encryption_by_default;
  if (*by_default.sse_algorithm != "AES256" && !is_kms(*by_default.sse_algorithm)) return error(ErrorCode::malformed_xml);
  if (by_default.kms_master_key_id && !is_kms(*by_default.sse_algorithm)) {
    return invalid_argument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                            "ApplyServerSideEncryptionByDefault", *by_default.sse_algorithm);
  }
  return std::nullopt;
}

ServerSideEncryptionByDefault by_s3_keys() { return {.sse_algorithm = "AES256"}; }

}  // namespace

// Since January 2023 every bucket encrypts with S3's own keys where nothing else is set.
Answer<ops::GetBucketEncryption> get_bucket_encryption(const aws::RequestContext&, S3Door& door,
                                                       GetBucketEncryptionRequest input) {
  auto found = co_await find_config_of<ServerSideEncryptionConfiguration>(door, named(input, DirectoryBuckets::allowed));
  if (!found) co_return aws::fail(std::move(found.error()));
  if (!*found) {
    found->emplace().rules.emplace().push_back(
        {.apply_server_side_encryption_by_default = by_s3_keys(), .bucket_key_enabled = false});
  }
  co_return GetBucketEncryptionOutput{.server_side_encryption_configuration = std::move(**found)};
}

Answer<ops::PutBucketEncryption> put_bucket_encryption(const aws::RequestContext&, S3Door& door,
                                                       PutBucketEncryptionRequest input) {
  auto& configuration = *input.server_side_encryption_configuration;
  if (auto wrong = check_bucket_encryption(configuration)) co_return aws::fail(std::move(*wrong));
  auto& rule = configuration.rules->front();
  if (!rule.apply_server_side_encryption_by_default) rule.apply_server_side_encryption_by_default = by_s3_keys();
  if (!rule.bucket_key_enabled) rule.bucket_key_enabled = false;
  co_return done<ops::PutBucketEncryption>(
      co_await put_config_of(door, named(input, DirectoryBuckets::allowed), std::move(configuration)));
}

Answer<ops::DeleteBucketEncryption> delete_bucket_encryption(const aws::RequestContext&, S3Door& door,
                                                             DeleteBucketEncryptionRequest input) {
  co_return done<ops::DeleteBucketEncryption>(
      co_await delete_config_of(door, named(input, DirectoryBuckets::allowed), ConfigKind::encryption));
}

}  // namespace winterbaume::s3
