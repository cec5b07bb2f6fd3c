#include "services/s3/web/form_signature.h"

#include <fmt/format.h>

#include <array>

#include "aws/sigv4.h"
#include "aws/sigv4_errors_s3.h"
#include "aws/sigv4_verify.h"
#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

aws::Error missing_field(std::string_view name) {
  return invalid_argument(
      fmt::format("Bucket POST must contain a field named '{}'.  If it is specified, please check the order of the fields.",
                  name),
      std::string(name), "");
}

// "AKID/20260101/us-east-1/s3/aws4_request"; a key's id may hold slashes itself.
std::optional<aws::Error> read_credential(const std::string& credential, FormSignature& signature) {
  const auto wrong = [&](std::string message) { return invalid_argument(std::move(message), "X-Amz-Credential", credential); };
  std::array<std::string_view, 4> scope;  // day, region, service, terminator
  std::string_view rest = credential;
  for (std::size_t i = scope.size(); i-- > 0;) {
    const auto slash = rest.rfind('/');
    if (slash == std::string_view::npos) {
      return wrong("the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }
    scope[i] = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  const auto [day, region, service, terminator] = scope;
  if (rest.empty()) return wrong("a non-empty Access Key (AKID) must be provided in the credential.");
  if (day.size() != 8 || !aws::parse_amz_date(std::string(day) + "T000000Z")) {
    return wrong(
        fmt::format("incorrect date format \"{}\". This date in the credential must be in the format \"yyyyMMdd\".", day));
  }
  if (service != "s3") return wrong(fmt::format("incorrect service \"{}\". This endpoint belongs to \"s3\".", service));
  if (terminator != "aws4_request") {
    return wrong(fmt::format("incorrect terminal \"{}\". This endpoint uses \"aws4_request\".", terminator));
  }
  signature.access_key_id = rest;
  signature.date = day;
  signature.region = region;
  return std::nullopt;
}

using Found = aws::Result<std::optional<FormSignature>>;

Found find_version_4(const FormFields& fields) {
  // In the order in which S3 names the first that is missing.
  constexpr std::string_view k_names[] = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "Policy"};
  for (auto name : k_names) {
    if (fields.find(name) == nullptr) return aws::fail(missing_field(name));
  }
  const auto& algorithm = *fields.find("X-Amz-Algorithm");
  if (algorithm != "AWS4-HMAC-SHA256") {
    return aws::fail(invalid_argument("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"", "X-Amz-Algorithm", algorithm));
  }
  const auto& date = *fields.find("X-Amz-Date");
  if (!aws::parse_amz_date(date)) {
    return aws::fail(invalid_argument("X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", date));
  }
  FormSignature signature{.policy = *fields.find("Policy"), .signature = *fields.find("X-Amz-Signature")};
  if (auto wrong = read_credential(*fields.find("X-Amz-Credential"), signature)) return aws::fail(std::move(*wrong));
  return signature;
}

Found find_version_2(const FormFields& fields) {
  for (std::string_view name : {"AWSAccessKeyId", "Signature", "Policy"}) {
    if (fields.find(name) == nullptr) return aws::fail(missing_field(name));
  }
  return FormSignature{.version_4 = false,
                       .access_key_id = *fields.find("AWSAccessKeyId"),
                       .policy = *fields.find("Policy"),
                       .signature = *fields.find("Signature")};
}

// RFC 2104.
std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  constexpr std::size_t k_block_bytes = 64;
  const auto sha1 = [](std::string_view first, std::string_view second) {
    DigestStream digest(DigestAlgorithm::sha1);
    digest.update(first);
    digest.update(second);
    return digest.finish();
  };
  std::string padded = key.size() > k_block_bytes ? sha1(key, {}) : std::string(key);
  padded.resize(k_block_bytes);
  std::string inner = padded;
  std::string outer = padded;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sha1(outer, sha1(inner, bytes));
}

std::string expected_signature(const FormSignature& sent, const aws::AccessKey& key) {
  if (!sent.version_4) return to_base64(hmac_sha1(key.secret, sent.policy));
  return aws::sign(aws::derive_signing_key(key.secret, sent.date, sent.region, "s3"), sent.policy);
}

// In a time that tells nothing of where they differ.
bool same_signature(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differs |= static_cast<unsigned char>(a[i] ^ b[i]);
  return differs == 0;
}

}  // namespace

aws::Result<std::optional<FormSignature>> find_form_signature(const FormFields& fields) {
  const auto sent = [&](std::string_view name) { return fields.find(name) != nullptr; };
  const bool version_4 = sent("X-Amz-Algorithm") || sent("X-Amz-Credential") || sent("X-Amz-Date") || sent("X-Amz-Signature");
  if (!version_4 && !sent("AWSAccessKeyId") && !sent("Signature")) return std::nullopt;
  auto found = version_4 ? find_version_4(fields) : find_version_2(fields);
  if (const auto* token = fields.find("X-Amz-Security-Token"); found && token) (*found)->session_token = *token;
  return found;
}

aws::Result<std::shared_ptr<const aws::AccessKey>> verify_form_signature(const FormSignature& signature,
                                                                         const aws::AccessKeyStore& keys, TimePoint now) {
  using enum aws::AuthFailure;
  const auto refuse = [&](aws::AuthFailure failure) {
    return aws::fail(aws::s3_auth_error({.failure = failure,
                                         .access_key_id = signature.access_key_id,
                                         .signature = signature.signature,
                                         .now = now,
                                         .string_to_sign = signature.policy}));
  };
  auto key = keys.find_access_key(signature.access_key_id);
  if (!key) return refuse(unknown_access_key);
  if (!same_signature(expected_signature(signature, *key), signature.signature)) return refuse(signature_mismatch);
  if (key->session_token != signature.session_token) return refuse(invalid_token);
  if (now >= key->expires) return refuse(expired_token);
  return key;
}

}  // namespace winterbaume::s3
