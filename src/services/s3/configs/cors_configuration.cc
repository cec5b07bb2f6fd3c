#include "services/s3/configs/cors_configuration.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr std::string_view k_cors_methods[] = {"GET", "PUT", "POST", "DELETE", "HEAD"};

using Texts = std::optional<std::vector<std::string>>;

aws::Error invalid_cors(std::string message) { return error(ErrorCode::invalid_request, std::move(message)); }

std::optional<aws::Error> check_wildcards(std::string_view element, const Texts& texts) {
  if (!texts) return std::nullopt;
  for (const auto& text : *texts) {
    if (std::ranges::count(text, '*') > 1) {
      return invalid_cors(std::string(element) + " \"" + text + "\" can not have more than one wildcard.");
    }
  }
  return std::nullopt;
}

std::optional<aws::Error> check_cors_rule(const CORSRule& rule) {
  if (!rule.allowed_methods || rule.allowed_methods->empty() || !rule.allowed_origins || rule.allowed_origins->empty() ||
      (rule.id && rule.id->size() > k_rule_id_characters_max)) {
    return error(ErrorCode::malformed_xml);
  }
  for (const auto& method : *rule.allowed_methods) {
    if (std::ranges::find(k_cors_methods, method) == std::ranges::end(k_cors_methods)) {
      return invalid_cors("Found unsupported HTTP method in CORS config. Unsupported method is " + method);
    }
  }
  if (auto wrong = check_wildcards("AllowedOrigin", rule.allowed_origins)) return wrong;
  if (auto wrong = check_wildcards("AllowedHeader", rule.allowed_headers)) return wrong;
  if (!rule.expose_headers) return std::nullopt;
  for (const auto& header : *rule.expose_headers) {
    if (header.find('*') != std::string::npos) {
      return invalid_cors("ExposeHeader \"" + header +
                          "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<aws::Error> check_cors(const CORSConfiguration& configuration) {
  if (!configuration.cors_rules || configuration.cors_rules->empty() || configuration.cors_rules->size() > k_cors_rules_max) {
    return error(ErrorCode::malformed_xml);
  }
  for (const auto& rule : *configuration.cors_rules) {
    if (auto wrong = check_cors_rule(rule)) return wrong;
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
