#include "emulator/emulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <string>

#include "aws/schema.h"
#include "aws/sigv4_sign.h"
#include "core/failure.h"

namespace winterbaume {
namespace {

using testing::HasSubstr;

constexpr aws::Schema k_empty{.kind = aws::Kind::structure, .name = "Empty"};
constexpr aws::OperationSchema k_operations[] = {
    {.name = "DoIt", .index = 0, .input = &k_empty, .output = &k_empty},
    {.name = "GetIn", .index = 1, .input = &k_empty, .output = &k_empty, .anonymous = true},
};
constexpr aws::ProtocolKind k_json_and_query[] = {aws::ProtocolKind::json_1_0, aws::ProtocolKind::query};
constexpr aws::ServiceSchema k_first{.name = "first",
                                     .id = "First",
                                     .api_version = "2012-11-05",
                                     .endpoint_prefix = "first",
                                     .signing_name = "first",
                                     .target_prefix = "FirstTarget",
                                     .protocols = k_json_and_query,
                                     .operations = k_operations};
constexpr aws::ProtocolKind k_json[] = {aws::ProtocolKind::json_1_1};
constexpr aws::ServiceSchema k_second{.name = "second",
                                      .id = "Second",
                                      .api_version = "2020-01-01",
                                      .endpoint_prefix = "streams.second",
                                      .signing_name = "second",
                                      .target_prefix = "SecondTarget",
                                      .protocols = k_json};

constexpr aws::ProtocolKind k_rest[] = {aws::ProtocolKind::rest_xml};
constexpr aws::ServiceSchema k_third{.name = "third",
                                     .id = "Third",
                                     .api_version = "2006-03-01",
                                     .endpoint_prefix = "third",
                                     .signing_name = "third",
                                     .protocols = k_rest};

// Answers with what it was told of the request, or throws what a test wants.
class EchoService final : public aws::Service {
 public:
  explicit EchoService(const aws::ServiceSchema& schema) : schema_(schema) {}
  const aws::ServiceSchema& schema() const override { return schema_; }
  asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override {
    if (request.headers.find("X-Fail-Storage")) throw StorageFailure("disk full");
    if (request.headers.find("X-Fail-Otherwise")) throw std::logic_error("a bug");
    http::Response response;
    response.body = fmt::format("{} {} {} {} {}", schema_.name, context.scope.account_id, context.scope.region, context.base_url,
                                context.path);
    co_return response;
  }
  asio::awaitable<void> reset() override {
    ++resets;
    co_return;
  }
  int resets = 0;

 private:
  const aws::ServiceSchema& schema_;
};

class EmulatorTest : public testing::Test {
 protected:
  EmulatorTest() {
    auto first = std::make_unique<EchoService>(k_first);
    first_ = first.get();
    auto builder = Emulator::builder();
    builder.with_service(std::move(first)).with_service(std::make_unique<EchoService>(k_second)).with_clock(clock_);
    builder.with_failure_log(
        [this](std::string_view id, std::string_view what) { failures_.push_back(fmt::format("{} {}", id, what)); });
    emulator_ = builder.build();
  }

  static http::Response ask(Emulator& emulator, http::Request request) {
    asio::io_context context;
    auto response = asio::co_spawn(context, emulator.handle(std::move(request)), asio::use_future);
    context.run();
    return response.get();
  }
  http::Response ask(http::Request request) { return ask(*emulator_, std::move(request)); }

