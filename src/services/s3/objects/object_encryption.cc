#include "services/s3/objects/object_encryption.h"

#include <algorithm>

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::string_view k_customer = "x-amz-server-side-encryption-customer-";
constexpr std::size_t k_customer_key_bytes = 32;

aws::Error wrong_customer(std::string message, std::string_view header, std::string value = {}) {
  return invalid_argument(std::move(message), std::string(k_customer).append(header), std::move(value));
}

// The MD5 of the key, in base64, from SSE-C's three headers. In AWS they travel by TLS alone; here by whatever the client uses.
Result<std::string> customer_key_md5(const std::optional<std::string>& algorithm, const std::optional<std::string>& key,
                                     const std::optional<std::string>& key_md5) {
  constexpr std::string_view k_must = "Requests specifying Server Side Encryption with Customer provided keys must provide ";
  if (!algorithm) {
    return aws::fail(wrong_customer(std::string(k_must).append("a valid encryption algorithm."), "algorithm"));
  }
  if (*algorithm != "AES256") {
    return aws::fail(error(ErrorCode::invalid_encryption_algorithm, {},
                           {.argument_name = std::string(k_customer).append("algorithm"), .argument_value = *algorithm}));
  }
  if (!key) return aws::fail(wrong_customer(std::string(k_must).append("an appropriate secret key."), "key"));
  if (!key_md5) {
    return aws::fail(wrong_customer(std::string(k_must).append("the client calculated MD5 of the secret key."), "key-MD5"));
  }
  const auto bytes = from_base64(*key);
  if (!bytes || bytes->size() != k_customer_key_bytes) {
    return aws::fail(wrong_customer("The secret key was invalid for the specified algorithm.", "key"));
  }
  const auto digest = md5(*bytes);
  if (from_base64(*key_md5) != as_bytes(digest)) {
    return aws::fail(
        wrong_customer("The calculated MD5 hash of the key did not match the hash that was provided.", "key-MD5", *key_md5));
  }
  return to_base64(as_bytes(digest));
}

bool asks_for_customer_key(const SentEncryption& sent) {
  return sent.sse_customer_algorithm || sent.sse_customer_key || sent.sse_customer_key_md5;
}

bool is_kms(std::string_view algorithm) { return algorithm == "aws:kms" || algorithm == "aws:kms:dsse"; }

// KMS answers with ARNs. The account's own key for S3 ("aws/s3") has an id that every account and region derives anew.
std::string kms_arn(const aws::RequestContext& context, const BucketRecord& bucket, std::string_view key) {
  if (key.starts_with("arn:")) return std::string(key);
  std::string arn = "arn:aws:kms:" + bucket.region + ':' + context.scope.account_id + ':';
  if (key.starts_with("alias/") || key.starts_with("key/")) return arn.append(key);
  if (!key.empty()) return arn.append("key/").append(key);
  const auto digest = md5("aws/s3 " + bucket.region + ' ' + context.scope.account_id);
  Uuid id;
  std::ranges::copy(digest, id.bytes.begin());
  return arn.append("key/").append(id.text());
}

Result<EncryptionRecord> plan_sent(const aws::RequestContext& context, const BucketRecord& bucket, SentEncryption sent) {
  EncryptionRecord record;
  record.algorithm = *sent.server_side_encryption;
  if (record.algorithm != "AES256" && !is_kms(record.algorithm)) {
    return aws::fail(
        invalid_argument("The encryption method specified is not supported", "x-amz-server-side-encryption", record.algorithm));
  }
  if (bucket.directory && record.algorithm == "aws:kms:dsse") {
    return aws::fail(invalid_argument("Directory buckets do not support dual-layer server-side encryption.",
                                      "x-amz-server-side-encryption", record.algorithm));
  }
  if (!is_kms(record.algorithm)) {
    if (sent.ssekms_key_id || sent.ssekms_encryption_context) {
      return aws::fail(invalid_argument(
          "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
          "x-amz-server-side-encryption", record.algorithm));
    }
    return record;
  }
  record.kms_key_id = kms_arn(context, bucket, sent.ssekms_key_id.value_or(""));
  record.kms_context = sent.ssekms_encryption_context.value_or("");
  if (!record.kms_context.empty() && !from_base64(record.kms_context)) {
    return aws::fail(invalid_argument("The header 'x-amz-server-side-encryption-context' shall be Base64 encoded UTF-8 JSON.",
                                      "x-amz-server-side-encryption-context", record.kms_context));
  }
  // Amazon S3 User Guide, "Reducing the cost of SSE-KMS": not with dual-layer encryption; always in directory buckets.
  record.bucket_key = record.algorithm == "aws:kms" && (bucket.directory || sent.bucket_key_enabled.value_or(false));
  return record;
}

