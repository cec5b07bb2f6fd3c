#include "aws/sigv4_errors_s3.h"

#include <fmt/format.h>

#include <cstddef>

#include "aws/schema.h"
#include "aws/timestamps.h"
#include "core/bytes.h"

// Codes, statuses and texts: Amazon S3 API Reference, "Error responses".
namespace winterbaume::aws {
namespace {

// The elements that stand beside Code and Message.
struct Pieces {
  std::optional<std::string> access_key_id, string_to_sign, signature_provided, string_to_sign_bytes, canonical_request,
      canonical_request_bytes, request_time, server_time, max_allowed_skew_milliseconds, expires_seconds, expires,
      headers_not_signed, client_computed_sha256, s3_computed_sha256, argument_name, argument_value;
};

#define PIECE(member, element) \
  Member { .name = element, .wire = element, .xml_name = element, .schema = &plain::k_string, .offset = offsetof(Pieces, member) }
constexpr Member k_pieces[] = {
    PIECE(access_key_id, "AWSAccessKeyId"),
    PIECE(string_to_sign, "StringToSign"),
    PIECE(signature_provided, "SignatureProvided"),
    PIECE(string_to_sign_bytes, "StringToSignBytes"),
    PIECE(canonical_request, "CanonicalRequest"),
    PIECE(canonical_request_bytes, "CanonicalRequestBytes"),
    PIECE(request_time, "RequestTime"),
    PIECE(server_time, "ServerTime"),
    PIECE(max_allowed_skew_milliseconds, "MaxAllowedSkewMilliseconds"),
    PIECE(expires_seconds, "X-Amz-Expires"),
    PIECE(expires, "Expires"),
    PIECE(headers_not_signed, "HeadersNotSigned"),
    PIECE(client_computed_sha256, "ClientComputedContentSHA256"),
    PIECE(s3_computed_sha256, "S3ComputedContentSHA256"),
    PIECE(argument_name, "ArgumentName"),
    PIECE(argument_value, "ArgumentValue"),
};
#undef PIECE
constexpr Schema k_schema{.kind = Kind::structure, .name = "S3AuthError", .members = k_pieces};

constexpr ErrorShape shape(std::string_view code, int status) {
  return {.name = code, .code = code, .status = status, .schema = &k_schema};
}
constexpr ErrorShape k_access_denied = shape("AccessDenied", 403);
constexpr ErrorShape k_header_malformed = shape("AuthorizationHeaderMalformed", 400);
constexpr ErrorShape k_query_parameters = shape("AuthorizationQueryParametersError", 400);
constexpr ErrorShape k_expired_token = shape("ExpiredToken", 400);
constexpr ErrorShape k_invalid_access_key = shape("InvalidAccessKeyId", 403);
constexpr ErrorShape k_invalid_argument = shape("InvalidArgument", 400);
constexpr ErrorShape k_invalid_request = shape("InvalidRequest", 400);
constexpr ErrorShape k_invalid_token = shape("InvalidToken", 400);
constexpr ErrorShape k_mismatch = shape("SignatureDoesNotMatch", 403);
constexpr ErrorShape k_payload_mismatch = shape("XAmzContentSHA256Mismatch", 400);
constexpr ErrorShape k_time_too_skewed = shape("RequestTimeTooSkewed", 403);

constexpr std::string_view k_credential_form =
    "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

Error make(const ErrorShape& shape, std::string message, Pieces pieces = {}) {
  return {&shape, std::move(message), std::make_shared<const Pieces>(std::move(pieces))};
}

// The header and the query string have a code each for the same mistakes.
Error malformed_error(const AuthRejection& r, std::string_view text) {
  if (r.presigned) return make(k_query_parameters, std::string(text));
  return make(k_header_malformed, fmt::format("The authorization header is malformed; {}", text));
}

std::string iso8601(TimePoint time) {
  std::string out;
  append_iso8601(out, std::chrono::floor<std::chrono::seconds>(time));
  return out;
}

std::string hex_bytes(std::string_view text) {
  std::string out;
  for (char c : text) out += fmt::format("{}{:02x}", out.empty() ? "" : " ", static_cast<unsigned char>(c));
  return out;
}

// Signatures of another version of AWS's, and what is none of AWS's at all.
Error unsupported_error(const AuthRejection& r) {
  if (r.presigned || r.detail.starts_with("AWS ") || r.detail.starts_with("AWS4-")) {
    return make(k_invalid_request,
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  }
  return make(k_invalid_argument, "Unsupported Authorization Type",
              {.argument_name = "Authorization", .argument_value = r.detail});
}

Error incomplete_error(const AuthRejection& r) {
  if (r.presigned) {
    return make(
        k_query_parameters,
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
        "X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  }
  return malformed_error(r, "the authorization header requires three components: Credential, SignedHeaders, and Signature.");
}

Error wrong_date(const AuthRejection& r) {
  if (!r.presigned) return make(k_access_denied, "AWS authentication requires a valid Date or x-amz-date header");
  return make(k_query_parameters, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
}

Error too_skewed(const AuthRejection& r) {
  return make(k_time_too_skewed, "The difference between the request time and the current time is too large.",
              {.request_time = r.amz_date, .server_time = iso8601(r.now), .max_allowed_skew_milliseconds = "900000"});
}

Error presigned_expired_error(const AuthRejection& r) {
  Pieces pieces{.server_time = iso8601(r.now), .expires_seconds = std::to_string(r.expires_seconds)};
  if (auto date = parse_amz_date(r.amz_date)) pieces.expires = iso8601(*date + std::chrono::seconds(r.expires_seconds));
  return make(k_access_denied, "Request has expired", std::move(pieces));
}

Error mismatch_error(const AuthRejection& r) {
  Pieces pieces{.access_key_id = r.access_key_id,
                .string_to_sign = r.string_to_sign,
                .signature_provided = r.signature,
                .string_to_sign_bytes = hex_bytes(r.string_to_sign)};
  if (!r.canonical_request.empty()) {  // the policy of a form has none
    pieces.canonical_request = r.canonical_request;
    pieces.canonical_request_bytes = hex_bytes(r.canonical_request);
  }
  return make(k_mismatch,
              "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
              std::move(pieces));
}

Error wrong_payload_hash(const AuthRejection& r) {
  return make(k_invalid_argument,
              "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
              "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
              {.argument_name = "x-amz-content-sha256", .argument_value = r.payload_sha256});
}

Error not_signed(std::string names) {
  return make(k_access_denied, "There were headers present in the request which were not signed",
              {.headers_not_signed = std::move(names)});
}

}  // namespace

Error s3_auth_error(const AuthRejection& r) {
  using enum AuthFailure;
  switch (r.failure) {
    case missing:
      return make(k_access_denied, "Access Denied");
    case unsupported_scheme:
      return unsupported_error(r);
    case incomplete:
      return incomplete_error(r);
    case malformed_credential:
      return malformed_error(
          r, fmt::format("{}{}", r.presigned ? "Error parsing the X-Amz-Credential parameter; " : "", k_credential_form));
    case missing_date:
    case malformed_date:
      return wrong_date(r);
    case date_mismatch:
      return malformed_error(r, fmt::format("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".",
                                            r.detail, r.amz_date.substr(0, 8)));
    case malformed_expiry:
      return malformed_error(r, "X-Amz-Expires should be a number");
    case negative_expiry:
      return malformed_error(r, "X-Amz-Expires must be non-negative");
    case expiry_too_long:
      return malformed_error(
          r,
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
          "604800 seconds");
    case unknown_access_key:
      return make(k_invalid_access_key, "The AWS Access Key Id you provided does not exist in our records.",
                  {.access_key_id = r.access_key_id});
    case invalid_token:
      return make(k_invalid_token, "The provided token is malformed or otherwise invalid.");
    case expired_token:
      return make(k_expired_token, "The provided token has expired.");
    case signature_expired:
    case signature_not_yet_valid:
      return too_skewed(r);
    case presigned_expired:
      return presigned_expired_error(r);
    case presigned_not_yet_valid:
      return make(k_access_denied, "Request is not valid yet");
    case host_not_signed:
      return not_signed("host");
    case headers_not_signed:
      return not_signed(r.detail);
    case missing_payload_hash:
      return make(k_invalid_request, "Missing required header for this request: x-amz-content-sha256");
    case malformed_payload_hash:
      return wrong_payload_hash(r);
    case payload_mismatch:
      return make(k_payload_mismatch, "The provided 'x-amz-content-sha256' header does not match what was computed.",
                  {.client_computed_sha256 = r.payload_sha256, .s3_computed_sha256 = r.detail});
    case signature_mismatch:
      return mismatch_error(r);
  }
  return make(k_access_denied, "Access Denied");
}

}  // namespace winterbaume::aws
