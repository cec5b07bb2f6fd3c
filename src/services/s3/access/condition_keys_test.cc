#include "services/s3/access/condition_keys.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "aws/sigv4_verify.h"
#include "aws/timestamps.h"
#include "services/s3/access/actions.h"

namespace winterbaume::s3 {
namespace {

// All values of a key, with commas between; "-" where there is none.
std::string value(const TextPairs& keys, std::string_view name) {
  std::string all;
  for (const auto& [key, found] : keys) {
    if (key == name) all += (all.empty() ? "" : ",") + found;
  }
  return all.empty() ? "-" : all;
}

TimePoint time(std::string_view text) { return *aws::parse_iso8601(text); }

aws::RequestContext user_context() {
  aws::RequestContext context;
  context.now = time("2026-01-01T00:00:10Z");
  context.scope = {"111111111111", "us-east-1"};
  context.principal_arn = "arn:aws:iam::111111111111:user/path/al";
  context.signature_place = aws::SignaturePlace::header;
  auto signature = std::make_shared<aws::VerifiedSignature>();
  signature->key = std::make_shared<aws::AccessKey>(aws::AccessKey{.user_id = "AIDA1"});
  signature->amz_date = "20260101T000000Z";
  context.signature = std::move(signature);
  return context;
}

TextPairs caller_keys(const aws::RequestContext& context) {
  TextPairs keys;
  add_caller_keys(keys, context, {.region = "eu-west-1", .owner = {.account_id = "222222222222"}});
  return keys;
}

TextPairs asked(std::string target, http::Headers headers, std::string_view operation = "PutObject") {
  http::Request request;
  request.target = std::move(target);
  request.headers = std::move(headers);
  return request_keys(user_context(), request, operation);
}

TEST(ConditionKeys, TellTheCaller) {
  auto context = user_context();
  context.secure = true;
  context.tls_version = "1.3";
  context.peer = "[::1]:80";
  context.payload_hash = "UNSIGNED-PAYLOAD";
  const auto keys = caller_keys(context);
  const std::pair<std::string_view, std::string_view> expected[] = {
      {"aws:PrincipalArn", "arn:aws:iam::111111111111:user/path/al"},
      {"aws:PrincipalAccount", "111111111111"},
      {"aws:PrincipalType", "User"},
      {"aws:username", "al"},
      {"aws:userid", "AIDA1"},
      {"aws:CurrentTime", "2026-01-01T00:00:10Z"},
      {"aws:RequestedRegion", "eu-west-1"},
      {"aws:ResourceAccount", "222222222222"},
      {"s3:ResourceAccount", "222222222222"},
      {"aws:SecureTransport", "true"},
      {"s3:TlsVersion", "1.3"},
      {"aws:SourceIp", "::1"},
      {"aws:UserAgent", "-"},
      {"s3:authType", "REST-HEADER"},
      {"s3:signatureversion", "AWS4-HMAC-SHA256"},
      {"s3:signatureAge", "10000"},
      {"s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
  };
  for (const auto& [key, wanted] : expected) EXPECT_EQ(value(keys, key), wanted) << key;
}

TEST(ConditionKeys, TellHowTheSignatureCame) {
  auto context = user_context();
  context.signature_place = aws::SignaturePlace::query;
  EXPECT_EQ(value(caller_keys(context), "s3:authType"), "REST-QUERY-STRING");
  EXPECT_EQ(value(caller_keys(context), "s3:x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  context.signature_place = aws::SignaturePlace::form;
  EXPECT_EQ(value(caller_keys(context), "s3:authType"), "POST");
  aws::RequestContext nobody;
  nobody.anonymous = true;
  for (const auto* key : {"s3:authType", "s3:signatureversion", "s3:TlsVersion", "aws:PrincipalArn", "aws:userid"}) {
    EXPECT_EQ(value(caller_keys(nobody), key), "-") << key;
  }
  EXPECT_EQ(value(caller_keys(nobody), "aws:PrincipalType"), "Anonymous");
}

TEST(ConditionKeys, TellTheRequest) {
  http::Headers headers;
  headers.add("X-Amz-Acl", "private");
  headers.add("If-None-Match", "*");
  headers.add("x-amz-tagging", "a=1&b=");
  headers.add("x-amz-object-lock-mode", "GOVERNANCE");
  headers.add("x-amz-object-lock-retain-until-date", "2026-01-31T00:00:00Z");
  headers.add("x-amz-object-lock-legal-hold", "ON");
  const auto put = asked("/b/k?x-amz-storage-class=STANDARD_IA", std::move(headers));
  const std::pair<std::string_view, std::string_view> expected[] = {
      {"s3:x-amz-acl", "private"},
      {"s3:if-none-match", "*"},
      {"s3:x-amz-storage-class", "STANDARD_IA"},
      {"s3:RequestObjectTag/a", "1"},
      {"s3:RequestObjectTagKeys", "a,b"},
      {"s3:object-lock-mode", "GOVERNANCE"},
      {"s3:object-lock-retain-until-date", "2026-01-31T00:00:00Z"},
      {"s3:object-lock-remaining-retention-days", "30"},
      {"s3:object-lock-legal-hold", "ON"},
      {"s3:ObjectCreationOperation", "true"},
      {"s3:prefix", "-"},
  };
  for (const auto& [key, wanted] : expected) EXPECT_EQ(value(put, key), wanted) << key;
  const auto list = asked("/b?prefix=a%2F&delimiter=/&max-keys=7", {}, "ListObjectsV2");
  EXPECT_EQ(value(list, "s3:prefix") + value(list, "s3:delimiter") + value(list, "s3:max-keys"), "a//7");
  EXPECT_EQ(value(asked("/b/k?partNumber=1", {}, "UploadPart"), "s3:ObjectCreationOperation"), "false");
}

TEST(ConditionKeys, DirectoryBucketsHaveNamesOfTheirOwn) {
  TextPairs keys{{"s3:authType", "POST"}, {"s3:BucketTag/a", "1"}, {"s3:prefix", "x"}, {"aws:userid", "u"}};
  add_directory_keys(keys);
  EXPECT_EQ(value(keys, "s3express:authType"), "POST");
  EXPECT_EQ(value(keys, "s3express:BucketTag/a"), "1");
  EXPECT_EQ(keys.size(), 6U);
  EXPECT_EQ(directory_action("s3:PutBucketPolicy"), "s3express:PutBucketPolicy");
  EXPECT_EQ(directory_action("s3:GetObject"), "s3express:CreateSession");
  EXPECT_EQ(directory_action("s3:ListBucket"), "s3express:CreateSession");
  EXPECT_EQ(directory_action("s3:DeleteBucket"), "s3express:DeleteBucket");
  EXPECT_EQ(directory_action("s3express:CreateSession"), "s3express:CreateSession");
}

TEST(ConditionKeys, AreKnownWithoutRegardToCase) {
  for (const auto* key : {"aws:anything", "S3:TLSVersion", "s3:VersionId", "s3:ExistingObjectTag/a", "s3:if-match",
                          "s3:locationconstraint", "s3:x-amz-content-sha256", "s3:object-lock-mode", "s3express:SessionMode",
                          "s3express:authtype", "s3:InventoryAccessibleOptionalFields"}) {
    EXPECT_TRUE(is_condition_key(key)) << key;
  }
  for (const auto* key : {"aws:", "s3:", "s3:colour", "s3express:prefix", "sqs:x"}) EXPECT_FALSE(is_condition_key(key)) << key;
}

}  // namespace
}  // namespace winterbaume::s3
