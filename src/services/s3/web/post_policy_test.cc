#include "services/s3/web/post_policy.h"

#include <gtest/gtest.h>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/web/form_signature.h"

namespace winterbaume::s3 {
namespace {

const TimePoint k_now = *aws::parse_iso8601("2026-01-01T00:00:00Z");

std::string policy_text(std::string_view conditions) {
  return to_base64(R"({"expiration": "2026-01-01T01:00:00Z", "conditions": )" + std::string(conditions) + "}");
}

FormFields fields_of(std::vector<std::pair<std::string, std::string>> pairs) {
  FormFields fields;
  for (auto& [name, value] : pairs) fields.add(name, value);
  return fields;
}

// What a form with key=foo.txt and the fields is told: the message, or "" and its sizes.
std::string judged(std::string_view conditions, std::vector<std::pair<std::string, std::string>> fields = {},
                   TimePoint now = k_now) {
  fields.emplace_back("kEy", "foo.txt");
  auto policy = parse_post_policy(policy_text(conditions));
  if (!policy) return policy.error().message;
  auto sizes = check_post_policy(*policy, fields_of(std::move(fields)), "bk", now);
  return sizes ? std::to_string(sizes->min) + "-" + std::to_string(sizes->max) : sizes.error().message;
}

TEST(PostPolicy, ConditionsThatHold) {
  EXPECT_EQ(judged(R"([{"bUcKeT": "bk"}, ["StArTs-WiTh", "$KeY", "foo"], {"AcL": "private"}, ["content-length-range", 1, "9"]])",
                   {{"acl", "private"}, {"x-ignore-a", ""}, {"Policy", ""}, {"x-amz-signature", ""}}),
            "1-9");
  EXPECT_EQ(judged(R"([{"bucket": "bk"}, {"key": "foo.txt"}, ["content-length-range", 1, 9], ["content-length-range", 3, 20]])"),
            "3-9");
}

TEST(PostPolicy, ConditionsThatDoNot) {
  const std::string failed = "Invalid according to Policy: Policy Condition failed: ";
  EXPECT_EQ(judged(R"([{"bucket": "other"}])"), failed + R"(["eq", "$bucket", "other"])");
  EXPECT_EQ(judged(R"([{"bucket": "bk"}, ["starts-with", "$key", "\"bar"]])"), failed + R"(["starts-with", "$key", "\"bar"])");
  EXPECT_EQ(judged(R"([{"bucket": "bk"}, ["eq", "key", "foo.txt"]])"), failed + R"(["eq", "key", "foo.txt"])");
  EXPECT_EQ(judged(R"([{"bucket": "bk"}, ["starts-with", "$Content-Type", ""]])"),
            failed + R"(["starts-with", "$Content-Type", ""])");
  EXPECT_EQ(judged(R"([["content-length-range", "test", "10"]])"), failed + R"(["content-length-range", "test", "10"])");
  EXPECT_EQ(judged(R"([{"bucket": "bk"}, {"key": "foo.txt"}])", {{"acl", "private"}}),
            "Invalid according to Policy: Extra input fields: acl");
  EXPECT_EQ(judged(R"([{"key": "foo.txt"}])"), "Invalid according to Policy: Extra input fields: bucket");
  EXPECT_EQ(judged("[]", {}, k_now + std::chrono::hours(2)), "Invalid according to Policy: Policy expired.");
}

TEST(PostPolicy, DocumentsThatAreNone) {
  const auto refused = [](const std::string& base64) {
    auto policy = parse_post_policy(base64);
    EXPECT_FALSE(policy) << base64;
    if (!policy) EXPECT_EQ(policy.error().shape->code, "InvalidPolicyDocument");
  };
  for (const std::string conditions :
       {"[{}]", R"([{"a": "b", "c": "d"}])", R"([{"a": 1}])", "[[]]", R"([["eq", "$a"]])", R"([["like", "$a", "b"]])",
        R"([["content-length-range", 0]])", R"([["content-length-range", -1, 0]])", R"([["content-length-range", 0, 1.5]])",
        R"([7])", "7", R"([["eq", 1, 2]])"}) {
    refused(policy_text(conditions));
  }
  for (const std::string json : {"", "[]", "{", "{}", R"({"expiration": "2026-01-01T00:00:00Z"})", R"({"conditions": []})",
                                 R"({"EXPIRATION": "2026-01-01T00:00:00Z", "conditions": []})",
                                 R"({"expiration": "2026-01-01 00:00:00Z", "conditions": []})",
                                 R"({"expiration": "2026-01-01T00:00:00+00:00", "conditions": []})"}) {
    refused(to_base64(json));
  }
  refused("no base64!");
}

// What botocore's generate_presigned_post makes of AWS's example credentials at a fixed clock.
constexpr std::string_view k_policy =
    "eyJleHBpcmF0aW9uIjogIjIwMTUtMTItMjlUMDE6MDA6MDBaIiwgImNvbmRpdGlvbnMiOiBbeyJidWNrZXQiOiAic2lndjRleGFtcGxlYnVja2V0In0sIHsia2V5"
    "IjogInVzZXIvdXNlcjEvcGhvdG8uanBnIn0sIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwgeyJ4LWFtei1jcmVkZW50aWFsIjogIkFL"
    "SUFJT1NGT0ROTjdFWEFNUExFLzIwMTUxMjI5L3VzLWVhc3QtMS9zMy9hd3M0X3JlcXVlc3QifSwgeyJ4LWFtei1kYXRlIjogIjIwMTUxMjI5VDAwMDAwMFoifV1"
    "9";
constexpr std::string_view k_signature = "3364624b39010d9b06f5d9b8c9a18a6e478d261c048159c92f2fd6fa885f14e6";

FormFields signed_fields() {
  return fields_of({{"key", "user/user1/photo.jpg"},
                    {"x-amz-algorithm", "AWS4-HMAC-SHA256"},
                    {"x-amz-credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
                    {"x-amz-date", "20151229T000000Z"},
                    {"policy", std::string(k_policy)},
                    {"x-amz-signature", std::string(k_signature)}});
}

std::string verified(const FormSignature& signature) {
  const aws::FixedAccessKeys keys(
      {{.id = "AKIAIOSFODNN7EXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", .account_id = "123456789012"}});
  auto key = verify_form_signature(signature, keys, k_now);
  return key ? (*key)->account_id : std::string(key.error().shape->code);
}

TEST(FormSignature, VersionFour) {
  auto signature = find_form_signature(signed_fields());
  ASSERT_TRUE(signature && *signature);
  EXPECT_EQ(verified(**signature), "123456789012");
  auto other = **signature;
  other.policy.resize(other.policy.size() - 2);
  EXPECT_EQ(verified(other), "SignatureDoesNotMatch");
  other = **signature;
  other.session_token = "token";
  EXPECT_EQ(verified(other), "InvalidToken");
  other.access_key_id = "foo";
  EXPECT_EQ(verified(other), "InvalidAccessKeyId");
}

TEST(FormSignature, VersionTwo) {
  auto signature = find_form_signature(fields_of({{"awsaccesskeyid", "AKIAIOSFODNN7EXAMPLE"},
                                                  {"signature", "qZqKDGwdd0KvzWNyBFF6I+V5h78="},
                                                  {"policy", std::string(k_policy)}}));
  ASSERT_TRUE(signature && *signature);
  EXPECT_EQ(verified(**signature), "123456789012");
  (*signature)->signature = "AAAA";
  EXPECT_EQ(verified(**signature), "SignatureDoesNotMatch");
}

TEST(FormSignature, MissingFieldsAreNamed) {
  const auto refused = [](std::vector<std::pair<std::string, std::string>> pairs) {
    auto found = find_form_signature(fields_of(std::move(pairs)));
    return found ? "found" : found.error().message;
  };
  const auto missing = [](std::string name) {
    return "Bucket POST must contain a field named '" + name + "'.  If it is specified, please check the order of the fields.";
  };
  EXPECT_EQ(refused({{"x-amz-date", ""}}), missing("X-Amz-Algorithm"));
  EXPECT_EQ(refused({{"AWSAccessKeyId", "a"}, {"policy", "p"}}), missing("Signature"));
  EXPECT_FALSE(*find_form_signature(fields_of({{"key", "a"}, {"policy", "p"}})));
}

}  // namespace
}  // namespace winterbaume::s3