  static http::Request post(std::string target, std::vector<std::pair<std::string, std::string>> headers, std::string body = "") {
    http::Request request;
    request.method = http::Method::post;
    request.target = std::move(target);
    for (auto& [name, value] : headers) request.headers.add(name, value);
    request.body = std::move(body);
    return request;
  }
  static std::pair<std::string, std::string> signed_by(std::string key, std::string region, std::string service) {
    return {"Authorization",
            fmt::format("AWS4-HMAC-SHA256 Credential={}/20260101/{}/{}/aws4_request, SignedHeaders=host, Signature={:064}", key,
                        region, service, 0)};
  }

  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  EchoService* first_ = nullptr;
  std::vector<std::string> failures_;
  std::unique_ptr<Emulator> emulator_;
};

TEST_F(EmulatorTest, RoutesByEachSignThatARequestCarries) {
  EXPECT_THAT(ask(post("/", {{"X-Amz-Target", "FirstTarget.DoIt"}})).body.bytes(), HasSubstr("first "));
  EXPECT_THAT(ask(post("/", {{"X-Amz-Target", "SecondTarget.DoIt"}})).body.bytes(), HasSubstr("second "));
  EXPECT_THAT(ask(post("/", {signed_by("AKID", "eu-west-1", "second")})).body.bytes(), HasSubstr("second "));
  EXPECT_THAT(ask(post("/", {{"Host", "first.us-east-1.amazonaws.com"}})).body.bytes(), HasSubstr("first "));
  EXPECT_THAT(ask(post("/", {{"Host", "streams.second.localhost:5555"}})).body.bytes(), HasSubstr("second "));
  EXPECT_THAT(ask(post("/?Action=DoIt", {})).body.bytes(), HasSubstr("first "));
  EXPECT_THAT(ask(post("/", {}, "Version=1&Action=DoIt")).body.bytes(), HasSubstr("first "));
}

TEST_F(EmulatorTest, TheTargetWinsOverTheHost) {
  auto request = post("/", {{"Host", "first.us-east-1.amazonaws.com"}, {"X-Amz-Target", "SecondTarget.DoIt"}});
  EXPECT_THAT(ask(std::move(request)).body.bytes(), HasSubstr("second "));
}

TEST_F(EmulatorTest, SaysWhichServicesAreHereWhenNoneIsNamed) {
  auto response = ask(post("/", {{"Host", "127.0.0.1:5555"}}));
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body.bytes(), HasSubstr("Services here: first second"));
  EXPECT_EQ(response.headers.get_or("x-amzn-RequestId").size(), 36u);
}

TEST_F(EmulatorTest, ASignatureForAServiceThatIsNotHereIsNotGuessedAt) {
  auto response = ask(post("/?Action=DoIt", {signed_by("AKID", "us-east-1", "kinesis")}));
  EXPECT_EQ(response.status, 501);
  EXPECT_THAT(response.body.bytes(), HasSubstr("The service 'kinesis' is not emulated here."));
}

TEST_F(EmulatorTest, TheCredentialTellsAccountAndRegion) {
  auto response = ask(post("/a%20b", {{"Host", "127.0.0.1:5555"}, signed_by("111122223333", "eu-west-1", "first")}));
  EXPECT_EQ(response.body.bytes(), "first 111122223333 eu-west-1 http://127.0.0.1:5555 /a b");
  response = ask(post("/", {{"Host", "h"}, signed_by("test", "us-west-2", "first")}));
  EXPECT_EQ(response.body.bytes(), "first 123456789012 us-west-2 http://h /");
  response = ask(post("/?Action=DoIt", {{"Host", "h"}}));
  EXPECT_EQ(response.body.bytes(), "first 123456789012 us-east-1 http://h /");
}

TEST_F(EmulatorTest, AFaultBelowIsAnsweredAndLoggedWithTheRequestId) {
  auto response = ask(post("/?Action=DoIt", {{"X-Fail-Storage", "1"}}));
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body.bytes(), HasSubstr("ServiceUnavailable"));
  ASSERT_EQ(failures_.size(), 1u);
  EXPECT_EQ(failures_[0], std::string(response.headers.get_or("x-amzn-RequestId")) + " disk full");
  EXPECT_EQ(ask(post("/?Action=DoIt", {{"X-Fail-Otherwise", "1"}})).status, 500);
  EXPECT_THAT(failures_.at(1), HasSubstr("a bug"));
}

TEST_F(EmulatorTest, AFaultIsAnsweredInTheProtocolOfTheRequest) {
  auto query = ask(post("/?Action=DoIt", {{"X-Fail-Storage", "1"}}));
  EXPECT_THAT(query.body.bytes(), HasSubstr("<Code>ServiceUnavailable</Code>"));
  auto json = ask(post("/", {{"X-Amz-Target", "FirstTarget.DoIt"}, {"X-Fail-Storage", "1"}}));
  EXPECT_EQ(json.status, 503);
  EXPECT_THAT(json.body.bytes(), HasSubstr("__type"));
}

TEST_F(EmulatorTest, HealthListsServices) {
  http::Request request;
  request.target = "/_winterbaume/health";
  auto response = ask(std::move(request));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body.bytes(), HasSubstr(R"("services":["first","second"])"));
  EXPECT_EQ(ask(post("/_winterbaume/health", {})).status, 405);
  EXPECT_EQ(ask(post("/_winterbaume/nothing", {})).status, 404);
}

TEST_F(EmulatorTest, ResetReachesEveryServiceByBothPaths) {
  EXPECT_EQ(ask(post("/_winterbaume/reset", {})).status, 200);
  EXPECT_EQ(ask(post("/moto-api/reset", {})).status, 200);
  EXPECT_EQ(first_->resets, 2);
  http::Request get;
  get.target = "/_winterbaume/reset";
  EXPECT_EQ(ask(std::move(get)).status, 405);
  EXPECT_EQ(first_->resets, 2);
}

