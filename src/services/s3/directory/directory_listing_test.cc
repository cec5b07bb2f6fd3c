#include "services/s3/directory/directory_listing.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

std::string named(std::string target, std::string service, std::string host = "localhost") {
  http::Request request;
  request.method = http::Method::get;
  request.target = std::move(target);
  request.headers.add("Host", host);
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/" + service +
                                           "/aws4_request, SignedHeaders=host, Signature=" + std::string(64, '0'));
  name_directory_listing(request);
  return request.target;
}

TEST(DirectoryListingTest, IsToldByItsSigningNameOrItsHost) {
  EXPECT_EQ(named("/", "s3express"), "/?x-id=ListDirectoryBuckets");
  EXPECT_EQ(named("/?max-directory-buckets=1", "s3express"), "/?max-directory-buckets=1&x-id=ListDirectoryBuckets");
  EXPECT_EQ(named("/", "s3", "s3express-control.us-east-1.amazonaws.com"), "/?x-id=ListDirectoryBuckets");
  EXPECT_EQ(named("/", "s3"), "/");
  EXPECT_EQ(named("/?x-id=ListBuckets", "s3express"), "/?x-id=ListBuckets");
  EXPECT_EQ(named("/bucket", "s3express"), "/bucket");
}

}  // namespace
}  // namespace winterbaume::s3
