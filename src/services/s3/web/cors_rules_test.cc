#include "services/s3/web/cors_rules.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

CORSRule rule(std::vector<std::string> origins, std::vector<std::string> methods, std::vector<std::string> headers = {}) {
  return {.allowed_headers = std::move(headers), .allowed_methods = std::move(methods), .allowed_origins = std::move(origins)};
}

std::string origin_of(const CORSConfiguration& configuration, const CorsQuestion& question) {
  const CORSRule* found = find_cors_rule(configuration, question);
  if (found == nullptr) return "none";
  http::Headers headers;
  add_rule_headers(*found, question, headers);
  return std::string(headers.get_or("Access-Control-Allow-Origin"));
}

TEST(CorsRules, OneStarStandsForAnyText) {
  struct Case {
    std::string pattern, text;
    bool matches;
  };
  for (const auto& c : std::vector<Case>{{"*suffix", "foo.suffix", true},
                                         {"*suffix", "foo.suffix.get", false},
                                         {"start*end", "startend", true},
                                         {"start*end", "start12end", true},
                                         {"start*end", "0start12end", false},
                                         {"start*tend", "start", false},
                                         {"starten*end", "startend", false},
                                         {"prefix*", "prefix", true},
                                         {"*", "", true},
                                         {"https://a.example", "https://a.example", true},
                                         {"https://a.example", "HTTPS://a.example", false}}) {
    EXPECT_EQ(matches_wildcard(c.pattern, c.text, false), c.matches) << c.pattern << " " << c.text;
  }
  EXPECT_TRUE(matches_wildcard("X-Amz-*", "x-amz-meta-a", true));
}

TEST(CorsRules, TheFirstRuleThatTakesEverythingCounts) {
  CORSConfiguration configuration{{{rule({"*.example"}, {"GET"}), rule({"*"}, {"PUT"}, {"x-amz-*"})}}};
  EXPECT_EQ(origin_of(configuration, {"a.example", "GET", ""}), "a.example");
  EXPECT_EQ(origin_of(configuration, {"a.example", "PUT", ""}), "*");
  EXPECT_EQ(origin_of(configuration, {"a.example", "PUT", "X-Amz-Date, x-amz-acl"}), "*");
  EXPECT_EQ(origin_of(configuration, {"a.example", "PUT", "x-amz-date,Content-Type"}), "none");
  EXPECT_EQ(origin_of(configuration, {"a.example", "GET", "range"}), "none");
  EXPECT_EQ(origin_of(configuration, {"b.test", "GET", ""}), "none");
  EXPECT_EQ(origin_of({}, {"b.test", "GET", ""}), "none");
}

TEST(CorsRules, AnAnswerTellsOfTheRuleAndOfWhatWasAsked) {
  auto allowing = rule({"*", "https://a.example"}, {"GET", "PUT"}, {"*"});
  allowing.expose_headers = {{"ETag", "x-amz-meta-a"}};
  allowing.max_age_seconds = 300;
  http::Headers headers;
  add_rule_headers(allowing, {"https://a.example", "GET", "X-One,x-two"}, headers);
  EXPECT_EQ(headers.get_or("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(headers.get_or("Access-Control-Allow-Methods"), "GET, PUT");
  EXPECT_EQ(headers.get_or("Access-Control-Allow-Headers"), "x-one, x-two");
  EXPECT_EQ(headers.get_or("Access-Control-Expose-Headers"), "ETag, x-amz-meta-a");
  EXPECT_EQ(headers.get_or("Access-Control-Max-Age"), "300");
  EXPECT_EQ(headers.get_or("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(headers.get_or("Vary"), "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  http::Headers open;
  add_rule_headers(allowing, {"https://b.example", "GET", ""}, open);
  EXPECT_EQ(open.get_or("Access-Control-Allow-Origin"), "*");
  EXPECT_FALSE(open.find("Access-Control-Allow-Credentials"));
  EXPECT_FALSE(open.find("Access-Control-Allow-Headers"));
}

}  // namespace
}  // namespace winterbaume::s3
