// Amazon S3 API Reference, UpdateObjectEncryption: only from SSE-S3 or SSE-KMS, only to SSE-KMS. Its messages are AWS's.
#include "services/s3/access/authorize.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// The account of "arn:aws:kms:us-east-1:123456789012:key/id"; null where it is no such ARN.
std::optional<std::string_view> kms_key_account(std::string_view arn) {
  constexpr int k_fields_before_account = 4;
  const auto key = arn.find(":key/");
  if (!arn.starts_with("arn:aws") || key == std::string_view::npos || key + 5 == arn.size()) return std::nullopt;
  auto rest = arn.substr(0, key);
  for (int i = 0; i < k_fields_before_account; ++i) {
    const auto colon = rest.find(':');
    if (colon == std::string_view::npos || (i == 2 && rest.substr(0, colon) != "kms")) return std::nullopt;
    rest.remove_prefix(colon + 1);
  }
  constexpr std::size_t k_account_digits = 12;
  if (rest.size() != k_account_digits || rest.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return rest;
}

Result<EncryptionRecord> plan_new_encryption(const BucketRecord& bucket, const std::optional<ObjectEncryption>& wanted) {
  if (!wanted || !wanted->ssekms) {
    return aws::fail(error(ErrorCode::invalid_request,
                           "Requests that modify an object encryption configuration require a valid new encryption type. Valid "
                           "values are SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then "
                           "try again."));
  }
  const auto& key = wanted->ssekms->kms_key_arn;
  if (!key || key->empty()) {
    return aws::fail(error(ErrorCode::invalid_request,
                           "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web Services KMS key "
                           "Amazon Resource Name (ARN). Modify the request to specify a KMS key ARN, and then try again."));
  }
  const auto account = kms_key_account(*key);
  if (!account) {
    return aws::fail(error(ErrorCode::invalid_request,
                           "Requests that modify an object's encryption type to SSE-KMS require a valid Amazon Web Services KMS "
                           "key Amazon Resource Name (ARN). Confirm that you have a correctly formatted KMS key ARN in your "
                           "request, and then try again."));
  }
  if (*account != bucket.owner.account_id) {
    return aws::fail(error(ErrorCode::access_denied,
                           "The Amazon Web Services KMS key in the request must be owned by the same account as the bucket. "
                           "Modify the request to specify a KMS key from the same account, and then try again."));
  }
  return EncryptionRecord{
      .algorithm = "aws:kms", .kms_key_id = *key, .bucket_key = wanted->ssekms->bucket_key_enabled.value_or(false)};
}

std::optional<aws::Error> check_changeable(const ObjectRecord& record, TimePoint now) {
  if (!record.encryption.customer_key_md5.empty() || record.encryption.algorithm == "aws:kms:dsse") {
    return error(ErrorCode::invalid_request,
                 "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or "
                 "SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.");
  }
  if (!check_unlocked(record.lock, now, false)) return std::nullopt;
  return error(ErrorCode::access_denied,
               "The encryption type for the specified object can't be updated because that object is protected by S3 Object "
               "Lock. If the object has a governance-mode retention period or a legal hold, you must first remove the Object "
               "Lock status on the object before you issue your UpdateObjectEncryption request. You can't use the "
               "UpdateObjectEncryption operation with objects that have an Object Lock compliance mode retention period "
               "applied to them.");
}

// Policies may ask for the key, which is in the request's document.
asio::awaitable<Result<void>> authorize_encryption(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                   const UpdateObjectEncryptionRequest& input) {
  if (!context.enforced) co_return Result<void>{};
  AccessRequest asked{
      .action = "s3:UpdateObjectEncryption", .bucket = std::move(bucket), .key = *input.key, .version_id = input.version_id};
  const auto& wanted = input.object_encryption;
  if (wanted && wanted->ssekms) {
    asked.conditions.emplace_back("s3:x-amz-server-side-encryption", "aws:kms");
    if (const auto& key = wanted->ssekms->kms_key_arn) {
      asked.conditions.emplace_back("s3:x-amz-server-side-encryption-aws-kms-key-id", *key);
    }
  }
  co_return co_await authorize(context, door, std::move(asked));
}

}  // namespace

Answer<ops::UpdateObjectEncryption> update_object_encryption(const aws::RequestContext& context, S3Door& door,
                                                             UpdateObjectEncryptionRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  auto allowed = co_await authorize_encryption(context, door, *bucket, input);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  auto encryption = plan_new_encryption(**bucket, input.object_encryption);
  if (!encryption) co_return aws::fail(std::move(encryption.error()));
  while (true) {
    auto found = co_await find_readable(door, *input.bucket, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    if (auto refusal = check_changeable(found->record, context.now)) co_return aws::fail(std::move(*refusal));
    encryption->kms_context = found->record.encryption.kms_context;
    found->record.encryption = *encryption;
    auto updated = co_await door.backend.update_object(*input.bucket, std::move(*found));
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (*updated) co_return UpdateObjectEncryptionResponse{};
  }
}

}  // namespace winterbaume::s3
