#include "aws/sigv4_verify.h"

#include <gtest/gtest.h>

#include "aws/sigv4_errors.h"
#include "aws/sigv4_sign.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint k_now = *parse_amz_date("20260102T030405Z");

class SignatureVerification : public testing::Test {
 protected:
  static http::Request request_of(std::string target, std::string body = "{}") {
    http::Request request;
    request.method = http::Method::post;
    request.target = std::move(target);
    request.headers.add("Host", "localhost:5555");
    request.headers.add("X-Amz-Target", "AmazonSQS.ListQueues");
    request.body = std::move(body);
    return request;
  }
  static SigningIdentity alice(std::string service = "sqs") { return {"AKIAALICE", "alice's secret", "", "eu-west-1", service}; }
  static SigningIdentity temporary(std::string service = "sqs") {
    return {"ASIATEMP", "temporary secret", "the/token+", "eu-west-1", service};
  }

  std::expected<VerifiedSignature, AuthRejection> verify(const http::Request& request, TimePoint now = k_now) {
    return verifier_.verify(request, find_credential(request), now);
  }
  // The failure, or null where the request passes.
  std::optional<AuthFailure> failure_of(const http::Request& request, TimePoint now = k_now) {
    auto result = verify(request, now);
    return result ? std::nullopt : std::optional(result.error().failure);
  }
  static http::Request presigned(const SigningIdentity& identity, seconds expires, std::string target = "/key") {
    http::Request request;
    request.target = std::move(target);
    request.headers.add("Host", "bucket.localhost:5555");
    request.target = presign(request, identity, k_now, expires);
    return request;
  }

  SignatureVerifier verifier_{std::make_shared<FixedAccessKeys>(std::vector<AccessKey>{
      {.id = "AKIAALICE", .secret = "alice's secret", .account_id = "111111111111"},
      {.id = "ASIATEMP",
       .secret = "temporary secret",
       .account_id = "222222222222",
       .session_token = "the/token+",
       .expires = k_now + minutes(30)},
  })};
};

TEST_F(SignatureVerification, AcceptsWhatIsRightlySigned) {
  auto request = request_of("/a/../b%20c?x=1&a=%2F");
  sign_request(request, alice(), k_now);
  auto result = verify(request);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->key->account_id, "111111111111");
  EXPECT_EQ(result->payload, PayloadSignature::settled);
  EXPECT_EQ(result->scope, "20260102/eu-west-1/sqs/aws4_request");
  EXPECT_EQ(result->seed_signature, find_credential(request).signature);
}

TEST_F(SignatureVerification, AcceptsTemporaryKeysWithTheirToken) {
  auto request = request_of("/");
  sign_request(request, temporary(), k_now);
  EXPECT_EQ(failure_of(request), std::nullopt);
  EXPECT_EQ(failure_of(presigned(temporary("s3"), seconds(60))), std::nullopt);
  EXPECT_EQ(failure_of(presigned(temporary("sts"), seconds(60))), std::nullopt);
}

TEST_F(SignatureVerification, RefusesAnyChange) {
  auto request = request_of("/?a=1");
  sign_request(request, alice(), k_now);
  auto changed_body = request_of("/?a=1", "{ }");
  changed_body.headers = request.headers;
  EXPECT_EQ(failure_of(changed_body), AuthFailure::signature_mismatch);
  auto changed_query = request_of("/?a=2");
  changed_query.headers = request.headers;
  EXPECT_EQ(failure_of(changed_query), AuthFailure::signature_mismatch);
  auto changed_header = request_of("/?a=1");
  changed_header.headers = request.headers;
  changed_header.headers.set("X-Amz-Target", "AmazonSQS.PurgeQueue");
  EXPECT_EQ(failure_of(changed_header), AuthFailure::signature_mismatch);
  auto changed_method = request_of("/?a=1");
  changed_method.headers = request.headers;
  changed_method.method = http::Method::put;
  EXPECT_EQ(failure_of(changed_method), AuthFailure::signature_mismatch);
}

