#include "services/s3/web/website_redirects.h"

#include <fmt/format.h>

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

bool holds(const std::optional<Condition>& condition, const WebsiteVisit& visit, int status) {
  if (!condition) return true;
  if (condition->key_prefix_equals && !visit.key.starts_with(*condition->key_prefix_equals)) return false;
  const auto& code = condition->http_error_code_returned_equals;
  return !code || parse_integer(*code) == status;
}

// A replaced key loses the query, a replaced prefix keeps it.
std::string redirected_path(const RoutingRule& rule, const WebsiteVisit& visit) {
  const Redirect& redirect = *rule.redirect;
  if (redirect.replace_key_with) return "/" + percent_encode(*redirect.replace_key_with, true);
  std::string path = visit.path;
  if (redirect.replace_key_prefix_with) {
    const auto prefix = rule.condition ? rule.condition->key_prefix_equals.value_or("") : std::string();
    path = "/" + percent_encode(*redirect.replace_key_prefix_with + visit.key.substr(prefix.size()), true);
  }
  if (!visit.query.empty()) path.append("?").append(visit.query);
  return path;
}

}  // namespace

WebsiteRedirect redirect_all(const RedirectAllRequestsTo& to, const WebsiteVisit& visit) {
  std::string location = fmt::format("{}://{}{}", to.protocol.value_or(visit.protocol), to.host_name.value_or(""), visit.path);
  if (!visit.query.empty()) location.append("?").append(visit.query);
  return {.location = std::move(location)};
}

std::optional<WebsiteRedirect> find_redirect(const WebsiteConfiguration& website, const WebsiteVisit& visit, int status) {
  if (!website.routing_rules) return std::nullopt;
  for (const RoutingRule& rule : *website.routing_rules) {
    if (!rule.redirect || !holds(rule.condition, visit, status)) continue;
    const Redirect& redirect = *rule.redirect;
    WebsiteRedirect out;
    if (redirect.http_redirect_code) out.status = static_cast<int>(parse_integer(*redirect.http_redirect_code).value_or(301));
    out.location = fmt::format("{}://{}{}", redirect.protocol.value_or(visit.protocol), redirect.host_name.value_or(visit.host),
                               redirected_path(rule, visit));
    return out;
  }
  return std::nullopt;
}

std::string page_key(const WebsiteConfiguration& website, std::string_view key) {
  std::string page(key);
  if ((page.empty() || page.ends_with('/')) && website.index_document) page += website.index_document->suffix.value_or("");
  return page;
}

}  // namespace winterbaume::s3
