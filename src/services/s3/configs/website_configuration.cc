#include "services/s3/configs/website_configuration.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

aws::Error invalid_website(std::string message) { return error(ErrorCode::invalid_request, std::move(message)); }

std::optional<aws::Error> check_protocol(const std::optional<std::string>& protocol) {
  if (!protocol || *protocol == "http" || *protocol == "https") return std::nullopt;
  return invalid_website(
      "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.");
}

bool is_status(const std::string& text, int from, int to) {
  const auto number = parse_integer(text);
  return number && *number >= from && *number <= to;
}

std::optional<aws::Error> check_redirect(const Redirect& redirect) {
  if (auto wrong = check_protocol(redirect.protocol)) return wrong;
  if (redirect.replace_key_prefix_with && redirect.replace_key_with) {
    return invalid_website("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  }
  if (redirect.http_redirect_code && !is_status(*redirect.http_redirect_code, 301, 399)) {
    return invalid_website(fmt::format("The provided HTTP redirect code ({}) is not valid. Valid codes are 3XX except 300.",
                                       *redirect.http_redirect_code));
  }
  if (!redirect.host_name && !redirect.protocol && !redirect.replace_key_prefix_with && !redirect.replace_key_with &&
      !redirect.http_redirect_code) {
    return error(ErrorCode::malformed_xml);
  }
  return std::nullopt;
}

std::optional<aws::Error> check_condition(const Condition& condition) {
  if (!condition.key_prefix_equals && !condition.http_error_code_returned_equals) {
    return invalid_website(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.");
  }
  const auto& code = condition.http_error_code_returned_equals;
  if (code && !is_status(*code, 400, 599)) {
    return invalid_website(fmt::format("The provided HTTP error code ({}) is not valid. Valid codes are 4XX or 5XX.", *code));
  }
  return std::nullopt;
}

std::optional<aws::Error> check_routing(const WebsiteConfiguration& website) {
  if (!website.routing_rules) return std::nullopt;
  const std::size_t count = website.routing_rules->size();
  if (count == 0) return error(ErrorCode::malformed_xml);
  if (count > k_routing_rules_max) {
    return invalid_website(
        fmt::format("{} routing rules provided, the number of routing rules in a website configuration is limited to {}.", count,
                    k_routing_rules_max));
  }
  for (const auto& rule : *website.routing_rules) {
    if (!rule.redirect) return error(ErrorCode::malformed_xml);
    if (rule.condition) {
      if (auto wrong = check_condition(*rule.condition)) return wrong;
    }
    if (auto wrong = check_redirect(*rule.redirect)) return wrong;
  }
  return std::nullopt;
}

std::optional<aws::Error> check_redirect_all(const WebsiteConfiguration& website) {
  if (website.index_document || website.error_document || website.routing_rules) {
    return invalid_argument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
                            "RedirectAllRequestsTo", "not null");
  }
  if (website.redirect_all_requests_to->host_name.value_or("").empty()) {
    return invalid_website("A host name must be provided to redirect all requests (e.g. \"example.com\").");
  }
  return check_protocol(website.redirect_all_requests_to->protocol);
}

}  // namespace

std::optional<aws::Error> check_website(const WebsiteConfiguration& website) {
  if (website.redirect_all_requests_to) return check_redirect_all(website);
  if (!website.index_document) {
    return invalid_argument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                            "IndexDocument", "null");
  }
  const std::string suffix = website.index_document->suffix.value_or("");
  if (suffix.empty() || suffix.find('/') != std::string::npos) {
    return invalid_argument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
  }
  if (website.error_document && website.error_document->key.value_or("").empty()) return error(ErrorCode::malformed_xml);
  return check_routing(website);
}

}  // namespace winterbaume::s3
