#include "services/s3/buckets/bucket_creation.h"

#include <gtest/gtest.h>

#include "services/s3/buckets/bucket_names.h"
#include "services/s3/testing/told_error.h"

namespace winterbaume::s3 {
namespace {

std::string verdict(CreateBucketRequest input, std::string region = "us-east-1") {
  aws::RequestContext context;
  context.scope = {"123456789012", std::move(region)};
  auto made = make_bucket(context, input, BucketDefaults::current);
  return made ? made->record.region : told(made.error());
}
CreateBucketRequest constrained(std::string constraint) {
  CreateBucketRequest input{.bucket = "photos"};
  input.create_bucket_configuration.emplace().location_constraint = std::move(constraint);
  return input;
}

TEST(BucketCreationTest, PutsTheBucketWhereItsConstraintSays) {
  EXPECT_EQ(verdict({.bucket = "photos"}), "us-east-1");
  EXPECT_EQ(verdict(constrained("EU")), "eu-west-1");
  EXPECT_EQ(verdict(constrained("eu-west-1"), "eu-west-1"), "eu-west-1");
  EXPECT_TRUE(verdict({.bucket = "photos"}, "eu-west-1").starts_with("IllegalLocationConstraintException: The unspecified"));
  EXPECT_TRUE(verdict(constrained("us-west-2"), "eu-west-1").starts_with("IllegalLocationConstraintException"));
  EXPECT_TRUE(verdict(constrained("us-east-1")).starts_with("InvalidLocationConstraint"));
  EXPECT_TRUE(verdict(constrained("the moon")).starts_with("InvalidLocationConstraint"));
}

TEST(BucketCreationTest, WantsAnOwnershipThatHasAcls) {
  EXPECT_TRUE(verdict({.acl = "public-read", .bucket = "photos"}).starts_with("InvalidBucketAclWithObjectOwnership"));
  EXPECT_TRUE(verdict({.bucket = "photos", .grant_read = "id=x"}).starts_with("InvalidBucketAclWithObjectOwnership"));
  EXPECT_EQ(verdict({.acl = "private", .bucket = "photos"}), "us-east-1");
  EXPECT_EQ(verdict({.acl = "public-read", .bucket = "photos", .object_ownership = "ObjectWriter"}), "us-east-1");
}

TEST(BucketCreationTest, KeepsAccountRegionalNamesToTheirAccountAndRegion) {
  const auto named = [](std::string name, bool asked = true) {
    CreateBucketRequest input{.bucket = std::move(name)};
    if (asked) input.bucket_namespace = "account-regional";
    return verdict(std::move(input));
  };
  EXPECT_EQ(named("a-123456789012-us-east-1-an"), "us-east-1");
  EXPECT_TRUE(named("a-123456789012-us-east-1-an", false).starts_with("MissingNamespaceHeader"));
  EXPECT_TRUE(named("a-123456789012-eu-west-1-an").starts_with("InvalidBucketNamespace"));
  EXPECT_TRUE(named("a-999999999999-us-east-1-an").starts_with("InvalidBucketNamespace"));
  EXPECT_TRUE(named("photos").starts_with("InvalidBucketNamespace"));
  EXPECT_EQ(named("swe-an", false), "us-east-1");
}

TEST(BucketCreationTest, MakesDirectoryBucketsInTheirZone) {
  CreateBucketRequest input{.bucket = "a--use1-az4--x-s3"};
  EXPECT_EQ(verdict(input), "MalformedXML");
  auto& configuration = input.create_bucket_configuration.emplace();
  configuration.bucket = BucketInfo{.data_redundancy = "SingleAvailabilityZone", .type = "Directory"};
  configuration.location = LocationInfo{.type = "AvailabilityZone", .name = "use1-az4"};
  EXPECT_EQ(verdict(input), "us-east-1");
  configuration.location->name = "use1-az5";
  EXPECT_TRUE(verdict(input).starts_with("InvalidBucketName"));
  configuration.location = LocationInfo{.type = "LocalZone", .name = "use1-az4"};
  EXPECT_TRUE(verdict(input).starts_with("InvalidRequest"));
  input.bucket = "photos";
  EXPECT_TRUE(verdict(input).starts_with("InvalidBucketName"));
}

TEST(BucketNamesTest, TellsNamesApart) {
  for (const char* name : {"abc", "a.b", "1-2", "a--use1-az4--x-s3"}) EXPECT_TRUE(is_bucket_name(name)) << name;
  for (const char* name :
       {"ab", "A-b", "-ab", "a..b", "192.168.5.4", "xn--a", "a-s3alias", "a_b", "a.b--use1-az4--x-s3", "a--x-s3"}) {
    EXPECT_FALSE(is_bucket_name(name)) << name;
  }
  EXPECT_EQ(zone_of("a--usw2-lax1-az1--x-s3"), "usw2-lax1-az1");
  EXPECT_TRUE(is_local_zone("usw2-lax1-az1"));
  EXPECT_EQ(bucket_arn({.name = "a", .region = "cn-north-1"}), "arn:aws-cn:s3:::a");
}

}  // namespace
}  // namespace winterbaume::s3
