#include "services/s3/addressing.h"

#include <gtest/gtest.h>

#include <vector>

namespace winterbaume::s3 {
namespace {

const std::vector<std::string> k_domains{"localhost", "buckets.example"};

// The bucket that the host names; "*" in front of a website's, "-" for none.
std::string named_by(std::string_view host) {
  const auto address = find_address(host, k_domains);
  return (address.website ? "*" : "") + (address.bucket.empty() ? "-" : address.bucket);
}

TEST(Addressing, TheHostNamesTheBucket) {
  for (const auto* host : {"b.s3.amazonaws.com", "b.s3.eu-west-1.amazonaws.com", "b.s3-eu-west-1.amazonaws.com",
                           "b.s3.dualstack.eu-west-1.amazonaws.com", "b.s3-fips.us-gov-west-1.amazonaws.com",
                           "b.s3-accelerate.amazonaws.com", "b.s3.cn-north-1.amazonaws.com.cn", "B.S3.localhost:5555",
                           "b.s3.localhost.localstack.cloud:4566", "b.localhost:5555", "b.buckets.example", "b.localhost."}) {
    EXPECT_EQ(named_by(host), "b") << host;
  }
  EXPECT_EQ(named_by("a.s3.c.s3.amazonaws.com"), "a.s3.c");
  EXPECT_EQ(named_by("a.b.localhost"), "a.b");
  EXPECT_EQ(named_by("sqs.s3.localhost"), "sqs");
  EXPECT_EQ(named_by("b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com"), "b--use1-az4--x-s3");
}

TEST(Addressing, OrThePathDoes) {
  for (const auto* host : {"", "localhost:5555", "127.0.0.1:5555", "[::1]:5555", "s3.amazonaws.com", "s3.eu-west-1.amazonaws.com",
                           "s3-eu-west-1.amazonaws.com", "s3.dualstack.eu-west-1.amazonaws.com", "s3:5555", "winterbaume",
                           "buckets.example", "xbuckets.example", "s3express-control.us-east-1.amazonaws.com",
                           "route.s3-object-lambda.eu-west-1.amazonaws.com", ".", ":", ".localhost"}) {
    EXPECT_EQ(named_by(host), "-") << host;
  }
}

TEST(Addressing, WebsitesHaveHostsOfTheirOwn) {
  EXPECT_EQ(named_by("b.s3-website-eu-west-1.amazonaws.com"), "*b");
  EXPECT_EQ(named_by("www.b.s3-website.eu-central-1.amazonaws.com"), "*www.b");
  EXPECT_EQ(named_by("b.s3-website.localhost:5555"), "*b");
}

TEST(Addressing, SplitsTargets) {
  EXPECT_EQ(split_target("/").bucket, "");
  EXPECT_EQ(split_target("/b").bucket, "b");
  EXPECT_FALSE(split_target("/b/").has_key);
  EXPECT_TRUE(split_target("/b//").has_key);
  EXPECT_EQ(split_target("/a%2Db/k").bucket, "a-b");
  EXPECT_EQ(split_target("/a%zz/k").bucket, "a%zz");
}

TEST(Addressing, KnowsWholePaths) {
  for (const auto* path : {"/", "/b/k", "/b/%C3%A4", "/b/\xc3\xa4", "/b//"}) EXPECT_TRUE(is_well_formed_path(path)) << path;
  for (const auto* path : {"", "*", "b", "/b/%", "/b/%zz", "/b/%ff", "/b/\xff"}) EXPECT_FALSE(is_well_formed_path(path)) << path;
}

}  // namespace
}  // namespace winterbaume::s3
