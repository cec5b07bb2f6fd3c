#include "aws/sigv4_sign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

constexpr std::array<std::string_view, 5> k_unsigned{"authorization", "connection", "expect", "user-agent", "x-amzn-trace-id"};
constexpr std::string_view k_payload_header = "x-amz-content-sha256";

std::vector<std::string> names_to_sign(const http::Headers& headers) {
  std::vector<std::string> names;
  for (auto field : headers) {
    auto name = to_lower(field.name);
    if (std::ranges::find(k_unsigned, name) == k_unsigned.end()) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

std::string scope_of(const SigningIdentity& identity, std::string_view amz_date) {
  return fmt::format("{}/{}/{}/aws4_request", amz_date.substr(0, 8), identity.region, identity.service);
}

std::string signature_of(const http::Request& request, const SigningIdentity& identity, std::string_view amz_date,
                         const std::vector<std::string>& names, std::string_view payload) {
  auto canonical = canonical_request(request, names, path_encoding_of(identity.service), payload);
  auto key = derive_signing_key(identity.secret, amz_date.substr(0, 8), identity.region, identity.service);
  return sign(key, string_to_sign(amz_date, scope_of(identity, amz_date), canonical));
}

}  // namespace

void sign_request(http::Request& request, const SigningIdentity& identity, TimePoint now) {
  auto amz_date = amz_date_text(now);
  bool s3 = path_encoding_of(identity.service) == PathEncoding::once;
  std::string payload(request.headers.get_or(k_payload_header));
  if (payload.empty()) {
    payload = to_hex(as_bytes(sha256(request.body.bytes())));
    if (s3) request.headers.set(k_payload_header, payload);
  }
  request.headers.set("X-Amz-Date", amz_date);
  if (!identity.session_token.empty()) request.headers.set("X-Amz-Security-Token", identity.session_token);
  auto names = names_to_sign(request.headers);
  auto signature = signature_of(request, identity, amz_date, names, payload);
  request.headers.set("Authorization",
                      fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}", identity.access_key_id,
                                  scope_of(identity, amz_date), fmt::join(names, ";"), signature));
}

std::string presign(const http::Request& request, const SigningIdentity& identity, TimePoint now, std::chrono::seconds expires) {
  auto amz_date = amz_date_text(now);
  bool s3 = path_encoding_of(identity.service) == PathEncoding::once;
  http::Request signed_part;
  signed_part.method = request.method;
  signed_part.headers.add("Host", request.headers.get_or("Host"));
  signed_part.target = request.target;
  signed_part.target += request.query().empty() ? "?" : "&";
  signed_part.target +=
      fmt::format("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={}",
                  percent_encode(identity.access_key_id + "/" + scope_of(identity, amz_date)), amz_date, expires.count());
  if (!identity.session_token.empty()) {
    signed_part.target += "&X-Amz-Security-Token=" + percent_encode(identity.session_token);
  }
  signed_part.target += "&X-Amz-SignedHeaders=host";
  auto payload = s3 ? std::string("UNSIGNED-PAYLOAD") : to_hex(as_bytes(sha256(request.body.bytes())));
  auto signature = signature_of(signed_part, identity, amz_date, {"host"}, payload);
  return std::move(signed_part.target) + "&X-Amz-Signature=" + signature;
}

}  // namespace winterbaume::aws
