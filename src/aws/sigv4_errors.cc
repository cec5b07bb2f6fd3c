#include "aws/sigv4_errors.h"

#include <fmt/format.h>

#include "aws/common_errors.h"
#include "aws/sigv4_errors_s3.h"

// Codes and texts: IAM User Guide, "Troubleshoot Signature Version 4 requests", and the services' "Common Errors".
namespace winterbaume::aws {
namespace {

constexpr std::string_view k_mismatch =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
    "signing method. Consult the service documentation for details.";

std::string incomplete_text(const AuthRejection& rejection) {
  std::string text;
  for (std::string_view rest = rejection.detail; !rest.empty();) {
    auto comma = rest.find(',');
    text += fmt::format("{} '{}'{}. ",
                        rejection.presigned ? "AWS query-string parameters must include" : "Authorization header requires",
                        rest.substr(0, comma), rejection.presigned ? "" : " parameter");
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string scheme_text(const AuthRejection& rejection) {
  if (rejection.presigned) return "AWS query-string parameters must include 'X-Amz-Algorithm' with the value 'AWS4-HMAC-SHA256'.";
  return fmt::format("'{0}' not a valid key=value pair (missing equal-sign) in Authorization header: '{0}'.", rejection.detail);
}

std::string date_mismatch_text(const AuthRejection& r) {
  return fmt::format(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{}'.",
      r.detail, r.amz_date.substr(0, 8), r.amz_date);
}

std::string expired_text(const AuthRejection& r) {
  auto validity =
      r.failure == AuthFailure::presigned_expired ? std::chrono::seconds(r.expires_seconds) : std::chrono::minutes(15);
  return fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)", r.amz_date, amz_date_text(r.now - validity),
                     amz_date_text(r.now), validity.count() / 60);
}

std::string not_yet_valid_text(const AuthRejection& r) {
  return fmt::format("Signature not yet current: {} is still later than {} ({} + 15 min.)", r.amz_date,
                     amz_date_text(r.now + std::chrono::minutes(15)), amz_date_text(r.now));
}

std::string mismatch_text(const AuthRejection& r) {
  return fmt::format(
      "{}\n\nThe Canonical String for this request should have been\n'{}'\n\nThe String-to-Sign should have been\n'{}'\n",
      k_mismatch, r.canonical_request, r.string_to_sign);
}

Error shared_error(const AuthRejection& r) {
  using enum AuthFailure;
  switch (r.failure) {
    case missing:
      return errors::missing_authentication_token();
    case unsupported_scheme:
      return errors::incomplete_signature(scheme_text(r));
    case incomplete:
      return errors::incomplete_signature(incomplete_text(r));
    case malformed_credential:
      return errors::incomplete_signature(fmt::format(
          "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'", r.detail));
    case missing_date:
      return errors::incomplete_signature("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    case malformed_date:
      return errors::incomplete_signature(
          fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601", r.detail));
    case date_mismatch:
      return errors::signature_does_not_match(date_mismatch_text(r));
    case malformed_expiry:
      return errors::incomplete_signature("X-Amz-Expires should be a number");
    case negative_expiry:
      return errors::incomplete_signature("X-Amz-Expires must be non-negative");
    case expiry_too_long:
      return errors::incomplete_signature(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
          "must be less than 604800 seconds");
    case unknown_access_key:
    case invalid_token:
      return errors::invalid_client_token_id();
    case expired_token:
      return errors::expired_token();
    case signature_expired:
    case presigned_expired:
      return errors::signature_does_not_match(expired_text(r));
    case signature_not_yet_valid:
    case presigned_not_yet_valid:
      return errors::signature_does_not_match(not_yet_valid_text(r));
    case host_not_signed:
      return errors::signature_does_not_match("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    case headers_not_signed:
    case missing_payload_hash:
    case malformed_payload_hash:
    case payload_mismatch:
      return errors::signature_does_not_match(std::string(k_mismatch));
    case signature_mismatch:
      return errors::signature_does_not_match(mismatch_text(r));
  }
  return errors::access_denied("Access Denied");
}

}  // namespace

Error auth_error(const AuthRejection& rejection, bool s3) { return s3 ? s3_auth_error(rejection) : shared_error(rejection); }

}  // namespace winterbaume::aws