TEST_F(SignatureVerification, RefusesAnotherSecretAndShowsWhatWasSigned) {
  auto request = request_of("/");
  auto liar = alice();
  liar.secret = "guess";
  sign_request(request, liar, k_now);
  auto result = verify(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, AuthFailure::signature_mismatch);
  auto shared = auth_error(result.error(), false);
  EXPECT_EQ(shared.shape->code, "SignatureDoesNotMatch");
  EXPECT_EQ(shared.shape->name, "InvalidSignatureException");
  EXPECT_TRUE(shared.message.starts_with("The request signature we calculated does not match the signature you provided."));
  EXPECT_NE(shared.message.find("'POST\n/\n\n"), std::string::npos) << shared.message;
  EXPECT_NE(shared.message.find("'AWS4-HMAC-SHA256\n20260102T030405Z\n"), std::string::npos) << shared.message;
  EXPECT_EQ(shared.message.find("guess"), std::string::npos);
  EXPECT_EQ(shared.message.find("alice's secret"), std::string::npos);
}

TEST_F(SignatureVerification, RefusesUnknownKeysAndWrongTokens) {
  auto request = request_of("/");
  auto stranger = alice();
  stranger.access_key_id = "AKIASTRANGER";
  sign_request(request, stranger, k_now);
  EXPECT_EQ(failure_of(request), AuthFailure::unknown_access_key);
  EXPECT_EQ(auth_error(verify(request).error(), false).shape->code, "InvalidClientTokenId");
  EXPECT_EQ(auth_error(verify(request).error(), true).shape->code, "InvalidAccessKeyId");

  for (std::string token : {"", "the/token", "the/token+x"}) {
    auto wrong = request_of("/");
    auto identity = temporary();
    identity.session_token = token;
    sign_request(wrong, identity, k_now);
    EXPECT_EQ(failure_of(wrong), AuthFailure::invalid_token) << token;
  }
  auto needless = request_of("/");
  auto identity = alice();
  identity.session_token = "t";
  sign_request(needless, identity, k_now);
  EXPECT_EQ(failure_of(needless), AuthFailure::invalid_token);
}

TEST_F(SignatureVerification, RefusesATemporaryKeyAfterItsTime) {
  auto request = request_of("/");
  sign_request(request, temporary(), k_now + minutes(30));
  EXPECT_EQ(failure_of(request, k_now + minutes(30) - Millis(1)), std::nullopt);
  EXPECT_EQ(failure_of(request, k_now + minutes(30)), AuthFailure::expired_token);
}

TEST_F(SignatureVerification, AllowsFifteenMinutesOfSkew) {
  auto request = request_of("/");
  sign_request(request, alice(), k_now);
  EXPECT_EQ(failure_of(request, k_now + minutes(15)), std::nullopt);
  EXPECT_EQ(failure_of(request, k_now - minutes(15)), std::nullopt);
  EXPECT_EQ(failure_of(request, k_now - minutes(15) - seconds(1)), AuthFailure::signature_not_yet_valid);
  auto late = verify(request, k_now + minutes(15) + seconds(1));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().failure, AuthFailure::signature_expired);
  EXPECT_EQ(auth_error(late.error(), false).message,
            "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T031906Z - 15 min.)");
  EXPECT_EQ(auth_error(late.error(), true).shape->code, "RequestTimeTooSkewed");
}

TEST_F(SignatureVerification, TakesTheDateHeaderWhereXAmzDateIsMissing) {
  auto request = request_of("/");
  request.headers.add("Date", "Fri, 02 Jan 2026 03:04:05 GMT");
  sign_request(request, alice(), k_now);
  auto header = std::string(*request.headers.find("Authorization"));
  request.headers.remove("X-Amz-Date");
  EXPECT_EQ(failure_of(request), AuthFailure::signature_mismatch);  // x-amz-date was signed, and is gone
  request.headers.set("Date", "yesterday");
  EXPECT_EQ(failure_of(request), AuthFailure::malformed_date);
  request.headers.remove("Date");
  EXPECT_EQ(failure_of(request), AuthFailure::missing_date);
}

