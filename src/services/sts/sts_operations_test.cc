#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/bytes.h"
#include "services/sts/operations/operations.h"
#include "services/sts/testing/caller.h"

namespace winterbaume::sts {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto k_role = "arn:aws:iam::222222222222:role/team/reader";

class StsTest : public testing::Test {
 protected:
  GetCallerIdentityResponse identity() { return *get_caller_identity(caller_.context(), store_, {}); }
  Result<AssumeRoleResponse> assume(AssumeRoleRequest input) {
    if (!input.role_arn) input.role_arn = k_role;
    if (!input.role_session_name) input.role_session_name = "session";
    return assume_role(caller_.context(), store_, std::move(input));
  }
  static std::string code_of(const auto& result) { return result ? "no error" : std::string(result.error().shape->code); }

  Caller caller_;
  IdentityStore store_{std::make_shared<aws::FixedAccessKeys>(std::vector<aws::AccessKey>{
      {.id = "AKIAALICE", .account_id = "333333333333", .arn = "arn:aws:iam::333333333333:user/alice", .user_id = "AIDAALICE"}})};
};

TEST_F(StsTest, AnUnknownKeyIsItsAccountsRoot) {
  auto identity = this->identity();
  EXPECT_EQ(identity.account, "123456789012");
  EXPECT_EQ(identity.arn, "arn:aws:iam::123456789012:root");
  EXPECT_EQ(identity.user_id, "123456789012");
  caller_.scope.region = "cn-north-1";
  EXPECT_EQ(this->identity().arn, "arn:aws-cn:iam::123456789012:root");
}

TEST_F(StsTest, AConfiguredKeyIsItsUser) {
  caller_.access_key_id = "AKIAALICE";
  EXPECT_EQ(identity().arn, "arn:aws:iam::333333333333:user/alice");
  EXPECT_EQ(identity().user_id, "AIDAALICE");
  EXPECT_EQ(identity().account, "333333333333");
}

TEST_F(StsTest, AnAssumedRoleActsInItsOwnAccount) {
  auto response = assume({.duration_seconds = 900});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->assumed_role_user->arn, "arn:aws:sts::222222222222:assumed-role/reader/session");
  EXPECT_THAT(*response->assumed_role_user->assumed_role_id, StartsWith("AROA"));
  EXPECT_THAT(*response->assumed_role_user->assumed_role_id, EndsWith(":session"));
  EXPECT_THAT(*response->credentials->access_key_id, StartsWith("ASIA"));
  EXPECT_EQ(response->credentials->secret_access_key->size(), 40U);
  EXPECT_EQ(*response->credentials->expiration, caller_.clock.now() + seconds(900));
  EXPECT_FALSE(response->packed_policy_size);
  caller_.become(*response->credentials);
  EXPECT_EQ(caller_.scope.account_id, "222222222222");
  EXPECT_EQ(identity().arn, response->assumed_role_user->arn);
  EXPECT_EQ(identity().user_id, response->assumed_role_user->assumed_role_id);
  EXPECT_EQ(identity().account, "222222222222");
}

TEST_F(StsTest, ARolesIdStaysTheSameAndItsKeysDiffer) {
  auto first = assume({});
  auto second = assume({});
  EXPECT_EQ(first->assumed_role_user->assumed_role_id, second->assumed_role_user->assumed_role_id);
  EXPECT_NE(first->credentials->access_key_id, second->credentials->access_key_id);
  EXPECT_NE(first->credentials->secret_access_key, second->credentials->secret_access_key);
  EXPECT_NE(first->credentials->session_token, second->credentials->session_token);
}

TEST_F(StsTest, RefusesWhatIsNoRole) {
  for (auto arn : {"arn:aws:iam::222222222222:user/reader", "arn:aws:iam::22222222222:role/reader",
                   "arn:aws:iam:us-east-1:222222222222:role/r", "arn:aws:sts::222222222222:role/reader",
                   "arn:aws:iam::222222222222:role/", "arn:aws:iam::222222222222:role/a/", "twenty characters and more"}) {
    auto response = assume({.role_arn = arn});
    EXPECT_EQ(code_of(response), "ValidationError") << arn;
    EXPECT_EQ(response.error().message, "Request ARN is invalid");
  }
}

