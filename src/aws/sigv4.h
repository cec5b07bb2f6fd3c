// AWS Signature Version 4: what a request says of its signer, and the pure functions that a signature is made of.
// Checking a signature is sigv4_verify.h's, making one is sigv4_sign.h's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/digest.h"
#include "http/request.h"

namespace winterbaume::aws {

enum class SignatureScheme : std::uint8_t {
  none,     // an anonymous request
  v4,       // AWS4-HMAC-SHA256
  v4a,      // AWS4-ECDSA-P256-SHA256: its scope names no region
  v2,       // "AWS key:signature", or AWSAccessKeyId in the query
  unknown,  // an Authorization of another kind ("Bearer …")
};

// What a request claims, as sent: views into the request, nothing checked. Members that weren't sent are empty.
struct SentCredential {
  SignatureScheme scheme = SignatureScheme::none;
  bool presigned = false;             // came in the query string; its members are then still percent-encoded
  bool well_formed_scope = false;     // the credential had the five elements that v4 wants (four for v4a)
  std::string_view credential;        // "AKID/20260101/us-east-1/sqs/aws4_request", whole
  std::string_view access_key_id;     // all that stands before the scope
  std::string_view date;              // "20260101"
  std::string_view region;            // empty in v4a
  std::string_view service;           // the signing name: "sqs"
  std::string_view terminator;        // "aws4_request"
  std::string_view signed_headers;    // "host;x-amz-date"
  std::string_view signature;         // lower-case hexadecimal; base64 in v2
  std::string_view session_token;     // X-Amz-Security-Token
  std::string_view presigned_date;    // X-Amz-Date of a presigned request, "20260101T000000Z"
  std::string_view presigned_expiry;  // X-Amz-Expires of a presigned request, in seconds
};

// Reads the Authorization header, else the query string. Allocates nothing; costs a few hundred nanoseconds at most.
SentCredential find_credential(const http::Request& request);
SentCredential parse_authorization(std::string_view header);
// A query string, or a form body that carries its signature (the query protocol's older clients send theirs so).
SentCredential parse_query_credential(std::string_view query);

// How a service's signatures encode the path: S3 takes it as it is, encoded once; all others remove dot segments and
// doubled slashes and encode what was sent once more.
enum class PathEncoding : std::uint8_t { once, normalized_twice };
PathEncoding path_encoding_of(std::string_view signing_service);

std::string canonical_path(std::string_view sent_path, PathEncoding encoding);
// Pairs sorted by name, then value, both encoded anew; X-Amz-Signature is left out.
std::string canonical_query(std::string_view sent_query);
// `signed_headers`: lower-case names, sorted. A header that wasn't sent counts as empty, so that the signature fails.
std::string canonical_request(const http::Request& request, const std::vector<std::string>& signed_headers, PathEncoding encoding,
                              std::string_view payload_sha256);
std::string string_to_sign(std::string_view amz_date, std::string_view scope, std::string_view canonical_request);
Sha256 derive_signing_key(std::string_view secret, std::string_view date, std::string_view region, std::string_view service);
std::string sign(const Sha256& signing_key, std::string_view string_to_sign);  // lower-case hexadecimal

// "20260101T123000Z", and back; null where the text is no such time.
std::string amz_date_text(TimePoint time);
std::optional<TimePoint> parse_amz_date(std::string_view text);

}  // namespace winterbaume::aws