// Takes what nobody else does, as S3 must.
class ClaimingService final : public aws::Service {
 public:
  const aws::ServiceSchema& schema() const override { return k_third; }
  aws::Claim claim(const http::Request& request) const override {
    if (request.headers.get_or("Host").find(".third.") != std::string_view::npos) return aws::Claim::certain;
    return request.path() == "/" ? aws::Claim::none : aws::Claim::otherwise_unclaimed;
  }
  bool has_signing_alias(std::string_view signing_name) const override { return signing_name == "third-express"; }
  asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request) override {
    http::Response response;
    response.body = fmt::format("third {} {} {} {}", context.enforced, context.anonymous, context.canonical_user_id,
                                context.signature != nullptr);
    co_return response;
  }
  asio::awaitable<void> reset() override { co_return; }
  asio::awaitable<std::optional<std::string>> inspect(std::string target) override {
    if (target == "nothing") co_return std::nullopt;
    co_return target;
  }
};

class ClaimingTest : public EmulatorTest {
 protected:
  static std::unique_ptr<Emulator> make(Authentication authentication = {}) {
    auto builder = Emulator::builder();
    builder.with_service(std::make_unique<EchoService>(k_first)).with_service(std::make_unique<ClaimingService>());
    return builder.with_authentication(std::move(authentication)).build();
  }
  std::string answer(http::Request request) { return ask(*emulator_, std::move(request)).body.bytes(); }
  std::unique_ptr<Emulator> emulator_ = make();
};

TEST_F(ClaimingTest, ARequestThatSaysNothingGoesToWhoeverTakesIt) {
  EXPECT_THAT(answer(post("/bucket/key", {{"Host", "localhost"}})), HasSubstr("third"));
  EXPECT_THAT(answer(post("/", {{"Host", "first.third.localhost"}})), HasSubstr("third"));
  EXPECT_THAT(answer(post("/", {signed_by("AKID", "us-east-1", "third-express")})), HasSubstr("third"));
  EXPECT_THAT(answer(post("/", {{"Host", "localhost"}})), HasSubstr("UnknownService"));
}

TEST_F(ClaimingTest, AQueuesRequestStaysWithItsService) {
  EXPECT_THAT(answer(post("/123456789012/orders", {{"Host", "localhost"}}, "Action=DoIt")), HasSubstr("first "));
  EXPECT_THAT(answer(post("/123456789012/orders", {{"Host", "first.localhost"}})), HasSubstr("first "));
}

// A body that its client holds back until it is asked for.
class HeldBody final : public http::BodySource {
 public:
  explicit HeldBody(std::string bytes, bool& asked) : bytes_(std::move(bytes)), asked_(asked) {}
  asio::awaitable<std::size_t> read(std::span<char> into) override {
    asked_ = true;
    const auto count = std::min(into.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, into.begin());
    bytes_.erase(0, count);
    co_return count;
  }

 private:
  std::string bytes_;
  bool& asked_;
};

TEST_F(ClaimingTest, AFormIsReadWhereOnlyItsActionTellsWhoseItIs) {
  constexpr std::string_view k_form = "application/x-www-form-urlencoded; charset=utf-8";
  bool asked = false;
  const auto post_held = [&](std::vector<std::pair<std::string, std::string>> headers, std::string bytes = "Action=DoIt") {
    asked = false;
    auto request = post("/123456789012/orders", std::move(headers));
    request.body = http::Body(std::make_unique<HeldBody>(bytes, asked), bytes.size());
    return answer(std::move(request));
  };
  EXPECT_THAT(post_held({{"Host", "localhost"}, {"Content-Type", std::string(k_form)}}), HasSubstr("first "));
  EXPECT_THAT(post_held({{"Host", "localhost"}, {"Content-Type", std::string(k_form)}}, "x=1"), HasSubstr("third "));
  EXPECT_THAT(post_held({{"Host", "localhost"}, {"Content-Type", "text/xml"}}), HasSubstr("third "));
  EXPECT_FALSE(asked);
  EXPECT_THAT(post_held({{"Host", "a.third.localhost"}, {"Content-Type", std::string(k_form)}}), HasSubstr("third "));
  EXPECT_FALSE(asked);
}

TEST_F(ClaimingTest, ServicesShowWhatTheyKeep) {
  EXPECT_EQ(answer({.target = "/_winterbaume/third/a/b?c=d"}), "a/b?c=d");
  EXPECT_EQ(ask(*emulator_, {.target = "/_winterbaume/third/nothing"}).status, 404);
  EXPECT_EQ(ask(*emulator_, {.target = "/_winterbaume/nobody/a"}).status, 404);
}

