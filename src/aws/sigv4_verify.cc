#include "aws/sigv4_verify.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "aws/query_string.h"
#include "aws/timestamps.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto k_clock_skew_max = minutes(15);
constexpr std::int64_t k_expires_seconds_max = 604'800;
constexpr std::size_t k_signing_keys_max = 1024;
constexpr std::size_t k_signed_headers_max = 256;  // more than any client signs; a signature over more fails
constexpr std::string_view k_payload_header = "x-amz-content-sha256";

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
         });
}

// What regions and signing names are made of. Keeps separators out of the scope and of the names of cached keys.
bool is_scope_part(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '-' || c == '_' || c == '.';
  });
}

// One request on its way through the checks, in the order in which AWS makes them. Each step says whether it went well;
// where it didn't, the rejection is filled in.
class Verification {
 public:
  Verification(const http::Request& request, const SentCredential& sent, TimePoint now)
      : request_(request), sent_(sent), s3_(path_encoding_of(sent.service) == PathEncoding::once) {
    rejection_.presigned = sent.presigned;
    rejection_.access_key_id = text_of(sent.access_key_id);
    rejection_.signature = text_of(sent.signature);
    rejection_.now = now;
  }

  std::expected<VerifiedSignature, AuthRejection> run(const AccessKeyStore& keys, SigningKeys& signing_keys) {
    if (!check_parts() || !check_date() || !check_scope() || !check_expiry() || !check_key(keys) || !check_age() ||
        !check_signed_headers() || !check_payload() || !check_signature(signing_keys)) {
      return std::unexpected(std::move(rejection_));
    }
    return std::move(verified_);
  }

 private:
  bool reject(AuthFailure failure, std::string detail = {}) {
    rejection_.failure = failure;
    rejection_.detail = std::move(detail);
    return false;
  }

  // A part of the credential without the encoding of a query string.
  std::string text_of(std::string_view sent) const {
    if (!sent_.presigned) return std::string(sent);
    auto decoded = percent_decode(sent, true);
    return decoded ? std::move(*decoded) : std::string(sent);
  }

  bool check_parts();
  bool check_date();
  bool check_scope();
  bool check_expiry();
  bool check_key(const AccessKeyStore& keys);
  bool check_age();
  bool check_signed_headers();
  bool check_payload();
  bool check_sent_hash(std::string_view sent);
  bool check_streaming(std::string_view sent);
  bool check_signature(SigningKeys& signing_keys);

  const http::Request& request_;
  const SentCredential& sent_;
  bool s3_;
  AuthRejection rejection_{};
  VerifiedSignature verified_;
  TimePoint date_;
  std::optional<seconds> expires_;  // of a presigned request
  std::vector<std::string> signed_headers_;
  std::string payload_;  // the last line of the canonical request
};

bool Verification::check_parts() {
  if (sent_.scheme == SignatureScheme::none) return reject(AuthFailure::missing);
  if (sent_.scheme != SignatureScheme::v4) {
    return reject(AuthFailure::unsupported_scheme, std::string(request_.headers.get_or("Authorization")));
  }
  std::string missing;
  auto need = [&](std::string_view part, std::string_view name) {
    if (part.empty()) missing.append(missing.empty() ? "" : ",").append(name);
  };
  std::string_view prefix = sent_.presigned ? "X-Amz-" : "";
  need(sent_.credential, std::string(prefix) + "Credential");
  need(sent_.signature, std::string(prefix) + "Signature");
  need(sent_.signed_headers, std::string(prefix) + "SignedHeaders");
  if (sent_.presigned) need(sent_.presigned_date, "X-Amz-Date");
  if (sent_.presigned && s3_) need(sent_.presigned_expiry, "X-Amz-Expires");
  return missing.empty() || reject(AuthFailure::incomplete, std::move(missing));
}

bool Verification::check_date() {
  std::string text = text_of(sent_.presigned_date);
  if (!sent_.presigned) text = request_.headers.get_or("X-Amz-Date", request_.headers.get_or("Date"));
  if (text.empty()) return reject(AuthFailure::missing_date);
  auto date = parse_amz_date(text);
  if (!date && !sent_.presigned && !request_.headers.find("X-Amz-Date")) date = parse_http_date(text);
  if (!date) return reject(AuthFailure::malformed_date, std::move(text));
  date_ = *date;
  rejection_.amz_date = verified_.amz_date = amz_date_text(date_);
  return true;
}

bool Verification::check_scope() {
  bool whole = sent_.well_formed_scope && sent_.terminator == "aws4_request" && is_scope_part(sent_.region) &&
               is_scope_part(sent_.service) && rejection_.access_key_id.find('/') == std::string::npos;
  if (!whole) return reject(AuthFailure::malformed_credential, text_of(sent_.credential));
  if (sent_.date != std::string_view(verified_.amz_date).substr(0, 8)) {
    return reject(AuthFailure::date_mismatch, std::string(sent_.date));
  }
  verified_.scope = std::string(sent_.date).append("/").append(sent_.region).append("/").append(sent_.service);
  verified_.scope.append("/aws4_request");
  return true;
}

bool Verification::check_expiry() {
  if (!sent_.presigned || sent_.presigned_expiry.empty()) return true;
  auto expires = parse_integer(sent_.presigned_expiry);
  if (!expires) return reject(AuthFailure::malformed_expiry);
  if (*expires < 0) return reject(AuthFailure::negative_expiry);
  if (*expires > k_expires_seconds_max) return reject(AuthFailure::expiry_too_long);
  rejection_.expires_seconds = *expires;
  expires_ = seconds(*expires);
  return true;
}

