#include "services/s3/web/cors_rules.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

bool same(std::string_view a, std::string_view b, bool ignore_case) { return ignore_case ? equals_ignoring_case(a, b) : a == b; }

// The names of a list with commas, lower case.
std::vector<std::string> header_names(std::string_view list) {
  std::vector<std::string> names;
  for (auto part : std::views::split(list, ',')) {
    const auto name = trim(std::string_view(part.begin(), part.end()));
    if (!name.empty()) names.push_back(to_lower(name));
  }
  return names;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out.append(out.empty() ? "" : ", ").append(text);
  return out;
}

bool any_matches(const std::optional<std::vector<std::string>>& patterns, std::string_view text, bool ignore_case) {
  return patterns && std::ranges::any_of(*patterns, [&](const auto& p) { return matches_wildcard(p, text, ignore_case); });
}

bool takes(const CORSRule& rule, const CorsQuestion& question, const std::vector<std::string>& headers) {
  if (!any_matches(rule.allowed_origins, question.origin, false)) return false;
  const auto& methods = rule.allowed_methods;
  if (!methods || std::ranges::find(*methods, question.method) == methods->end()) return false;
  return std::ranges::all_of(headers, [&](const auto& name) { return any_matches(rule.allowed_headers, name, true); });
}

// Let in by "*" alone: the answer then names no origin and allows no credentials.
bool is_open_to_all(const CORSRule& rule, std::string_view origin) {
  return std::ranges::none_of(*rule.allowed_origins,
                              [&](const auto& p) { return p != "*" && matches_wildcard(p, origin, false); });
}

}  // namespace

bool matches_wildcard(std::string_view pattern, std::string_view text, bool ignore_case) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return same(pattern, text, ignore_case);
  const auto before = pattern.substr(0, star);
  const auto after = pattern.substr(star + 1);
  if (text.size() < before.size() + after.size()) return false;
  return same(text.substr(0, before.size()), before, ignore_case) &&
         same(text.substr(text.size() - after.size()), after, ignore_case);
}

const CORSRule* find_cors_rule(const CORSConfiguration& configuration, const CorsQuestion& question) {
  if (!configuration.cors_rules) return nullptr;
  const auto headers = header_names(question.requested_headers);
  const auto found = std::ranges::find_if(*configuration.cors_rules, [&](const auto& r) { return takes(r, question, headers); });
  return found == configuration.cors_rules->end() ? nullptr : &*found;
}

// As S3 answers: every method of the rule, but only those headers that were asked for.
void add_rule_headers(const CORSRule& rule, const CorsQuestion& question, http::Headers& headers) {
  const bool open_to_all = is_open_to_all(rule, question.origin);
  headers.set("Access-Control-Allow-Origin", open_to_all ? std::string_view("*") : question.origin);
  headers.set("Access-Control-Allow-Methods", joined(*rule.allowed_methods));
  const auto asked = header_names(question.requested_headers);
  if (!asked.empty()) headers.set("Access-Control-Allow-Headers", joined(asked));
  if (rule.expose_headers && !rule.expose_headers->empty()) {
    headers.set("Access-Control-Expose-Headers", joined(*rule.expose_headers));
  }
  if (rule.max_age_seconds) headers.set("Access-Control-Max-Age", std::to_string(*rule.max_age_seconds));
  if (!open_to_all) headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
}

}  // namespace winterbaume::s3
