#include "aws/access_key.h"

#include <gtest/gtest.h>

#include "core/ids.h"

namespace winterbaume::aws {
namespace {

TEST(AccessKeyId, TellsItsAccount) {
  // Published pairs of a key's id and its account.
  EXPECT_EQ(account_in_key_id("ASIAVJ2E6QGR2WZILJFM"), "364679954851");
  EXPECT_EQ(account_in_key_id("AKIASP2TPHJSQH3FJXYZ"), "171436882533");
}

TEST(AccessKeyId, OlderAndBrokenIdsTellNone) {
  for (auto id : {"", "AKIA", "AKIAIOSFODNN7EXAMPLE", "AKIASP2TPHJSQH3FJXY", "AKIASP2TPHJSQH3FJXYZA", "AKIASP2TPHJSQH3FJXY0",
                  "akiasp2tphjsqh3fjxyz", "ASIA7777777777777777"}) {
    EXPECT_EQ(account_in_key_id(id), std::nullopt) << id;
  }
}

TEST(AccessKeyId, MadeIdsCarryAnyAccount) {
  SequentialIds ids;
  for (std::string account : {"000000000000", "000000000001", "123456789012", "999999999999", "549755813888"}) {
    auto id = make_access_key_id("ASIA", account, ids.random());
    EXPECT_EQ(id.size(), 20U);
    EXPECT_TRUE(id.starts_with("ASIA"));
    EXPECT_EQ(account_in_key_id(id), account);
    EXPECT_EQ(account_of_issued_key(id), account);
  }
}

TEST(AccessKeyId, OnlyOurOwnAndTwelveDigitsDecideTheAccount) {
  EXPECT_EQ(account_of_issued_key("123456789012"), "123456789012");
  EXPECT_EQ(account_of_issued_key("ASIAVJ2E6QGR2WZILJFM"), std::nullopt);
  EXPECT_EQ(account_of_issued_key("AKIAIOSFODNN7EXAMPLE"), std::nullopt);
  EXPECT_EQ(account_of_issued_key("test"), std::nullopt);
  EXPECT_EQ(account_of_issued_key(""), std::nullopt);
}

TEST(AccessKeyId, DiffersWithEachDraw) {
  EXPECT_NE(make_access_key_id("ASIA", "123456789012", 1), make_access_key_id("ASIA", "123456789012", 2));
}

TEST(PrincipalId, IsTheSameForTheSameArn) {
  auto id = make_principal_id("AROA", "123456789012", "arn:aws:iam::123456789012:role/a");
  EXPECT_EQ(id, make_principal_id("AROA", "123456789012", "arn:aws:iam::123456789012:role/a"));
  EXPECT_NE(id, make_principal_id("AROA", "123456789012", "arn:aws:iam::123456789012:role/b"));
  EXPECT_EQ(account_in_key_id(id), "123456789012");
}

TEST(AccessKeys, AreFoundByTheirIds) {
  FixedAccessKeys keys({{.id = "b", .secret = "1"}, {.id = "a", .secret = "2"}, {.id = "b", .secret = "3"}});
  EXPECT_EQ(keys.find_access_key("a")->secret, "2");
  EXPECT_EQ(keys.find_access_key("b")->secret, "3");
  EXPECT_EQ(keys.find_access_key("c"), nullptr);
  EXPECT_EQ(keys.find_access_key(""), nullptr);
}

TEST(AccessKeys, AnAccountIsNamedByAKeyThatHasItsCanonicalId) {
  auto keys = std::make_shared<FixedAccessKeys>(std::vector<AccessKey>{
      {.id = "a", .account_id = "1"}, {.id = "b", .account_id = "1", .canonical_id = "c"}, {.id = "d", .account_id = "1"}});
  EXPECT_EQ(keys->find_key_of_account("1")->id, "b");
  EXPECT_EQ(ChainedAccessKeys({nullptr, keys}).find_key_of_account("1")->id, "b");
  EXPECT_EQ(keys->find_key_of_account("2"), nullptr);
}

TEST(AccessKeys, ChainsAskEachInTurn) {
  auto first = std::make_shared<FixedAccessKeys>(std::vector<AccessKey>{{.id = "a", .secret = "1"}});
  auto second = std::make_shared<FixedAccessKeys>(std::vector<AccessKey>{{.id = "a", .secret = "2"}, {.id = "b", .secret = "3"}});
  ChainedAccessKeys chain({first, nullptr, second});
  EXPECT_EQ(chain.find_access_key("a")->secret, "1");
  EXPECT_EQ(chain.find_access_key("b")->secret, "3");
  EXPECT_EQ(chain.find_access_key("c"), nullptr);
}

}  // namespace
}  // namespace winterbaume::aws