bool blocks_customer_keys(const ServerSideEncryptionRule& rule) {
  if (!rule.blocked_encryption_types || !rule.blocked_encryption_types->encryption_type) return false;
  const auto& types = *rule.blocked_encryption_types->encryption_type;
  return std::ranges::find(types, "SSE-C") != types.end();
}

}  // namespace

asio::awaitable<Result<EncryptionRecord>> plan_encryption(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                          SentEncryption sent) {
  ServerSideEncryptionRule rule;
  if (bucket->has(ConfigKind::encryption)) {
    auto config = co_await find_config<ServerSideEncryptionConfiguration>(door, bucket);
    if (!config) co_return aws::fail(std::move(config.error()));
    if (*config && (*config)->rules && !(*config)->rules->empty()) rule = std::move((*config)->rules->front());
  }
  if (asks_for_customer_key(sent)) {
    if (sent.server_side_encryption) {
      co_return aws::fail(invalid_argument(
          "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
          "x-amz-server-side-encryption", *sent.server_side_encryption));
    }
    if (bucket->directory) co_return aws::fail(error(ErrorCode::not_implemented));
    auto digest = customer_key_md5(sent.sse_customer_algorithm, sent.sse_customer_key, sent.sse_customer_key_md5);
    if (!digest) co_return aws::fail(std::move(digest.error()));
    if (blocks_customer_keys(rule)) {
      co_return aws::fail(error(ErrorCode::access_denied,
                                "Server-side encryption with customer-provided keys (SSE-C) is blocked by the bucket's default "
                                "encryption configuration."));
    }
    co_return EncryptionRecord{.customer_key_md5 = std::move(*digest)};
  }
  if (!sent.server_side_encryption) {
    if (sent.ssekms_key_id || sent.ssekms_encryption_context) {
      co_return aws::fail(invalid_argument(
          "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
          "x-amz-server-side-encryption", ""));
    }
    sent.server_side_encryption = "AES256";
    if (const auto& by_default = rule.apply_server_side_encryption_by_default; by_default && by_default->sse_algorithm) {
      sent.server_side_encryption = by_default->sse_algorithm;
      sent.ssekms_key_id = by_default->kms_master_key_id;
      if (!sent.bucket_key_enabled) sent.bucket_key_enabled = rule.bucket_key_enabled;
    }
  }
  co_return plan_sent(context, *bucket, std::move(sent));
}

// Amazon S3 User Guide, "Using server-side encryption with customer-provided keys".
std::optional<aws::Error> check_customer_key(const EncryptionRecord& kept, const std::optional<std::string>& algorithm,
                                             const std::optional<std::string>& key, const std::optional<std::string>& key_md5) {
  const bool sent = algorithm || key || key_md5;
  if (kept.customer_key_md5.empty()) {
    if (!sent) return std::nullopt;
    return error(ErrorCode::invalid_request, "The encryption parameters are not applicable to this object.");
  }
  if (!sent) {
    return error(ErrorCode::invalid_request,
                 "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
                 "retrieve the object.");
  }
  auto digest = customer_key_md5(algorithm, key, key_md5);
  if (!digest) return std::move(digest.error());
  if (*digest != kept.customer_key_md5) return error(ErrorCode::access_denied);
  return std::nullopt;
}

}  // namespace winterbaume::s3
