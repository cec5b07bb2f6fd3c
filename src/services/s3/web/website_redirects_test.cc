#include "services/s3/web/website_redirects.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

WebsiteVisit visit(std::string path, std::string key, std::string query = "") {
  return {.protocol = "http", .host = "site.test", .path = std::move(path), .query = std::move(query), .key = std::move(key)};
}

std::string redirected(const RoutingRule& rule, const WebsiteVisit& to, int status = 200) {
  const auto found = find_redirect({.routing_rules = {{rule}}}, to, status);
  return found ? std::to_string(found->status) + " " + found->location : "none";
}

TEST(WebsiteRedirects, AllRequestsKeepTheirPathAndQuery) {
  const auto to = redirect_all({.host_name = "other.test"}, visit("/a%20b", "a b", "x=1"));
  EXPECT_EQ(to.status, 301);
  EXPECT_EQ(to.location, "http://other.test/a%20b?x=1");
  EXPECT_EQ(redirect_all({.host_name = "o", .protocol = "https"}, visit("/", "")).location, "https://o/");
}

TEST(WebsiteRedirects, ConditionsOfPrefixAndErrorMustBothHold) {
  const RoutingRule both{.condition = Condition{.http_error_code_returned_equals = "404", .key_prefix_equals = "docs/"},
                         .redirect = Redirect{.host_name = "h.test"}};
  EXPECT_EQ(redirected(both, visit("/docs/a", "docs/a"), 404), "301 http://h.test/docs/a");
  EXPECT_EQ(redirected(both, visit("/docs/a", "docs/a"), 200), "none");
  EXPECT_EQ(redirected(both, visit("/dog", "dog"), 404), "none");
}

TEST(WebsiteRedirects, KeysAndPrefixesAreReplaced) {
  const Condition docs{.key_prefix_equals = "docs/"};
  EXPECT_EQ(redirected({docs, Redirect{.replace_key_prefix_with = "documents/"}}, visit("/docs/a%26", "docs/a&", "q=1")),
            "301 http://site.test/documents/a%26?q=1");
  EXPECT_EQ(redirected({docs, Redirect{.http_redirect_code = "302", .protocol = "https", .replace_key_with = "gone.html"}},
                       visit("/docs/a", "docs/a", "q=1")),
            "302 https://site.test/gone.html");
  EXPECT_EQ(redirected({.redirect = Redirect{.replace_key_prefix_with = "new/"}}, visit("/a", "a")),
            "301 http://site.test/new/a");
}

TEST(WebsiteRedirects, AFoldersPageIsItsIndexDocument) {
  const WebsiteConfiguration website{.index_document = IndexDocument{.suffix = "index.html"}};
  EXPECT_EQ(page_key(website, ""), "index.html");
  EXPECT_EQ(page_key(website, "docs/"), "docs/index.html");
  EXPECT_EQ(page_key(website, "docs"), "docs");
}

}  // namespace
}  // namespace winterbaume::s3
