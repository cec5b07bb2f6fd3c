#include <gtest/gtest.h>

#include "services/dynamodb/settings/policy_actions.h"
#include "services/dynamodb/settings/policy_checks.h"

namespace winterbaume::dynamodb {
namespace {

// Policies are written with ' for " here.
std::string json_of(std::string text) {
  for (auto& c : text) c = c == '\'' ? '"' : c;
  return text;
}
std::string problem_of(std::string text, PolicyTarget target = PolicyTarget::table) {
  auto policy = parse_policy(json_of(std::move(text)), "aws");
  if (!policy) return policy.error().message;
  const auto wrong = check_attachable(*policy, target);
  return wrong ? wrong->message : "none";
}
std::string canonical(std::string text) {
  auto policy = parse_policy(json_of(std::move(text)), "aws");
  if (!policy) return policy.error().message;
  auto out = canonical_text(*policy);
  for (auto& c : out) c = c == '"' ? '\'' : c;
  return out;
}
std::string invalid(std::string why) { return "One or more parameter values were invalid: Invalid policy document: " + why; }

const std::string k_table = "arn:aws:dynamodb:us-east-1:123456789012:table/music";

// A policy of one statement with these members beside its effect.
std::string statement(std::string members, std::string effect = "Allow") {
  return "{'Version':'2012-10-17','Statement':[{'Effect':'" + effect + "'," + std::move(members) + "}]}";
}
std::string allows_to(std::string principal, std::string more = "") {
  return statement("'Principal':" + std::move(principal) + ",'Action':'dynamodb:GetItem','Resource':'" + k_table + "'" + more);
}

TEST(PolicyDocument, GrammarsMistakesAreToldInTheWordsOfAws) {
  EXPECT_EQ(problem_of(""), invalid("This policy contains invalid Json"));
  EXPECT_EQ(problem_of("[]"), invalid("This policy contains invalid Json"));
  EXPECT_EQ(problem_of("{not json"), invalid("This policy contains invalid Json"));
  EXPECT_EQ(problem_of(" null "), invalid("This text appears not to be a policy"));
  EXPECT_EQ(problem_of("{}"), invalid("Syntax error at position (1,3)"));
  EXPECT_EQ(problem_of("{'Statement':[]}"), invalid("Could not parse the policy: Statement is empty!"));
  EXPECT_EQ(problem_of("{'Statement':[{}]}"), invalid("Missing required field Effect"));
  EXPECT_EQ(problem_of(statement("'Principal':{'AWS':'1'},'Action':'dynamodb:GetItem'")),
            invalid("Missing required field Resource"));
  EXPECT_EQ(problem_of(std::string(20481, ' ')),
            "One or more parameter values were invalid: Maximum policy size of 20480 bytes exceeded");
}

TEST(PolicyDocument, SyntaxErrorIsWhereTheWrongValueBegins) {
  const auto wrong_kind = statement("'Principal':{'aws':'arn:aws:iam::123456789012:root'},'Action':'*','Resource':'*'");
  EXPECT_EQ(problem_of(wrong_kind), invalid("Syntax error at position (1,76)"));
  EXPECT_EQ(problem_of("{\n  'Statement': 7}"), invalid("Syntax error at position (2,17)"));
}

TEST(PolicyDocument, LabelsAreUnique) {
  const std::string one = "{'Sid':'a','Effect':'Deny','Principal':'*','Action':'dynamodb:GetItem','Resource':'*'}";
  EXPECT_EQ(problem_of("{'Statement':[" + one + "," + one + "]}"), invalid("The Statement Ids in the policy are not unique"));
}

TEST(PolicyDocument, CanonicalTextHasAwsOrderAndNoListsOfOne) {
  EXPECT_EQ(canonical("{ 'Statement' : { 'Resource': ['*'], 'Action': ['dynamodb:getitem'], 'Effect': 'allow', "
                      "'Condition': {'StringEquals': {'aws:PrincipalAccount': ['123456789012']}}, "
                      "'Principal': {'AWS': ['123456789012', 'arn:aws:iam::123456789012:root']}, 'Sid': 'S\\u0031'}, "
                      "'Version': '2012-10-17'}"),
            "{'Version':'2012-10-17','Statement':[{'Sid':'S1','Effect':'Allow',"
            "'Principal':{'AWS':'arn:aws:iam::123456789012:root'},'Action':'dynamodb:getitem','Resource':'*',"
            "'Condition':{'StringEquals':{'aws:PrincipalAccount':'123456789012'}}}]}");
  EXPECT_EQ(canonical(statement("'Principal':'*','NotAction':['dynamodb:Query','dynamodb:GetItem','dynamodb:Query'],"
                                "'Resource':'*'",
                                "Deny")),
            "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*',"
            "'NotAction':['dynamodb:Query','dynamodb:GetItem','dynamodb:Query'],'Resource':'*'}]}");
}

TEST(PolicyDocument, VersionThatIsNotThereIsShownAsTheOldest) {
  const auto text = canonical(allows_to("{'AWS':'123456789012'}"));
  const auto without = canonical("{" + text.substr(text.find("'Statement'")));
  EXPECT_TRUE(without.starts_with("{'Statement'"));
  EXPECT_TRUE(shown_text(json_of(without)).starts_with(R"({"Version":"2008-10-17","Statement":[)"));
  EXPECT_EQ(shown_text(json_of(text)), json_of(text));
}

TEST(PolicyChecks, ActionsAreThoseOfTheResource) {
  const auto with = [](std::string actions) {
    return statement("'Principal':{'AWS':'123456789012'},'Action':" + std::move(actions) + ",'Resource':'*'");
  };
  EXPECT_EQ(problem_of(with("['dynamodb:GetItem','dynamodb:Batch*','dynamodb:*','*','DYNAMODB:query']")), "none");
  EXPECT_EQ(problem_of(with("['dynamodb:GetRecords','dynamodb:Get','dynamodb:PutItem','dynamodb:Get']")),
            invalid("The following action names are invalid: \"dynamodb:GetRecords\", \"dynamodb:Get\""));
  EXPECT_EQ(problem_of(with("'dynamodb:GetRecords'"), PolicyTarget::stream), "none");
  EXPECT_EQ(problem_of(with("'GetItem'")), invalid("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."));
}

TEST(PolicyChecks, ResourcesAreOfTheSameKind) {
  const auto with = [](std::string resource, std::string action) {
    return statement("'Principal':{'AWS':'123456789012'},'Action':'" + action + "','Resource':'" + resource + "'");
  };
  const std::string stream = k_table + "/stream/2026-01-02T03:04:05.678";
  EXPECT_EQ(problem_of(with(k_table + "/index/*", "dynamodb:Query")), "none");
  EXPECT_EQ(problem_of(with("arn:aws:dynamodb:us-east-1:123456789012:table/other", "dynamodb:Query")), "none");
  EXPECT_EQ(problem_of(with(stream, "dynamodb:Query")),
            invalid("The relative-id \"table/music/stream/2026-01-02T03:04:05.678\" is invalid for ARN \"" + stream + "\""));
  EXPECT_EQ(problem_of(with(stream, "dynamodb:GetRecords"), PolicyTarget::stream), "none");
  EXPECT_EQ(problem_of(with(k_table, "dynamodb:GetRecords"), PolicyTarget::stream),
            invalid("The relative-id \"table/music\" is invalid for ARN \"" + k_table + "\""));
}

TEST(PolicyChecks, NobodyAllowsEverybody) {
  const std::string unbounded =
      "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure "
      "least-privilege form of access";
  EXPECT_EQ(problem_of(allows_to("'*'")), unbounded);
  EXPECT_EQ(problem_of(allows_to("{'AWS':['123456789012','*']}")), unbounded);
  EXPECT_EQ(problem_of(allows_to("'*'", ",'Condition':{'StringLike':{'aws:PrincipalAccount':'1234*'}}")), unbounded);
  EXPECT_EQ(problem_of(allows_to("'*'", ",'Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}")), unbounded);
  EXPECT_EQ(problem_of(allows_to("'*'", ",'Condition':{'StringEquals':{'aws:SourceVpc':'vpc-1'}}")), "none");
  EXPECT_EQ(problem_of(statement("'Principal':'*','Action':'dynamodb:*','Resource':'*'", "Deny")), "none");
}

TEST(PolicyChecks, PrincipalsAreAccountsUsersAndRoles) {
  const std::string wrong = "One or more parameter values were invalid: Invalid principal in policy document.";
  EXPECT_EQ(problem_of(allows_to("{'AWS':'arn:aws:iam::123456789012:role/reader'}")), "none");
  EXPECT_EQ(problem_of(allows_to("{'AWS':'arn:aws:sts::123456789012:assumed-role/reader/session'}")), "none");
  EXPECT_EQ(problem_of(allows_to("{'Service':'replication.dynamodb.amazonaws.com'}")), "none");
  EXPECT_EQ(problem_of(allows_to("{'AWS':'alice'}")), wrong);
  EXPECT_EQ(problem_of(allows_to("{'AWS':'arn:aws:iam::123456789012:role/*'}")), wrong);
  EXPECT_EQ(problem_of(allows_to("{'AWS':'arn:aws:s3:::bucket'}")), wrong);
}

class PolicyDenial : public ::testing::Test {
 protected:
  bool denies(std::string members) {
    aws::RequestContext context;
    context.scope = {"123456789012", "us-east-1"};
    context.principal_arn = "arn:aws:sts::123456789012:assumed-role/writer/session";
    auto policy = parse_policy(json_of(statement(std::move(members), "Deny")), "aws");
    EXPECT_TRUE(policy.has_value());
    return denies_caller(*policy, context, "dynamodb:PutResourcePolicy", k_table);
  }
};

TEST_F(PolicyDenial, IsForTheCallerTheActionAndTheResource) {
  EXPECT_TRUE(denies("'Principal':'*','Action':'dynamodb:*','Resource':'*'"));
  EXPECT_FALSE(denies("'Principal':'*','Action':'dynamodb:DeleteResourcePolicy','Resource':'*'"));
  EXPECT_FALSE(denies("'Principal':'*','NotAction':'dynamodb:Put*','Resource':'*'"));
  EXPECT_FALSE(denies("'Principal':'*','Action':'dynamodb:*','Resource':'" + k_table + "s'"));
  EXPECT_TRUE(denies("'Principal':{'AWS':'123456789012'},'Action':'dynamodb:*','Resource':'*'"));
  EXPECT_TRUE(denies("'Principal':{'AWS':'arn:aws:iam::123456789012:role/writer'},'Action':'*','Resource':'*'"));
  EXPECT_FALSE(denies("'Principal':{'AWS':'arn:aws:iam::123456789012:role/reader'},'Action':'*','Resource':'*'"));
  EXPECT_FALSE(denies("'NotPrincipal':{'AWS':'arn:aws:iam::123456789012:role/writer'},'Action':'*','Resource':'*'"));
}

TEST_F(PolicyDenial, ItsConditionsAskForTheCaller) {
  const auto with = [this](std::string condition) {
    return denies("'Principal':'*','Action':'*','Resource':'*','Condition':{" + std::move(condition) + "}");
  };
  EXPECT_TRUE(with("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/writer'}"));
  EXPECT_FALSE(with("'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::123456789012:role/reader'}"));
  EXPECT_FALSE(with("'StringNotEquals':{'aws:PrincipalAccount':['123456789012','210987654321']}"));
  EXPECT_TRUE(with("'StringNotEqualsIfExists':{'aws:PrincipalAccount':'210987654321'}"));
  EXPECT_FALSE(with("'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}"));
}

TEST(PolicyPatterns, StarsMayBeAnything) {
  EXPECT_TRUE(matches_pattern("a*c*", "abcc"));
  EXPECT_TRUE(matches_pattern("A?C", "abc"));
  EXPECT_FALSE(matches_pattern("a*d", "abc"));
  EXPECT_FALSE(matches_pattern("", "a"));
  EXPECT_TRUE(matches_pattern("**", ""));
}

}  // namespace
}  // namespace winterbaume::dynamodb
