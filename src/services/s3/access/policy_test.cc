#include "services/s3/access/policy.h"

#include <gtest/gtest.h>

#include "services/s3/access/actions.h"
#include "services/s3/access/conditions.h"

namespace winterbaume::s3 {
namespace {

std::string statement(std::string_view members) {
  return R"({"Version":"2012-10-17","Statement":[{)" + std::string(members) + "}]}";
}

// "ok", or AWS's words.
std::string verdict(std::string_view json) {
  auto policy = parse_policy(json);
  if (!policy) return policy.error().message;
  auto wrong = check_policy(*policy, "photos");
  return wrong ? wrong->message : "ok";
}

constexpr std::string_view k_everyone =
    R"("Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*")";

PolicyQuestion question(std::string_view action = "s3:GetObject", std::string resource = "arn:aws:s3:::photos/a/b",
                        TextPairs keys = {}) {
  return {{false, "111111111111", "c1", "arn:aws:iam::111111111111:user/alice"}, action, std::move(resource), std::move(keys)};
}

Decision decided(std::string_view json, const PolicyQuestion& asked) {
  auto policy = parse_policy(json);
  EXPECT_TRUE(policy.has_value()) << json;
  return policy ? decide(*policy, asked) : Decision::silent;
}

TEST(Policy, IsRefusedInAwsWords) {
  const std::pair<std::string, std::string_view> cases[] = {
      {statement(k_everyone), "ok"},
      {"", "Policies must be valid JSON and the first byte must be '{'"},
      {"[]", "Policies must be valid JSON and the first byte must be '{'"},
      {"{", "This policy contains invalid Json"},
      {"{}", "Missing required field Statement"},
      {R"({"Version":"2020-01-01","Statement":[]})", "The policy must contain a valid version string"},
      {R"({"Statement":[]})", "Missing required field Statement"},
      {R"({"Extra":1})", "Unknown field Extra"},
      {statement(R"("Principal":"*","Action":"s3:*","Resource":"*")"), "Missing required field Effect"},
      {statement(R"("Effect":"Allow","Action":"s3:*","Resource":"*")"), "Missing required field Principal"},
      {statement(R"("Effect":"Allow","Principal":"*","Resource":"*")"), "Missing required field Action"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:*")"), "Missing required field Resource"},
      {statement(R"("Effect":"Maybe","Principal":"*","Action":"s3:*","Resource":"*")"), "Invalid effect: Maybe"},
      {statement(R"("Effect":"Allow","NotPrincipal":"*","Action":"s3:*","Resource":"*")"),
       "Allow with NotPrincipal is not allowed."},
      {statement(R"("Effect":"Allow","Principal":{"AWS":"bob"},"Action":"s3:*","Resource":"*")"), "Invalid principal in policy"},
      {statement(R"("Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/*"},"Action":"s3:*","Resource":"*")"),
       "Invalid principal in policy"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:Fly","Resource":"*")"), "Policy has invalid action"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::other/*")"),
       "Policy has invalid resource"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::*")"), "ok"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos/*")"),
       "Action does not apply to any resource(s) in statement"},
      {statement(R"("Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos")"),
       "Action does not apply to any resource(s) in statement"},
      {statement(std::string(k_everyone) + R"(,"Condition":{"Likes":{"aws:Referer":"x"}})"), "Invalid Condition type : Likes"},
      {statement(std::string(k_everyone) + R"(,"Condition":{"StringLike":{"s3:colour":"x"}})"),
       "Policy has an invalid condition key"},
      {std::string("{") + std::string(20 << 10, ' '), "Policy exceeds the maximum allowed document size."},
  };
  for (const auto& [json, expected] : cases) EXPECT_EQ(verdict(json), expected) << json;
}

TEST(Policy, PrincipalsAreMatched) {
  const auto allows = [](std::string_view principal, const PolicyCaller& caller) {
    auto asked = question();
    asked.caller = caller;
    return decided(statement(R"("Effect":"Allow","Action":"s3:GetObject","Resource":"*","Principal":)" + std::string(principal)),
                   asked) == Decision::allow;
  };
  const PolicyCaller alice = question().caller, anonymous{.anonymous = true};
  const PolicyCaller session{false, "1", "c", "arn:aws:sts::1:assumed-role/reader/s"};
  EXPECT_TRUE(allows(R"("*")", anonymous));
  EXPECT_TRUE(allows(R"({"AWS":"*"})", anonymous));
  for (const auto* mine : {R"({"AWS":"111111111111"})", R"({"AWS":["222222222222","arn:aws:iam::111111111111:root"]})",
                           R"({"AWS":"arn:aws:iam::111111111111:user/alice"})", R"({"CanonicalUser":"c1"})"}) {
    EXPECT_TRUE(allows(mine, alice)) << mine;
    EXPECT_FALSE(allows(mine, anonymous)) << mine;
  }
  EXPECT_FALSE(allows(R"({"AWS":"arn:aws:iam::111111111111:user/bob"})", alice));
  EXPECT_FALSE(allows(R"({"Service":"logging.s3.amazonaws.com"})", alice));
  EXPECT_TRUE(allows(R"({"AWS":"arn:aws:iam::1:role/path/reader"})", session));
  EXPECT_FALSE(allows(R"({"AWS":"arn:aws:iam::1:role/writer"})", session));
}

TEST(Policy, AnExplicitDenialWins) {
  const auto json = R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"},
    {"Effect":"Deny","NotPrincipal":{"AWS":"111111111111"},"NotAction":"S3:get*","NotResource":"arn:aws:s3:::photos/open/*"}]})";
  EXPECT_EQ(decided(json, question("s3:PutObject")), Decision::allow);
  auto asked = question("s3:PutObject");
  asked.caller.account_id = "2";
  asked.caller.arn = "arn:aws:iam::2:user/x";
  EXPECT_EQ(decided(json, asked), Decision::deny);
  asked.resource = "arn:aws:s3:::photos/open/1";
  EXPECT_EQ(decided(json, asked), Decision::allow);
  asked.resource = "arn:aws:s3:::photos/1";
  asked.action = "s3:GetObject";
  EXPECT_EQ(decided(json, asked), Decision::allow);
  EXPECT_EQ(decided(statement(k_everyone), question("s3:PutObject")), Decision::silent);
}

TEST(Policy, ConditionsHold) {
  struct Case {
    std::string_view condition;
    TextPairs keys;
    bool holds;
  };
  const Case cases[] = {
      {R"("StringEquals":{"s3:prefix":["a","b"]})", {{"s3:prefix", "b"}}, true},
      {R"("StringEquals":{"s3:prefix":"a"})", {}, false},
      {R"("StringEqualsIfExists":{"s3:prefix":"a"})", {}, true},
      {R"("StringNotEquals":{"s3:prefix":"a"})", {}, true},
      {R"("StringNotEquals":{"s3:prefix":["a","b"]})", {{"s3:prefix", "b"}}, false},
      {R"("StringEqualsIgnoreCase":{"S3:PREFIX":"A"})", {{"s3:prefix", "a"}}, true},
      {R"("StringLike":{"aws:Referer":"http://*.example.com/?"})", {{"aws:Referer", "http://www.example.com/x"}}, true},
      {R"("StringNotLike":{"aws:Referer":"http://*"})", {{"aws:Referer", "http://x"}}, false},
      {R"("NumericLessThanEquals":{"s3:max-keys":10})", {{"s3:max-keys", "10"}}, true},
      {R"("NumericGreaterThan":{"s3:max-keys":"10"})", {{"s3:max-keys", "10"}}, false},
      {R"("DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"})", {{"aws:CurrentTime", "2021-01-01T00:00:00Z"}}, true},
      {R"("DateLessThan":{"aws:EpochTime":"1577836800"})", {{"aws:EpochTime", "1577836801"}}, false},
      {R"("Bool":{"aws:SecureTransport":true})", {{"aws:SecureTransport", "false"}}, false},
      {R"("BinaryEquals":{"s3:prefix":"YQ=="})", {{"s3:prefix", "a"}}, true},
      {R"("IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/33"]})", {{"aws:SourceIp", "10.255.0.1"}}, true},
      {R"("IpAddress":{"aws:SourceIp":"2001:db8::/33"})", {{"aws:SourceIp", "2001:db8:7fff::1"}}, true},
      {R"("IpAddress":{"aws:SourceIp":"2001:db8::/33"})", {{"aws:SourceIp", "2001:db8:8000::1"}}, false},
      {R"("IpAddress":{"aws:SourceIp":"127.0.0.1"})", {{"aws:SourceIp", "::ffff:127.0.0.1"}}, true},
      {R"("NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"})", {{"aws:SourceIp", "11.0.0.1"}}, true},
      {R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"})", {{"aws:PrincipalArn", "arn:aws:iam::1:user/a/b"}}, true},
      {R"("ArnEquals":{"aws:PrincipalArn":"arn:*:user/a"})", {{"aws:PrincipalArn", "arn:aws:iam::1:user/a"}}, false},
      {R"("Null":{"s3:prefix":"true"})", {}, true},
      {R"("Null":{"s3:prefix":"false"})", {}, false},
      {R"("ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]})",
       {{"s3:RequestObjectTagKeys", "a"}, {"s3:RequestObjectTagKeys", "c"}},
       false},
      {R"("ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["a","b"]})", {}, true},
      {R"("ForAnyValue:StringEquals":{"s3:RequestObjectTagKeys":["a"]})",
       {{"s3:RequestObjectTagKeys", "c"}, {"s3:RequestObjectTagKeys", "a"}},
       true},
      {R"("ForAnyValue:StringNotEquals":{"s3:RequestObjectTagKeys":["a"]})", {}, false},
      {R"("StringLike":{"s3:prefix":"home/${aws:username}/*"})", {{"s3:prefix", "home/al/x"}, {"aws:username", "al"}}, true},
      {R"("StringLike":{"s3:prefix":"${aws:username}"})", {{"s3:prefix", "bob"}, {"aws:username", "*"}}, false},
      {R"("StringLike":{"s3:prefix":"${aws:username, 'no'}${*}"})", {{"s3:prefix", "no*"}}, true},
      {R"("StringEquals":{"s3:prefix":"${aws:username}"})", {{"s3:prefix", ""}}, false},
      {R"("StringEquals":{"s3:prefix":"a","s3:delimiter":"/"})", {{"s3:prefix", "a"}}, false},
  };
  for (const auto& row : cases) {
    const auto json = statement(std::string(k_everyone) + R"(,"Condition":{)" + std::string(row.condition) + "}");
    EXPECT_EQ(decided(json, question("s3:GetObject", "arn:aws:s3:::photos/a", row.keys)) == Decision::allow, row.holds) << json;
  }
}

TEST(Policy, VariablesNameResourcesInTheNewVersionOnly) {
  const std::string members =
      R"("Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/${aws:username}/*")";
  const auto asked = question("s3:GetObject", "arn:aws:s3:::photos/al/1", {{"aws:username", "al"}});
  EXPECT_EQ(decided(statement(members), asked), Decision::allow);
  EXPECT_EQ(decided("{\"Statement\":{" + members + "}}", asked), Decision::silent);
}

TEST(Policy, IsPublicWhereNothingFixesTheCaller) {
  const auto shows = [](std::string_view principal, std::string_view condition) {
    return is_public(*parse_policy(statement(R"("Effect":"Allow","Action":"s3:*","Resource":"*","Principal":)" +
                                             std::string(principal) + R"(,"Condition":{)" + std::string(condition) + "}")));
  };
  EXPECT_TRUE(shows(R"("*")", ""));
  EXPECT_FALSE(shows(R"({"AWS":"111111111111"})", ""));
  EXPECT_FALSE(shows(R"("*")", R"("IpAddress":{"aws:SourceIp":"10.0.0.0/32"})"));
  EXPECT_TRUE(shows(R"("*")", R"("IpAddress":{"aws:SourceIp":["10.0.0.0/32","0.0.0.0/1"]})"));
  EXPECT_TRUE(shows(R"("*")", R"("StringLike":{"aws:SourceVpc":"vpc-*"})"));
  EXPECT_FALSE(shows(R"("*")", R"("StringEquals":{"aws:PrincipalOrgID":"o-1"})"));
  EXPECT_TRUE(shows(R"("*")", R"("StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"})"));
  EXPECT_TRUE(shows(R"("*")", R"("StringEquals":{"s3:x-amz-acl":"private"})"));
}

TEST(Policy, ActionsOfOperations) {
  EXPECT_EQ(find_operation_action("WriteGetObjectResponse")->scope, ActionScope::account);
  EXPECT_EQ(find_operation_action("GetObject")->version_action, "s3:GetObjectVersion");
  EXPECT_EQ(find_operation_action("AbortMultipartUpload")->action, "s3:AbortMultipartUpload");
  EXPECT_EQ(find_operation_action("Nothing"), nullptr);
  EXPECT_TRUE(is_known_action("S3:GET*"));
  EXPECT_FALSE(is_known_action("sqs:SendMessage"));
}

}  // namespace
}  // namespace winterbaume::s3