TEST_F(StsTest, KeepsPoliciesToTheirGrammar) {
  constexpr auto k_good = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
  auto response = assume({.policy = k_good});
  ASSERT_TRUE(response);
  EXPECT_GT(*response->packed_policy_size, 0);
  EXPECT_LT(*response->packed_policy_size, 10);
  for (auto policy :
       {"", "x", "[]", "{}", "{", R"({"Statement":[1]})", R"({"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}})",
        R"({"Statement":{"Effect":"Allow","Resource":"*"}})", R"({"Statement":{"Effect":"Allow","Action":"*"}})",
        R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}})"}) {
    EXPECT_EQ(code_of(assume({.policy = policy})), "MalformedPolicyDocument") << policy;
  }
  EXPECT_EQ(code_of(assume({.policy = std::string(100'000, '[')})), "MalformedPolicyDocument");
  std::string large = R"({"Statement":{"Effect":"Allow","Action":"*","Resource":")" + std::string(5000, 'x') + R"("}})";
  EXPECT_EQ(code_of(assume({.policy = large})), "PackedPolicyTooLarge");
}

TEST_F(StsTest, ChainsOfRolesLastAnHourAtMost) {
  caller_.become(*assume({.duration_seconds = 43'200})->credentials);
  EXPECT_EQ(code_of(assume({.duration_seconds = 3601})), "ValidationError");
  EXPECT_TRUE(assume({.duration_seconds = 3600}));
  EXPECT_TRUE(assume({}));
}

TEST_F(StsTest, ASourceIdentityIsPassedDownAndStays) {
  auto first = assume({.source_identity = "alice"});
  EXPECT_EQ(first->source_identity, "alice");
  caller_.become(*first->credentials);
  EXPECT_EQ(assume({})->source_identity, "alice");
  EXPECT_EQ(assume({.source_identity = "alice"})->source_identity, "alice");
  EXPECT_EQ(code_of(assume({.source_identity = "bob"})), "AccessDenied");
}

TEST_F(StsTest, TransitiveTagsArePassedDown) {
  std::vector<Tag> tags{{.key = "Team", .value = "a"}, {.key = "Cost", .value = "1"}};
  auto first = assume({.tags = tags, .transitive_tag_keys = std::vector<std::string>{"team"}});
  ASSERT_TRUE(first);
  EXPECT_GT(*first->packed_policy_size, 0);
  caller_.become(*first->credentials);
  EXPECT_GT(assume({})->packed_policy_size.value_or(0), 0);
  EXPECT_EQ(code_of(assume({.tags = std::vector<Tag>{{.key = "TEAM", .value = "b"}}})), "InvalidParameterValue");
  EXPECT_TRUE(assume({.tags = std::vector<Tag>{{.key = "Cost", .value = "2"}}}));
}

TEST_F(StsTest, RefusesTagsThatContradictThemselves) {
  EXPECT_EQ(code_of(assume({.tags = std::vector<Tag>{{.key = "a", .value = "1"}, {.key = "A", .value = "2"}}})),
            "InvalidParameterValue");
  EXPECT_EQ(code_of(assume({.transitive_tag_keys = std::vector<std::string>{"x"}})), "InvalidParameterValue");
}

TEST_F(StsTest, MfaWantsBothNumberAndCode) {
  EXPECT_EQ(code_of(assume({.serial_number = "arn:aws:iam::1:mfa/a"})), "AccessDenied");
  EXPECT_EQ(code_of(assume({.token_code = "123456"})), "AccessDenied");
  EXPECT_TRUE(assume({.serial_number = "arn:aws:iam::1:mfa/a", .token_code = "123456"}));
}

TEST_F(StsTest, ASessionTokenKeepsItsUser) {
  caller_.access_key_id = "AKIAALICE";
  auto response = get_session_token(caller_.context(), store_, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(*response->credentials->expiration, caller_.clock.now() + hours(12));
  caller_.become(*response->credentials);
  EXPECT_EQ(identity().arn, "arn:aws:iam::333333333333:user/alice");
  EXPECT_EQ(code_of(get_session_token(caller_.context(), store_, {})), "AccessDenied");
  EXPECT_EQ(code_of(get_federation_token(caller_.context(), store_, {.name = "bob"})), "AccessDenied");
  EXPECT_TRUE(assume({.duration_seconds = 43'200}));
}

TEST_F(StsTest, AFederatedUserHasItsOwnName) {
  auto response = get_federation_token(caller_.context(), store_, {.name = "bob", .duration_seconds = 900});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->federated_user->arn, "arn:aws:sts::123456789012:federated-user/bob");
  EXPECT_EQ(response->federated_user->federated_user_id, "123456789012:bob");
  caller_.become(*response->credentials);
  EXPECT_EQ(identity().arn, "arn:aws:sts::123456789012:federated-user/bob");
  EXPECT_EQ(code_of(assume({})), "AccessDenied");
}

TEST_F(StsTest, AnAccessKeyTellsItsAccount) {
  auto account = [&](std::string id) { return get_access_key_info(caller_.context(), store_, {.access_key_id = std::move(id)}); };
  EXPECT_EQ(account("ASIAVJ2E6QGR2WZILJFM")->account, "364679954851");
  EXPECT_EQ(account("AKIAALICE")->account, "333333333333");
  EXPECT_EQ(account(*assume({})->credentials->access_key_id)->account, "222222222222");
  EXPECT_EQ(code_of(account("AKIAIOSFODNN7EXAMPLE")), "ValidationError");
}

TEST_F(StsTest, ARootSessionIsScopedToATask) {
  auto root = [&](std::string target, std::string policy) {
    return assume_root(caller_.context(), store_, {.target_principal = target, .task_policy_arn = PolicyDescriptorType{policy}});
  };
  auto response = root("444444444444", "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy");
  ASSERT_TRUE(response);
  EXPECT_EQ(*response->credentials->expiration, caller_.clock.now() + seconds(900));
  caller_.become(*response->credentials);
  EXPECT_EQ(identity().arn, "arn:aws:iam::444444444444:root");
  EXPECT_TRUE(root("arn:aws:iam::444444444444:root", "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"));
  EXPECT_EQ(code_of(root("arn:aws:iam::444444444444:user/x", "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy")),
            "ValidationError");
  EXPECT_EQ(code_of(root("444444444444", "arn:aws:iam::aws:policy/AdministratorAccess")), "ValidationError");
}

TEST_F(StsTest, SaysWhatItCannotKnow) {
  EXPECT_EQ(code_of(decode_authorization_message(caller_.context(), store_, {.encoded_message = "x"})),
            "InvalidAuthorizationMessageException");
  EXPECT_EQ(code_of(get_web_identity_token(caller_.context(), store_, {})), "OutboundWebIdentityFederationDisabledException");
}

std::string jwt(std::string claims) {
  auto part = [](std::string_view text) {
    auto out = to_base64(text);
    for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
    while (out.ends_with('=')) out.pop_back();
    return out;
  };
  return part(R"({"alg":"RS256"})") + "." + part(claims) + ".c2ln";
}

class WebIdentityTest : public StsTest {
 protected:
  Result<AssumeRoleWithWebIdentityResponse> assume_with(std::string token, std::optional<std::string> provider = std::nullopt) {
    return assume_role_with_web_identity(caller_.context(), store_,
                                         {.role_arn = k_role,
                                          .role_session_name = "web",
                                          .web_identity_token = std::move(token),
                                          .provider_id = std::move(provider)});
  }
};

TEST_F(WebIdentityTest, ReadsTheTokensClaims) {
  auto response =
      assume_with(jwt(R"({"iss":"https://issuer","sub":"repo:a/b","aud":["sts.amazonaws.com","x"],"exp":1700003600})"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->provider, "https://issuer");
  EXPECT_EQ(response->subject_from_web_identity_token, "repo:a/b");
  EXPECT_EQ(response->audience, "sts.amazonaws.com");
  EXPECT_EQ(response->assumed_role_user->arn, "arn:aws:sts::222222222222:assumed-role/reader/web");
  EXPECT_EQ(assume_with(jwt(R"({"iss":"i","sub":"subject","aud":"a","azp":"client","exp":1700003600.5})"))->audience, "client");
}

TEST_F(WebIdentityTest, RefusesBrokenAndExpiredTokens) {
  for (const auto& token : std::initializer_list<std::string>{
           "token", "a.b.c", "....", jwt("[]"), jwt("{"), jwt("{}"), jwt(R"({"iss":"i","sub":"s","exp":1700003600})"),
           jwt(R"({"iss":1,"sub":"s","aud":"a","exp":1700003600})"), jwt(R"({"iss":"i","sub":"s","aud":"a"})"),
           jwt(R"({"iss":"i","sub":"s","aud":"a","exp":1e300})"), jwt(R"({"iss":"i","sub":"s","aud":"a","exp":-1})"),
           jwt(R"({"iss":"i","sub":"s","aud":"a","exp":1700003600})") + ".x"}) {
    EXPECT_EQ(code_of(assume_with(token)), "InvalidIdentityToken") << token;
  }
  EXPECT_EQ(code_of(assume_with(jwt(R"({"iss":"i","sub":"s","aud":"a","exp":1700000000})"))), "ExpiredTokenException");
}

TEST_F(WebIdentityTest, AsksNoProvider) { EXPECT_EQ(code_of(assume_with("opaque", "www.amazon.com")), "IDPCommunicationError"); }

class SamlTest : public StsTest {
 protected:
  static std::string response_with(std::string attributes, std::string end = "2023-11-14T23:13:20Z") {
    return R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><saml:Assertion xmlns:saml="x">
      <saml:Issuer> https://example.com/saml </saml:Issuer><saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice@example.com</saml:NameID>
      <saml:SubjectConfirmation><saml:SubjectConfirmationData Recipient="https://signin.aws.amazon.com/saml" NotOnOrAfter=")" +
           end + R"("/></saml:SubjectConfirmation></saml:Subject><saml:AttributeStatement>)" + attributes +
           "</saml:AttributeStatement></saml:Assertion></samlp:Response>";
  }
  static std::string attribute(std::string name, std::string value) {
    return "<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/" + name + "\"><saml:AttributeValue>" + value +
           "</saml:AttributeValue></saml:Attribute>";
  }
  static inline const std::string k_provider = "arn:aws:iam::222222222222:saml-provider/MySAMLIdP";
  static inline const std::string k_attributes =
      attribute("Role", std::string(k_role) + "," + k_provider) + attribute("RoleSessionName", "alice");

  Result<AssumeRoleWithSAMLResponse> assume_with(const std::string& xml,
                                                 std::optional<std::int32_t> duration_seconds = std::nullopt) {
    return assume_role_with_saml(caller_.context(), store_,
                                 {.role_arn = k_role,
                                  .principal_arn = k_provider,
                                  .saml_assertion = to_base64(xml),
                                  .duration_seconds = duration_seconds});
  }
};

TEST_F(SamlTest, ReadsTheAssertion) {
  auto response = assume_with(response_with(k_attributes + attribute("SourceIdentity", "src")));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->issuer, "https://example.com/saml");
  EXPECT_EQ(response->subject, "alice@example.com");
  EXPECT_EQ(response->subject_type, "persistent");
  EXPECT_EQ(response->audience, "https://signin.aws.amazon.com/saml");
  EXPECT_EQ(response->source_identity, "src");
  // printf %s 'https://example.com/saml222222222222/MySAMLIdP' | openssl sha1 -binary | base64
  EXPECT_EQ(response->name_qualifier, "gn32RtYu06YQtn1Aju3gI+ERW+Y=");
  EXPECT_EQ(response->assumed_role_user->arn, "arn:aws:sts::222222222222:assumed-role/reader/alice");
  EXPECT_EQ(*response->credentials->expiration, caller_.clock.now() + seconds(3600));
}

TEST_F(SamlTest, TheShorterDurationCounts) {
  auto xml = response_with(k_attributes + attribute("SessionDuration", "1800"));
  EXPECT_EQ(*assume_with(xml)->credentials->expiration, caller_.clock.now() + seconds(1800));
  EXPECT_EQ(*assume_with(xml, 900)->credentials->expiration, caller_.clock.now() + seconds(900));
  EXPECT_EQ(*assume_with(xml, 7200)->credentials->expiration, caller_.clock.now() + seconds(1800));
}

TEST_F(SamlTest, TheRoleMustBeOffered) {
  auto reversed = attribute("Role", k_provider + " , " + k_role) + attribute("RoleSessionName", "alice");
  EXPECT_TRUE(assume_with(response_with(reversed)));
  auto other = attribute("Role", "arn:aws:iam::222222222222:role/other," + k_provider) + attribute("RoleSessionName", "alice");
  EXPECT_EQ(code_of(assume_with(response_with(other))), "AccessDenied");
}

TEST_F(SamlTest, RefusesBrokenAndExpiredAssertions) {
  for (const auto& xml : {std::string(), std::string("x"), std::string("<a/>"), std::string("<a><b></a>"), response_with(""),
                          response_with(attribute("RoleSessionName", "a b")), std::string(5000, '<')}) {
    EXPECT_EQ(code_of(assume_with(xml)), "InvalidIdentityToken") << xml.substr(0, 100);
  }
  EXPECT_EQ(code_of(assume_with(response_with(k_attributes, "2023-11-14T22:13:20Z"))), "ExpiredTokenException");
}

TEST_F(StsTest, KeysAreFoundUntilAnHourAfterTheirEnd) {
  auto id = *assume({.duration_seconds = 900})->credentials->access_key_id;
  ASSERT_TRUE(store_.find_access_key(id));
  EXPECT_EQ(store_.find_access_key(id)->account_id, "222222222222");
  caller_.clock.advance(seconds(900 + 3600));
  assume({});
  EXPECT_TRUE(store_.find_access_key(id));
  caller_.clock.advance(Millis(1));
  assume({});
  EXPECT_FALSE(store_.find_access_key(id));
  auto another = *assume({})->credentials->access_key_id;
  ASSERT_TRUE(store_.find_access_key(another));
  store_.forget_all();
  EXPECT_FALSE(store_.find_access_key(another));
}

TEST_F(StsTest, SessionTokensCanBeAskedToBeLong) {
  EXPECT_GE(assume({.minimum_session_token_size = 4096})->credentials->session_token->size(), 4096U);
}

}  // namespace
}  // namespace winterbaume::sts
