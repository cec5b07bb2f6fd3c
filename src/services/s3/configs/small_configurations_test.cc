#include <gtest/gtest.h>

#include "services/s3/configs/cors_configuration.h"
#include "services/s3/configs/filters.h"
#include "services/s3/configs/listed_configs.h"
#include "services/s3/configs/metadata_tables.h"
#include "services/s3/configs/website_configuration.h"
#include "services/s3/testing/told_error.h"

namespace winterbaume::s3 {
namespace {

TEST(CorsConfigurationTest, ChecksRules) {
  const auto verdict = [](CORSRule rule) { return told(check_cors({.cors_rules = std::vector{std::move(rule)}})); };
  const CORSRule good{.allowed_methods = std::vector<std::string>{"GET"}, .allowed_origins = std::vector<std::string>{"*.get"}};
  EXPECT_EQ(verdict(good), "");
  auto rule = good;
  rule.allowed_methods->push_back("PATCH");
  EXPECT_EQ(verdict(rule), "InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is PATCH");
  rule = good;
  rule.allowed_origins->push_back("*.a.*");
  EXPECT_EQ(verdict(rule), "InvalidRequest: AllowedOrigin \"*.a.*\" can not have more than one wildcard.");
  rule = good;
  rule.expose_headers = std::vector<std::string>{"x-*"};
  EXPECT_TRUE(verdict(rule).starts_with("InvalidRequest: ExposeHeader \"x-*\" contains wildcard."));
  rule = good;
  rule.allowed_origins.reset();
  EXPECT_EQ(verdict(rule), "MalformedXML");
  EXPECT_EQ(told(check_cors({.cors_rules = std::vector<CORSRule>(100, good)})), "");
  EXPECT_EQ(told(check_cors({.cors_rules = std::vector<CORSRule>(101, good)})), "MalformedXML");
}

TEST(WebsiteConfigurationTest, ChecksDocuments) {
  WebsiteConfiguration website;
  EXPECT_EQ(told(check_website(website)),
            "InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
  website.index_document.emplace().suffix = "a/b";
  EXPECT_EQ(told(check_website(website)), "InvalidArgument: The IndexDocument Suffix is not well formed");
  website.index_document->suffix = "index.html";
  EXPECT_EQ(told(check_website(website)), "");
  website.redirect_all_requests_to.emplace().host_name = "example.com";
  EXPECT_EQ(told(check_website(website)),
            "InvalidArgument: RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.");
  EXPECT_EQ(told(check_website({.redirect_all_requests_to = RedirectAllRequestsTo{.host_name = "a", .protocol = "http"}})), "");
  EXPECT_TRUE(told(check_website({.redirect_all_requests_to = RedirectAllRequestsTo{.host_name = "a", .protocol = "ftp"}}))
                  .starts_with("InvalidRequest: Invalid protocol"));
}

TEST(WebsiteConfigurationTest, ChecksRoutingRules) {
  const auto verdict = [](RoutingRule rule, std::size_t count = 1) {
    WebsiteConfiguration website;
    website.index_document.emplace().suffix = "index.html";
    website.routing_rules = std::vector<RoutingRule>(count, std::move(rule));
    return told(check_website(website));
  };
  const RoutingRule good{.condition = Condition{.key_prefix_equals = "a/"}, .redirect = Redirect{.replace_key_with = "b"}};
  EXPECT_EQ(verdict(good, 50), "");
  EXPECT_EQ(
      verdict(good, 51),
      "InvalidRequest: 51 routing rules provided, the number of routing rules in a website configuration is limited to 50.");
  EXPECT_EQ(verdict(good, 0), "MalformedXML");
  auto rule = good;
  rule.redirect->replace_key_prefix_with = "c";
  EXPECT_EQ(verdict(rule), "InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  rule = good;
  rule.redirect->http_redirect_code = "300";
  EXPECT_TRUE(verdict(rule).starts_with("InvalidRequest: The provided HTTP redirect code (300) is not valid."));
  rule = good;
  rule.condition = Condition{};
  EXPECT_TRUE(verdict(rule).starts_with("InvalidRequest: Condition cannot be empty."));
  rule.condition->http_error_code_returned_equals = "200";
  EXPECT_TRUE(verdict(rule).starts_with("InvalidRequest: The provided HTTP error code (200) is not valid."));
}

TEST(ConfigFilterTest, TakesOnePredicateOrAnAndOfSeveral) {
  MetricsFilter filter;
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::refused)), "MalformedXML");
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::allowed)), "");
  filter.prefix = "a";
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::refused)), "");
  filter.access_point_arn = "arn";
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::refused)), "MalformedXML");
  filter = {};
  filter.and_.emplace().prefix = "a";
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::refused)), "MalformedXML");
  filter.and_->tags = std::vector<Tag>{{"k", "v"}};
  EXPECT_EQ(told(check_filter(filter, EmptyFilter::refused)), "");
}

TEST(ConfigIdTest, TakesSixtyFourPlainCharacters) {
  EXPECT_EQ(told(check_config_id("Report.1_a-b")), "");
  for (const auto& id : {std::string(), std::string(65, 'a'), std::string("a b")}) EXPECT_NE(told(check_config_id(id)), "");
}

TEST(MetadataTablesTest, KeepsATablesIdentityWhileItIsEnabled) {
  SequentialIds ids;
  BucketRecord bucket{.name = "photos", .region = "eu-west-1", .owner = {"123456789012", "", ""}};
  MetadataConfiguration wanted;
  wanted.journal_table_configuration.emplace().record_expiration = RecordExpiration{.expiration = "ENABLED", .days = 7};
  wanted.inventory_table_configuration.emplace().configuration_state = "ENABLED";
  EXPECT_EQ(told(check_metadata(wanted)), "");
  const auto made = make_metadata_tables(bucket, wanted, ids);
  EXPECT_EQ(made.destination_result->table_bucket_arn, "arn:aws:s3tables:eu-west-1:123456789012:bucket/aws-s3");
  const auto& inventory = made.inventory_table_configuration_result;
  EXPECT_EQ(make_inventory_table(bucket, inventory, "ENABLED", ids).table_arn, inventory->table_arn);
  const auto off = make_inventory_table(bucket, inventory, "DISABLED", ids);
  EXPECT_FALSE(off.table_arn);
  EXPECT_NE(make_inventory_table(bucket, off, "ENABLED", ids).table_arn, inventory->table_arn);
  wanted.journal_table_configuration->record_expiration->days = 6;
  EXPECT_TRUE(told(check_metadata(wanted)).starts_with("InvalidArgument"));
}

}  // namespace
}  // namespace winterbaume::s3
