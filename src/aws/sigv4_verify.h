// Checks the signature of a request (`--auth verify`). What was wrong is a value that names the reason and the pieces;
// sigv4_errors.h turns it into the answer that the service's protocol wants.
#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "aws/access_key.h"
#include "aws/sigv4.h"

namespace winterbaume::aws {

enum class AuthFailure : std::uint8_t {
  missing,                  // no signature at all
  unsupported_scheme,       // neither AWS4-HMAC-SHA256 in a header nor in the query
  incomplete,               // a part of the signature wasn't sent; `detail` says which
  malformed_credential,     // not key/date/region/service/aws4_request; `detail` is the credential
  missing_date,             // no X-Amz-Date, and no Date
  malformed_date,           // `detail` is the date
  date_mismatch,            // the credential's day is not the request's; `detail` is the credential's
  malformed_expiry,         // X-Amz-Expires is no number
  negative_expiry,          // X-Amz-Expires is below 0
  expiry_too_long,          // X-Amz-Expires is over seven days
  unknown_access_key,       //
  invalid_token,            // X-Amz-Security-Token is not the key's
  expired_token,            // the temporary key's time is over
  signature_expired,        // the request's time is more than 15 minutes ago
  signature_not_yet_valid,  // the request's time is more than 15 minutes ahead
  presigned_expired,        // a presigned request after its X-Amz-Expires
  presigned_not_yet_valid,  //
  host_not_signed,          //
  headers_not_signed,       // x-amz-* headers (S3); `detail` names them, comma-separated
  missing_payload_hash,     // S3 wants x-amz-content-sha256
  malformed_payload_hash,   //
  payload_mismatch,         // the body is not what x-amz-content-sha256 says; `detail` is the body's own hash
  signature_mismatch,       //
};

struct AuthRejection {
  AuthFailure failure;
  std::string detail;
  bool presigned = false;
  std::string access_key_id;
  std::string signature;             // as sent
  std::string amz_date;              // the request's time, "20260101T000000Z"
  std::string payload_sha256;        // as sent
  std::int64_t expires_seconds = 0;  // of a presigned request
  TimePoint now;
  std::string canonical_request;  // of signature_mismatch
  std::string string_to_sign;     // of signature_mismatch
};

// What remains to be checked as the body is read.
enum class PayloadSignature : std::uint8_t {
  settled,                  // nothing: unsigned, or in memory and compared
  sha256,                   // the whole body's hash is VerifiedSignature::payload_sha256
  chunks,                   // STREAMING-AWS4-HMAC-SHA256-PAYLOAD: each chunk is signed, from the seed signature on
  chunks_and_trailer,       // STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER
  unsigned_chunks_trailer,  // STREAMING-UNSIGNED-PAYLOAD-TRAILER
};

struct VerifiedSignature {
  std::shared_ptr<const AccessKey> key;
  PayloadSignature payload = PayloadSignature::settled;
  std::string payload_sha256;  // lower case, of PayloadSignature::sha256
  // What a chunk's signature is made of.
  Sha256 signing_key{};
  std::string seed_signature;
  std::string amz_date;
  std::string scope;  // "20260101/us-east-1/s3/aws4_request"
};

// Signing keys by (secret, date, region, service): deriving one costs four HMACs. Thread-safe; bounded.
class SigningKeys {
 public:
  Sha256 get(std::string_view secret, std::string_view date, std::string_view region, std::string_view service);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Sha256> keys_;
};

// Thread-safe.
class SignatureVerifier {
 public:
  // `keys` is never null.
  explicit SignatureVerifier(std::shared_ptr<const AccessKeyStore> keys) : keys_(std::move(keys)) {}

  // `sent` is find_credential(request). A body in memory is compared with its hash; of one that streams the result says what
  // is left to compare. The request's Host and all its headers must be as the client sent them.
  std::expected<VerifiedSignature, AuthRejection> verify(const http::Request& request, const SentCredential& sent, TimePoint now);

 private:
  std::shared_ptr<const AccessKeyStore> keys_;
  SigningKeys signing_keys_;
};

}  // namespace winterbaume::aws