TEST_F(SignatureVerification, NamesWhatIsMissing) {
  EXPECT_EQ(failure_of(request_of("/")), AuthFailure::missing);
  auto request = request_of("/");
  request.headers.add("X-Amz-Date", "20260102T030405Z");
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAALICE/20260102/eu-west-1/sqs/aws4_request");
  auto result = verify(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, AuthFailure::incomplete);
  EXPECT_EQ(auth_error(result.error(), false).message,
            "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.");
  EXPECT_EQ(auth_error(result.error(), true).shape->code, "AuthorizationHeaderMalformed");
}

TEST_F(SignatureVerification, RefusesOtherSchemes) {
  for (auto header :
       {"AWS AKIAALICE:sig", "Bearer token", "AWS4-ECDSA-P256-SHA256 Credential=AKIAALICE/20260102/sqs/aws4_request"}) {
    auto request = request_of("/");
    request.headers.add("Authorization", header);
    EXPECT_EQ(failure_of(request), AuthFailure::unsupported_scheme) << header;
  }
}

TEST_F(SignatureVerification, ChecksTheScope) {
  for (auto [credential, failure] : std::initializer_list<std::pair<const char*, AuthFailure>>{
           {"AKIAALICE/20260102/eu-west-1/sqs", AuthFailure::malformed_credential},
           {"AKIAALICE/20260102/eu-west-1/sqs/aws3", AuthFailure::malformed_credential},
           {"a/AKIAALICE/20260102/eu-west-1/sqs/aws4_request", AuthFailure::malformed_credential},
           {"AKIAALICE/20260102/eu west/sqs/aws4_request", AuthFailure::malformed_credential},
           {"AKIAALICE/20260103/eu-west-1/sqs/aws4_request", AuthFailure::date_mismatch},
       }) {
    auto request = request_of("/");
    request.headers.add("X-Amz-Date", "20260102T030405Z");
    request.headers.add("Authorization",
                        std::string("AWS4-HMAC-SHA256 Credential=") + credential + ", SignedHeaders=host, Signature=00");
    EXPECT_EQ(failure_of(request), failure) << credential;
  }
}

TEST_F(SignatureVerification, WantsHostSigned) {
  auto request = request_of("/");
  request.headers.add("X-Amz-Date", "20260102T030405Z");
  request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAALICE/20260102/eu-west-1/sqs/aws4_request, SignedHeaders=x-amz-date, Signature=0");
  EXPECT_EQ(failure_of(request), AuthFailure::host_not_signed);
}

TEST_F(SignatureVerification, PresignedRequestsExpire) {
  auto request = presigned(alice("s3"), seconds(60));
  EXPECT_EQ(failure_of(request, k_now + seconds(60)), std::nullopt);
  auto late = verify(request, k_now + seconds(61));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().failure, AuthFailure::presigned_expired);
  auto error = auth_error(late.error(), true);
  EXPECT_EQ(error.shape->code, "AccessDenied");
  EXPECT_EQ(error.message, "Request has expired");
  EXPECT_EQ(failure_of(request, k_now - minutes(16)), AuthFailure::presigned_not_yet_valid);
  EXPECT_EQ(failure_of(presigned(alice("s3"), seconds(604'800)), k_now + seconds(604'800)), std::nullopt);
}

TEST_F(SignatureVerification, ChecksTheParametersOfPresignedRequests) {
  auto with = [](std::string expires) {
    http::Request request;
    request.headers.add("Host", "h");
    request.target =
        "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAALICE%2F20260102%2Feu-west-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00&X-Amz-Expires=" +
        expires;
    return request;
  };
  EXPECT_EQ(failure_of(with("604801")), AuthFailure::expiry_too_long);
  EXPECT_EQ(failure_of(with("-1")), AuthFailure::negative_expiry);
  EXPECT_EQ(failure_of(with("soon")), AuthFailure::malformed_expiry);
  EXPECT_EQ(failure_of(with("99999999999999999999")), AuthFailure::malformed_expiry);
  EXPECT_EQ(failure_of(with("")), AuthFailure::incomplete);
  EXPECT_EQ(failure_of(with("60")), AuthFailure::signature_mismatch);
  EXPECT_EQ(auth_error(verify(with("")).error(), true).shape->code, "AuthorizationQueryParametersError");
}

