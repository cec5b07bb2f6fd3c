// How objects are said to be encrypted: SSE-S3, SSE-KMS and DSSE are recorded, SSE-C's key is checked. Nothing is encrypted.
#pragma once

#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct SentEncryption {
  std::optional<std::string> server_side_encryption, ssekms_key_id, ssekms_encryption_context;
  std::optional<bool> bucket_key_enabled;
  std::optional<std::string> sse_customer_algorithm, sse_customer_key, sse_customer_key_md5;
};

// What a new object gets: what was sent, else the bucket's default, else SSE-S3. Errors: InvalidArgument,
// InvalidEncryptionAlgorithmError, InvalidRequest, AccessDenied where the bucket blocks SSE-C.
asio::awaitable<Result<EncryptionRecord>> plan_encryption(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                          SentEncryption sent);

// SSE-C's three headers, as of GET, HEAD, UploadPart and the source of a copy: null where they fit what the object (or upload)
// was written with. Errors: InvalidRequest, InvalidArgument, AccessDenied (another key).
std::optional<aws::Error> check_customer_key(const EncryptionRecord& kept, const std::optional<std::string>& algorithm,
                                             const std::optional<std::string>& key, const std::optional<std::string>& key_md5);

// Sets the members of `output` that tell of encryption. For outputs that have all of them.
template <class Output>
void set_encryption(Output& output, const EncryptionRecord& record) {
  if (!record.customer_key_md5.empty()) {
    output.sse_customer_algorithm = "AES256";
    output.sse_customer_key_md5 = record.customer_key_md5;
    return;
  }
  if (!record.algorithm.empty()) output.server_side_encryption = record.algorithm;
  if (!record.kms_key_id.empty()) output.ssekms_key_id = record.kms_key_id;
  if (record.bucket_key) output.bucket_key_enabled = true;
}

}  // namespace winterbaume::s3