TEST_F(ClaimingTest, RestXmlTakesAnonymousCallersAndKnowsAccounts) {
  aws::AccessKey key{.id = "AKID", .secret = "secret", .account_id = "444455556666", .canonical_id = "odd$id"};
  auto verifying = make(Authentication(std::make_shared<aws::FixedAccessKeys>(std::vector{key})));
  EXPECT_EQ(ask(*verifying, post("/bucket", {{"Host", "localhost"}})).body.bytes(), "third true true  false");
  EXPECT_EQ(ask(*verifying, post("/bucket", {{"Host", "localhost"}, {"Authorization", ""}})).body.bytes(),
            "third true true  false");
  http::Request request;
  request.target = "/bucket";
  request.headers.add("Host", "localhost");
  aws::sign_request(request, {.access_key_id = "AKID", .secret = "secret", .region = "eu-west-1", .service = "third"},
                    SystemClock().now());
  EXPECT_EQ(ask(*verifying, std::move(request)).body.bytes(), "third true false odd$id true");
  EXPECT_EQ(answer(post("/bucket", {{"Host", "localhost"}})), "third false false  false");
}

class VerifyingEmulatorTest : public EmulatorTest {
 protected:
  VerifyingEmulatorTest() {
    aws::AccessKey key;
    key.id = "AKIDEXAMPLE";
    key.secret = "secret";
    key.account_id = "444455556666";
    auto keys = std::make_shared<aws::FixedAccessKeys>(std::vector{key});
    auto builder = Emulator::builder();
    builder.with_service(std::make_unique<EchoService>(k_first)).with_clock(clock_).with_authentication(Authentication(keys));
    verifying_ = builder.build();
  }
  std::unique_ptr<Emulator> verifying_;
};

TEST_F(VerifyingEmulatorTest, AnUnsignedRequestIsRefused) {
  auto response = ask(*verifying_, post("/", {{"Host", "h"}, {"X-Amz-Target", "FirstTarget.DoIt"}}, "{}"));
  EXPECT_EQ(response.status, 400);  // JSON services answer 400 where the query protocol has 403
  EXPECT_THAT(response.body.bytes(), HasSubstr("MissingAuthenticationToken"));
}

TEST_F(VerifyingEmulatorTest, ASignedRequestLandsInTheKeysAccount) {
  auto request = post("/", {{"Host", "h"}, {"X-Amz-Target", "FirstTarget.DoIt"}}, "{}");
  aws::sign_request(request, {.access_key_id = "AKIDEXAMPLE", .secret = "secret", .region = "eu-west-1", .service = "first"},
                    clock_->now());
  EXPECT_THAT(ask(*verifying_, std::move(request)).body.bytes(), HasSubstr("first 444455556666 eu-west-1"));
}

TEST_F(VerifyingEmulatorTest, AChangedBodyAndAnOldSignatureAreRefused) {
  const aws::SigningIdentity identity{
      .access_key_id = "AKIDEXAMPLE", .secret = "secret", .region = "eu-west-1", .service = "first"};
  auto changed = post("/", {{"Host", "h"}, {"X-Amz-Target", "FirstTarget.DoIt"}}, "{}");
  aws::sign_request(changed, identity, clock_->now());
  changed.body = std::string("{ }");
  EXPECT_EQ(ask(*verifying_, std::move(changed)).status / 100, 4);
  auto old = post("/", {{"Host", "h"}, {"X-Amz-Target", "FirstTarget.DoIt"}}, "{}");
  aws::sign_request(old, identity, clock_->now());
  clock_->advance(std::chrono::minutes(16));
  EXPECT_THAT(ask(*verifying_, std::move(old)).body.bytes(), HasSubstr("Signature expired"));
}

TEST_F(VerifyingEmulatorTest, AnOperationThatNeedsNoCredentialsPassesUnsigned) {
  auto response = ask(*verifying_, post("/", {{"Host", "h"}}, "Action=GetIn&Version=2012-11-05"));
  EXPECT_THAT(response.body.bytes(), HasSubstr("first 123456789012"));
  EXPECT_EQ(ask(*verifying_, post("/", {{"Host", "h"}}, "Action=DoIt&Version=2012-11-05")).status, 403);
}

TEST_F(VerifyingEmulatorTest, AnUnknownKeyIsRefused) {
  auto response =
      ask(*verifying_, post("/", {{"Host", "h"}, {"X-Amz-Target", "FirstTarget.DoIt"}, signed_by("WHO", "us-east-1", "first")}));
  EXPECT_EQ(response.status / 100, 4);
}

}  // namespace
}  // namespace winterbaume
