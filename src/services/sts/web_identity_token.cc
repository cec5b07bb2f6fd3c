#include "services/sts/web_identity_token.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "core/bytes.h"
#include "generated/sts/errors.h"

namespace winterbaume::sts {
namespace {

namespace json = boost::json;

constexpr double k_epoch_seconds_max = 253'402'300'799;  // the end of the year 9999

std::unexpected<aws::Error> invalid(std::string text) {
  return aws::fail(errors::invalid_identity_token_exception(std::move(text)));
}

// A part of a token: base64 with the URL's alphabet, an object of JSON.
std::optional<json::object> decode_part(std::string_view part) {
  std::string text(part);
  for (char& c : text) {
    if (c == '+' || c == '/') return std::nullopt;
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  auto decoded = from_base64(text);
  if (!decoded) return std::nullopt;
  json::error_code error;
  auto value = json::parse(*decoded, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

// Header, claims and signature; null where the token isn't these three.
std::optional<json::object> claims_of(std::string_view token) {
  auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  if (!decode_part(token.substr(0, first))) return std::nullopt;
  return decode_part(token.substr(first + 1, second - first - 1));
}

std::string text_claim(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value != nullptr && value->is_array() && !value->get_array().empty()) value = &value->get_array().front();
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<TimePoint> time_claim(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  auto seconds = value->to_number<double>();
  if (!(seconds >= 0 && seconds <= k_epoch_seconds_max)) return std::nullopt;
  return TimePoint{std::chrono::seconds(static_cast<std::int64_t>(seconds))};
}

}  // namespace

aws::Result<WebIdentity> parse_web_identity_token(std::string_view token, TimePoint now) {
  auto claims = claims_of(token);
  if (!claims) {
    return invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  }
  WebIdentity identity{text_claim(*claims, "iss"), text_claim(*claims, "sub"), text_claim(*claims, "azp")};
  if (identity.audience.empty()) identity.audience = text_claim(*claims, "aud");
  if (identity.issuer.empty()) return invalid("Missing a required claim: iss");
  if (identity.subject.empty()) return invalid("Missing a required claim: sub");
  if (identity.audience.empty()) return invalid("Missing a required claim: aud");
  auto expires = time_claim(*claims, "exp");
  if (!expires) return invalid("Missing a required claim: exp");
  if (*expires <= now) {
    auto seconds = [](TimePoint time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); };
    return aws::fail(errors::expired_token_exception(fmt::format(
        "Token expired: current date/time {} must be before the expiration date/time {}", seconds(now), seconds(*expires))));
  }
  return identity;
}

}  // namespace winterbaume::sts
