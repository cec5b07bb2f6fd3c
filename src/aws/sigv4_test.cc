#include "aws/sigv4.h"

#include <gtest/gtest.h>

#include "aws/sigv4_sign.h"
#include "core/bytes.h"

// Signatures: AWS's published Signature Version 4 examples, and requests that botocore signed at the same moment.
namespace winterbaume::aws {
namespace {

const TimePoint k_then = *parse_amz_date("20150830T123600Z");
constexpr std::string_view k_secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

http::Request request_of(http::Method method, std::string target, std::string_view host, std::string body = {}) {
  http::Request request;
  request.method = method;
  request.target = std::move(target);
  request.headers.add("Host", host);
  request.body = std::move(body);
  return request;
}

std::string signature_in(const http::Request& request) { return std::string(find_credential(request).signature); }

SigningIdentity example_identity(std::string service) { return {"AKIDEXAMPLE", std::string(k_secret), "", "us-east-1", service}; }
SigningIdentity temporary_identity(std::string service) {
  return {"ASIAEXAMPLE", "secret/with+signs", "token/with+signs==", "us-east-1", service};
}

TEST(Sigv4, DerivesTheSigningKeyOfAwsExample) {
  auto key = derive_signing_key(k_secret, "20150830", "us-east-1", "iam");
  EXPECT_EQ(to_hex(as_bytes(key)), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

struct Example {
  const char* name;
  const char* target;
  const char* signature;
};

TEST(Sigv4, SignsPlainRequestsAsAwsAndBotocoreDo) {
  for (const auto& example : std::initializer_list<Example>{
           {"get-vanilla", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
           {"empty path", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
           {"dot segments, doubled slashes, encoded space", "/example/..//foo/./bar%20baz/",
            "52f039fb50984e18e9e0a25f0a69f6d1f42a66db0c9ae72611d732931636346b"},
           {"query out of order", "/?Param2=value2&Param1=a%20b&Param1=%E1%88%B4&flag=",
            "b28fb78619816265e8584c647e825df51d7dd5d1004a7b5bd72956a02dff76de"},
       }) {
    auto request = request_of(http::Method::get, example.target, "example.amazonaws.com");
    sign_request(request, example_identity("service"), k_then);
    EXPECT_EQ(signature_in(request), example.signature) << example.name;
  }
}

TEST(Sigv4, SignsHeadersTokenAndBodyAsBotocoreDoes) {
  auto request = request_of(http::Method::post, "/", "sqs.us-east-1.amazonaws.com", "{}");
  request.headers.add("Content-Type", "application/x-amz-json-1.0");
  request.headers.add("X-Amz-Target", "AmazonSQS.ListQueues");
  request.headers.add("My-Header", "  a   b  c ");
  sign_request(request, temporary_identity("sqs"), k_then);
  EXPECT_EQ(signature_in(request), "47fe74176ac06a5199e81daacaad95e013fff09e034b757be34ec9c8225c7879");
}

TEST(Sigv4, SignsS3WithoutNormalisingThePath) {
  auto request = request_of(http::Method::put, "/a%20b/..//c%2Bd~", "bucket.s3.amazonaws.com", "hello");
  request.headers.add("x-amz-meta-x", "y");
  sign_request(request, example_identity("s3"), k_then);
  EXPECT_EQ(signature_in(request), "451ae850b93d7ed64e7400dd7c3134d10169c45d1df0e7e86f7d2018baae6da0");
}

TEST(Sigv4, PresignsAsBotocoreDoes) {
  using std::chrono::seconds;
  auto sts = request_of(http::Method::get, "/?Action=GetCallerIdentity&Version=2011-06-15", "sts.amazonaws.com");
  EXPECT_TRUE(presign(sts, temporary_identity("sts"), k_then, seconds(300))
                  .ends_with("&X-Amz-Signature=26bb16254c49ad6bd15ba9bbc09d6d9b384759bb0ab13fa9a4e126e6cdf950b5"));
  auto s3 = request_of(http::Method::get, "/key?versionId=a%2Fb", "bucket.s3.amazonaws.com");
  EXPECT_TRUE(presign(s3, temporary_identity("s3"), k_then, seconds(300))
                  .ends_with("&X-Amz-Signature=71e280b0a46f046242f07bec1a41879b72cf8ef006c5072fc0120df095745704"));
}

// The examples of the S3 API Reference, "Authenticating Requests".
TEST(Sigv4, SignsTheExamplesOfS3) {
  SigningIdentity identity{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", "us-east-1", "s3"};
  auto then = *parse_amz_date("20130524T000000Z");
  auto list = request_of(http::Method::get, "/?max-keys=2&prefix=J", "examplebucket.s3.amazonaws.com");
  sign_request(list, identity, then);
  EXPECT_EQ(signature_in(list), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  auto lifecycle = request_of(http::Method::get, "/?lifecycle", "examplebucket.s3.amazonaws.com");
  sign_request(lifecycle, identity, then);
  EXPECT_EQ(signature_in(lifecycle), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  auto put = request_of(http::Method::put, "/test%24file.text", "examplebucket.s3.amazonaws.com", "Welcome to Amazon S3.");
  put.headers.add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  put.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  sign_request(put, identity, then);
  EXPECT_EQ(signature_in(put), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  auto link = presign(request_of(http::Method::get, "/test.txt", "examplebucket.s3.amazonaws.com"), identity, then,
                      std::chrono::seconds(86400));
  EXPECT_TRUE(link.ends_with("=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")) << link;
}

TEST(Sigv4, CanonicalPaths) {
  using enum PathEncoding;
  for (const auto& [sent, wanted] : std::initializer_list<std::pair<const char*, const char*>>{{"", "/"},
                                                                                               {"/", "/"},
                                                                                               {"//", "/"},
                                                                                               {"/a", "/a"},
                                                                                               {"/a/", "/a/"},
                                                                                               {"/a/..", "/"},
                                                                                               {"/../..", "/"},
                                                                                               {"/a/./b", "/a/b"},
                                                                                               {"/a/b/..", "/a/"},
                                                                                               {"a", "/a"},
                                                                                               {"/a%2Fb", "/a%252Fb"},
                                                                                               {"/-_.~", "/-_.~"},
                                                                                               {"/a//b", "/a/b"}}) {
    EXPECT_EQ(canonical_path(sent, normalized_twice), wanted) << sent;
  }
  for (const auto& [sent, wanted] : std::initializer_list<std::pair<const char*, const char*>>{{"", "/"},
                                                                                               {"//a/../b/", "//a/../b/"},
                                                                                               {"/a%20b", "/a%20b"},
                                                                                               {"/a(b)", "/a%28b%29"},
                                                                                               {"/%7e", "/~"},
                                                                                               {"/a+b", "/a%2Bb"},
                                                                                               {"/bad%zz", "/bad%25zz"}}) {
    EXPECT_EQ(canonical_path(sent, once), wanted) << sent;
  }
}

TEST(Sigv4, CanonicalQueries) {
  EXPECT_EQ(canonical_query(""), "");
  EXPECT_EQ(canonical_query("b=2&a=2&a=1&c"), "a=1&a=2&b=2&c=");
  EXPECT_EQ(canonical_query("k=a/b&X-Amz-Signature=00&k2=a+b%2bc"), "k=a%2Fb&k2=a%20b%2Bc");
  EXPECT_EQ(canonical_query("x=%zz"), "x=%25zz");
}

TEST(Sigv4, JoinsRepeatedHeaders) {
  auto request = request_of(http::Method::get, "/", "h");
  request.headers.add("X-A", " one  two ");
  request.headers.add("x-a", "three");
  EXPECT_EQ(canonical_request(request, {"host", "x-a", "x-b"}, PathEncoding::once, "P"),
            "GET\n/\n\nhost:h\nx-a:one two,three\nx-b:\n\nhost;x-a;x-b\nP");
}

TEST(Sigv4, ReadsTheAuthorizationHeader) {
  auto sent = parse_authorization(
      "AWS4-HMAC-SHA256 Credential=AKID/20150830/eu-west-1/sqs/aws4_request, SignedHeaders=host;x-amz-date,Signature=abc123");
  EXPECT_EQ(sent.scheme, SignatureScheme::v4);
  EXPECT_TRUE(sent.well_formed_scope);
  EXPECT_FALSE(sent.presigned);
  EXPECT_EQ(sent.access_key_id, "AKID");
  EXPECT_EQ(sent.date, "20150830");
  EXPECT_EQ(sent.region, "eu-west-1");
  EXPECT_EQ(sent.service, "sqs");
  EXPECT_EQ(sent.terminator, "aws4_request");
  EXPECT_EQ(sent.signed_headers, "host;x-amz-date");
  EXPECT_EQ(sent.signature, "abc123");
}

TEST(Sigv4, ReadsOtherSchemes) {
  auto v4a =
      parse_authorization("AWS4-ECDSA-P256-SHA256 Credential=AKID/20150830/s3/aws4_request, SignedHeaders=host, Signature=3045");
  EXPECT_EQ(v4a.scheme, SignatureScheme::v4a);
  EXPECT_EQ(v4a.access_key_id, "AKID");
  EXPECT_EQ(v4a.region, "");
  EXPECT_EQ(v4a.service, "s3");
  auto v2 = parse_authorization("AWS AKID:c2ln");
  EXPECT_EQ(v2.scheme, SignatureScheme::v2);
  EXPECT_EQ(v2.access_key_id, "AKID");
  EXPECT_EQ(v2.signature, "c2ln");
  EXPECT_EQ(parse_authorization("Bearer AKID/1/2/3/4").scheme, SignatureScheme::unknown);
  EXPECT_EQ(parse_authorization("").scheme, SignatureScheme::unknown);
}

TEST(Sigv4, ReadsPresignedQueries) {
  auto sent = parse_query_credential(
      "Action=X&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20150830%2Fus-east-1%2fsts/aws4_request"
      "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-a&X-Amz-Signature=ff&X-Amz-Security-Token=t%"
      "2F");
  EXPECT_EQ(sent.scheme, SignatureScheme::v4);
  EXPECT_TRUE(sent.presigned);
  EXPECT_TRUE(sent.well_formed_scope);
  EXPECT_EQ(sent.access_key_id, "AKID");
  EXPECT_EQ(sent.region, "us-east-1");
  EXPECT_EQ(sent.service, "sts");
  EXPECT_EQ(sent.presigned_date, "20150830T123600Z");
  EXPECT_EQ(sent.presigned_expiry, "60");
  EXPECT_EQ(sent.session_token, "t%2F");
  auto v2 = parse_query_credential("Signature=s&AWSAccessKeyId=AKID&Expires=1");
  EXPECT_EQ(v2.scheme, SignatureScheme::v2);
  EXPECT_EQ(v2.access_key_id, "AKID");
  EXPECT_EQ(v2.signature, "s");
  EXPECT_EQ(parse_query_credential("Action=ListQueues&Signature=x").scheme, SignatureScheme::none);
}

TEST(Sigv4, FindsTheCredentialWhereverItIs) {
  auto anonymous = request_of(http::Method::get, "/?x=1", "h");
  EXPECT_EQ(find_credential(anonymous).scheme, SignatureScheme::none);
  auto header = request_of(http::Method::get, "/?X-Amz-Credential=other", "h");
  header.headers.add("authorization", "AWS4-HMAC-SHA256 Credential=AKID/1/r/s/aws4_request");
  header.headers.add("x-amz-security-token", "token");
  EXPECT_EQ(find_credential(header).access_key_id, "AKID");
  EXPECT_EQ(find_credential(header).session_token, "token");
}

TEST(Sigv4, KeepsAnAccessKeyWithSlashesWhole) {
  auto sent = parse_authorization("AWS4-HMAC-SHA256 Credential=a/b/20150830/us-east-1/sqs/aws4_request");
  EXPECT_EQ(sent.access_key_id, "a/b");
  EXPECT_EQ(sent.service, "sqs");
}

// Whatever a client sends, reading it ends and stays within the text.
TEST(Sigv4, SurvivesBrokenCredentials) {
  for (auto text : {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential",
                    "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=/", "AWS4-HMAC-SHA256 Credential=////",
                    "AWS4-HMAC-SHA256 ,,,=,=,", "AWS", "AWS :", "AWS4-HMAC-SHA256 Credential=a/b/c/d", "   "}) {
    auto sent = parse_authorization(text);
    EXPECT_FALSE(sent.well_formed_scope) << text;
  }
  for (auto text : {"X-Amz-Credential=%2", "X-Amz-Credential=%2F%2F%2F%2F", "X-Amz-Credential=%", "X-Amz-Signature=", "X-Amz-=1",
                    "X-Amz-Algorithm=AWS4-HMAC-SHA256", "AWSAccessKeyId", "X-Amz-Algorithm"}) {
    EXPECT_FALSE(parse_query_credential(text).well_formed_scope) << text;
  }
}

TEST(Sigv4, Dates) {
  EXPECT_EQ(amz_date_text(k_then), "20150830T123600Z");
  EXPECT_EQ(k_then.time_since_epoch(), std::chrono::seconds(1440938160));
  EXPECT_EQ(amz_date_text(TimePoint{}), "19700101T000000Z");
  EXPECT_EQ(amz_date_text(TimePoint{Millis(-1)}), "19691231T235959Z");
  for (auto text : {"", "20150830T123600", "20150830 123600Z", "20151330T123600Z", "20150230T123600Z", "20150830T243600Z",
                    "2015083aT123600Z", "20150830T126000Z", "20150830T123660Z", "+0150830T123600Z"}) {
    EXPECT_FALSE(parse_amz_date(text)) << text;
  }
}

}  // namespace
}  // namespace winterbaume::aws