TEST_F(SignatureVerification, ComparesTheBodyWithItsHash) {
  auto request = request_of("/bucket/key", "hello");
  sign_request(request, alice("s3"), k_now);
  EXPECT_EQ(failure_of(request), std::nullopt);
  request.body = std::string("hellO");
  auto result = verify(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, AuthFailure::payload_mismatch);
  EXPECT_EQ(auth_error(result.error(), true).shape->code, "XAmzContentSHA256Mismatch");
}

TEST_F(SignatureVerification, TakesUnsignedPayloadsAndTellsOfStreamedOnes) {
  for (auto [hash, payload] : std::initializer_list<std::pair<const char*, PayloadSignature>>{
           {"UNSIGNED-PAYLOAD", PayloadSignature::settled},
           {"STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadSignature::unsigned_chunks_trailer},
           {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", PayloadSignature::chunks},
           {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", PayloadSignature::chunks_and_trailer},
       }) {
    auto request = request_of("/bucket/key", "anything");
    request.headers.add("x-amz-content-sha256", hash);
    sign_request(request, alice("s3"), k_now);
    auto result = verify(request);
    ASSERT_TRUE(result) << hash;
    EXPECT_EQ(result->payload, payload) << hash;
  }
  auto odd = request_of("/bucket/key");
  odd.headers.add("x-amz-content-sha256", "STREAMING-SOMETHING");
  sign_request(odd, alice("s3"), k_now);
  EXPECT_EQ(failure_of(odd), AuthFailure::malformed_payload_hash);
  odd.headers.remove("x-amz-content-sha256");
  EXPECT_EQ(failure_of(odd), AuthFailure::missing_payload_hash);
}

class Endless final : public http::BodySource {
 public:
  asio::awaitable<std::size_t> read(std::span<char>) override { co_return 0; }
};

TEST_F(SignatureVerification, LeavesTheHashOfAStreamedBodyToItsReader) {
  auto request = request_of("/bucket/key");
  std::string hash(64, 'A');
  request.headers.add("x-amz-content-sha256", hash);
  sign_request(request, alice("s3"), k_now);
  request.body = http::Body(std::make_unique<Endless>(), std::nullopt);
  auto result = verify(request);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->payload, PayloadSignature::sha256);
  EXPECT_EQ(result->payload_sha256, std::string(64, 'a'));
}

TEST_F(SignatureVerification, WantsS3HeadersSigned) {
  auto request = request_of("/bucket/key");
  sign_request(request, alice("s3"), k_now);
  request.headers.add("x-amz-acl", "public-read");
  auto result = verify(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, AuthFailure::headers_not_signed);
  EXPECT_EQ(result.error().detail, "x-amz-acl");
}

TEST_F(SignatureVerification, EveryFailureHasAnAnswer) {
  for (int i = 0; i <= static_cast<int>(AuthFailure::signature_mismatch); ++i) {
    for (bool presigned : {false, true}) {
      AuthRejection rejection{.failure = static_cast<AuthFailure>(i), .detail = "x", .presigned = presigned, .now = k_now};
      for (bool s3 : {false, true}) {
        auto error = auth_error(rejection, s3);
        EXPECT_FALSE(error.message.empty());
        EXPECT_GE(error.shape->status, 400);
      }
    }
  }
}

TEST(SigningKeys, AreKeptAndStayRightWhenManyAreAskedFor) {
  SigningKeys keys;
  for (int i = 0; i < 3000; ++i) keys.get("secret", "20260102", "region-" + std::to_string(i), "sqs");
  EXPECT_EQ(keys.get("secret", "20260102", "region-1", "sqs"), derive_signing_key("secret", "20260102", "region-1", "sqs"));
  EXPECT_EQ(keys.get("secret", "20260102", "region-1", "sqs"), derive_signing_key("secret", "20260102", "region-1", "sqs"));
}

}  // namespace
}  // namespace winterbaume::aws