bool Verification::check_key(const AccessKeyStore& keys) {
  verified_.key = keys.find_access_key(rejection_.access_key_id);
  if (!verified_.key) return reject(AuthFailure::unknown_access_key);
  // Whether in the query or in a header: find_credential() takes the header only where the query has none.
  auto token = request_.headers.get_or("X-Amz-Security-Token") == sent_.session_token ? std::string(sent_.session_token)
                                                                                      : text_of(sent_.session_token);
  if (!same_secret(token, verified_.key->session_token)) return reject(AuthFailure::invalid_token);
  return rejection_.now < verified_.key->expires || reject(AuthFailure::expired_token);
}

bool Verification::check_age() {
  if (date_ > rejection_.now + k_clock_skew_max) {
    return reject(expires_ ? AuthFailure::presigned_not_yet_valid : AuthFailure::signature_not_yet_valid);
  }
  if (expires_) return rejection_.now <= date_ + *expires_ || reject(AuthFailure::presigned_expired);
  return date_ >= rejection_.now - k_clock_skew_max || reject(AuthFailure::signature_expired);
}

bool Verification::check_signed_headers() {
  std::string list = to_lower(text_of(sent_.signed_headers));
  for (std::string_view rest = list; !rest.empty();) {
    auto end = rest.find(';');
    if (signed_headers_.size() < k_signed_headers_max) signed_headers_.emplace_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  std::ranges::sort(signed_headers_);
  auto repeated = std::ranges::unique(signed_headers_);
  signed_headers_.erase(repeated.begin(), repeated.end());
  auto is_signed = [&](std::string_view name) { return std::ranges::binary_search(signed_headers_, name); };
  if (!is_signed("host")) return reject(AuthFailure::host_not_signed);
  if (!s3_) return true;
  std::string unsigned_names;
  for (auto field : request_.headers) {
    auto name = to_lower(field.name);
    // S3 takes the payload's hash unsigned: it stands in the canonical request anyway.
    if (!name.starts_with("x-amz-") || name == k_payload_header || is_signed(name)) continue;
    unsigned_names.append(unsigned_names.empty() ? "" : ", ").append(name);
  }
  return unsigned_names.empty() || reject(AuthFailure::headers_not_signed, std::move(unsigned_names));
}

bool Verification::check_payload() {
  std::string sent(request_.headers.get_or(k_payload_header));
  if (sent.empty() && sent_.presigned) sent = QueryString(request_.query()).find_decoded("X-Amz-Content-Sha256").value_or("");
  if (sent.empty() && s3_) {
    if (!sent_.presigned) return reject(AuthFailure::missing_payload_hash);
    sent = "UNSIGNED-PAYLOAD";
  }
  payload_ = rejection_.payload_sha256 = sent;
  if (sent == "UNSIGNED-PAYLOAD") return true;
  if (is_sha256_hex(sent)) return check_sent_hash(sent);
  if (s3_) return check_streaming(sent);
  // Other services hash the body that they got. One that is still to be read can't be signed without its hash.
  if (!request_.body.in_memory()) return reject(AuthFailure::missing_payload_hash);
  payload_ = to_hex(as_bytes(sha256(request_.body.bytes())));
  return true;
}

bool Verification::check_sent_hash(std::string_view sent) {
  if (!request_.body.in_memory()) {
    verified_.payload = PayloadSignature::sha256;
    verified_.payload_sha256 = to_lower(sent);
    return true;
  }
  auto computed = to_hex(as_bytes(sha256(request_.body.bytes())));
  return equals_ignoring_case(sent, computed) || reject(AuthFailure::payload_mismatch, std::move(computed));
}

bool Verification::check_streaming(std::string_view sent) {
  if (sent == "STREAMING-UNSIGNED-PAYLOAD-TRAILER") verified_.payload = PayloadSignature::unsigned_chunks_trailer;
  if (sent == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD") verified_.payload = PayloadSignature::chunks;
  if (sent == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER") verified_.payload = PayloadSignature::chunks_and_trailer;
  return verified_.payload != PayloadSignature::settled || reject(AuthFailure::malformed_payload_hash);
}

bool Verification::check_signature(SigningKeys& signing_keys) {
  verified_.signing_key = signing_keys.get(verified_.key->secret, sent_.date, sent_.region, sent_.service);
  auto canonical = canonical_request(request_, signed_headers_, path_encoding_of(sent_.service), payload_);
  auto to_sign = string_to_sign(verified_.amz_date, verified_.scope, canonical);
  verified_.seed_signature = sign(verified_.signing_key, to_sign);
  if (same_secret(verified_.seed_signature, rejection_.signature)) return true;
  rejection_.canonical_request = std::move(canonical);
  rejection_.string_to_sign = std::move(to_sign);
  return reject(AuthFailure::signature_mismatch);
}

}  // namespace

Sha256 SigningKeys::get(std::string_view secret, std::string_view date, std::string_view region, std::string_view service) {
  std::string name(secret);
  for (auto part : {date, region, service}) name.append("\n").append(part);
  {
    std::lock_guard lock(mutex_);
    if (auto found = keys_.find(name); found != keys_.end()) return found->second;
  }
  auto key = derive_signing_key(secret, date, region, service);
  std::lock_guard lock(mutex_);
  if (keys_.size() >= k_signing_keys_max) keys_.clear();
  keys_.emplace(std::move(name), key);
  return key;
}

std::expected<VerifiedSignature, AuthRejection> SignatureVerifier::verify(const http::Request& request,
                                                                          const SentCredential& sent, TimePoint now) {
  return Verification(request, sent, now).run(*keys_, signing_keys_);
}

}  // namespace winterbaume::aws
