#include "aws/sigv4.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/query_string.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

constexpr std::string_view k_v4 = "AWS4-HMAC-SHA256";
constexpr std::string_view k_v4a = "AWS4-ECDSA-P256-SHA256";

// Where the last slash of `text` is and how many characters write it; in a query string it may be "%2F". Width 0: nowhere.
struct Slash {
  std::size_t at = 0;
  std::size_t width = 0;
};
Slash last_slash(std::string_view text, bool encoded) {
  auto plain = text.rfind('/');
  Slash slash = plain == std::string_view::npos ? Slash{} : Slash{plain, 1};
  if (!encoded) return slash;
  for (auto at = text.rfind('%'); at != std::string_view::npos && at >= slash.at + slash.width; at = text.rfind('%', at - 1)) {
    if (text.size() - at >= 3 && text[at + 1] == '2' && ascii_lower(text[at + 2]) == 'f') return {at, 3};
    if (at == 0) break;
  }
  return slash;
}

// Takes the last element of "a/b/c" off `text`.
std::string_view pop_element(std::string_view& text, bool encoded) {
  auto slash = last_slash(text, encoded);
  if (slash.width == 0) return std::exchange(text, {});
  auto element = text.substr(slash.at + slash.width);
  text = text.substr(0, slash.at);
  return element;
}

// Read from its end, so that an access key with a slash in it still finds its account and region.
void split_credential(SentCredential& sent, std::string_view text) {
  sent.credential = text;
  sent.terminator = pop_element(text, sent.presigned);
  sent.service = pop_element(text, sent.presigned);
  if (sent.scheme != SignatureScheme::v4a) sent.region = pop_element(text, sent.presigned);
  sent.date = pop_element(text, sent.presigned);
  sent.access_key_id = text;
  sent.well_formed_scope = !text.empty() && !sent.date.empty() && !sent.service.empty() && !sent.terminator.empty() &&
                           (sent.scheme == SignatureScheme::v4a || !sent.region.empty());
}

void take_parameter(SentCredential& sent, std::string_view name, std::string_view value) {
  if (name == "Credential") split_credential(sent, value);
  if (name == "SignedHeaders") sent.signed_headers = value;
  if (name == "Signature") sent.signature = value;
}

SignatureScheme scheme_named(std::string_view algorithm) {
  if (algorithm == k_v4) return SignatureScheme::v4;
  if (algorithm == k_v4a) return SignatureScheme::v4a;
  return SignatureScheme::unknown;
}

SentCredential parse_v2(std::string_view text) {
  SentCredential sent{.scheme = SignatureScheme::v2};
  auto colon = text.rfind(':');
  sent.access_key_id = text.substr(0, colon);
  if (colon != std::string_view::npos) sent.signature = text.substr(colon + 1);
  return sent;
}

void take_query_v2(SentCredential& sent, const QueryPair& pair) {
  if (pair.name == "AWSAccessKeyId") sent.access_key_id = pair.value;
  if (pair.name == "Signature") sent.signature = pair.value;
  if (pair.name == "SecurityToken" || equals_ignoring_case(pair.name, "x-amz-security-token")) sent.session_token = pair.value;
}

}  // namespace

SentCredential parse_authorization(std::string_view header) {
  header = trim(header);
  auto space = header.find(' ');
  auto algorithm = header.substr(0, space);
  auto rest = space == std::string_view::npos ? std::string_view{} : trim(header.substr(space));
  if (algorithm == "AWS") return parse_v2(rest);
  SentCredential sent{.scheme = scheme_named(algorithm)};
  if (sent.scheme == SignatureScheme::unknown) return sent;
  while (!rest.empty()) {
    auto comma = rest.find(',');
    auto parameter = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    auto equals = parameter.find('=');
    if (equals != std::string_view::npos) take_parameter(sent, parameter.substr(0, equals), parameter.substr(equals + 1));
  }
  return sent;
}

SentCredential parse_query_credential(std::string_view query) {
  constexpr std::string_view k_prefix = "X-Amz-";
  SentCredential sent{.presigned = true};
  std::string_view credential;
  for (const auto& pair : QueryString(query)) {
    if (pair.name == "AWSAccessKeyId" && sent.scheme == SignatureScheme::none) sent.scheme = SignatureScheme::v2;
    if (pair.name.size() <= k_prefix.size() || !equals_ignoring_case(pair.name.substr(0, k_prefix.size()), k_prefix)) continue;
    auto name = pair.name.substr(k_prefix.size());
    if (equals_ignoring_case(name, "Algorithm")) sent.scheme = scheme_named(pair.value);
    if (equals_ignoring_case(name, "Credential")) credential = pair.value;
    if (equals_ignoring_case(name, "Signature")) sent.signature = pair.value;
    if (equals_ignoring_case(name, "SignedHeaders")) sent.signed_headers = pair.value;
    if (equals_ignoring_case(name, "Date")) sent.presigned_date = pair.value;
    if (equals_ignoring_case(name, "Expires")) sent.presigned_expiry = pair.value;
    if (equals_ignoring_case(name, "Security-Token") || equals_ignoring_case(name, "S3session-Token")) {
      sent.session_token = pair.value;
    }
  }
  if (sent.scheme == SignatureScheme::none && (!credential.empty() || !sent.signature.empty()))
    sent.scheme = SignatureScheme::unknown;
  if (sent.scheme == SignatureScheme::none) return {};
  if (sent.scheme == SignatureScheme::v2) {
    for (const auto& pair : QueryString(query)) take_query_v2(sent, pair);
  } else if (!credential.empty()) {
    split_credential(sent, credential);
  }
  return sent;
}

SentCredential find_credential(const http::Request& request) {
  auto header = request.headers.find("Authorization");
  SentCredential sent = header ? parse_authorization(*header) : parse_query_credential(request.query());
  if (sent.scheme != SignatureScheme::none && sent.session_token.empty()) {
    sent.session_token = request.headers.get_or("X-Amz-Security-Token");
    // S3's sessions for directory buckets have a header of their own (API Reference, CreateSession).
    if (sent.session_token.empty()) sent.session_token = request.headers.get_or("X-Amz-S3session-Token");
  }
  return sent;
}

std::string string_to_sign(std::string_view amz_date, std::string_view scope, std::string_view canonical_request) {
  return fmt::format("{}\n{}\n{}\n{}", k_v4, amz_date, scope, to_hex(as_bytes(sha256(canonical_request))));
}

Sha256 derive_signing_key(std::string_view secret, std::string_view date, std::string_view region, std::string_view service) {
  Sha256 key = hmac_sha256(std::string("AWS4").append(secret), date);
  for (auto part : {region, service, std::string_view("aws4_request")}) key = hmac_sha256(as_bytes(key), part);
  return key;
}

std::string sign(const Sha256& signing_key, std::string_view text) {
  return to_hex(as_bytes(hmac_sha256(as_bytes(signing_key), text)));
}

}  // namespace winterbaume::aws
