// DynamoDbBackend: tokens of requests that may be repeated.
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

TokenRecord token_of(std::string hash, TimePoint expires) {
  return {.token = "token", .request_hash = std::move(hash), .answer = "answer", .expires = expires};
}

TEST_P(BackendContract, ATokenIsKeptWithItsCommit) {
  const auto table = make();
  EXPECT_FALSE(run(backend_->find_token(scope_, "token")).has_value());
  put(valued("a", 2, "y"));
  const auto minutes = now() + std::chrono::minutes(10);
  const auto failed = try_commit({write_of(table, key("a", 2), {}, row("a", 2))}, token_of("h", minutes));
  EXPECT_EQ(failed.verdict, CommitVerdict::conflict);
  EXPECT_EQ(failed.failed, 0U);
  EXPECT_FALSE(run(backend_->find_token(scope_, "token")).has_value());
  EXPECT_EQ(try_commit({write_of(table, key("a", 1), {}, row("a", 1))}, token_of("h", minutes)).verdict, CommitVerdict::done);
  const auto found = run(backend_->find_token(scope_, "token"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->request_hash, "h");
  EXPECT_EQ(found->answer, "answer");
  EXPECT_EQ(found->expires, minutes);
  EXPECT_FALSE(run(backend_->find_token({"123456789012", "eu-west-1"}, "token")).has_value());
}

TEST_P(BackendContract, ATokenIsUsedOnce) {
  const auto table = make();
  const auto minutes = now() + std::chrono::minutes(10);
  ASSERT_EQ(try_commit({write_of(table, key("a", 1), {}, row("a", 1))}, token_of("1", minutes)).verdict, CommitVerdict::done);
  const auto again = try_commit({write_of(table, key("a", 2), {}, row("a", 2))}, token_of("2", minutes));
  EXPECT_EQ(again.verdict, CommitVerdict::conflict);
  EXPECT_EQ(again.failed, 1U) << "it is no item that fails";
  EXPECT_EQ(scan(table), "a/1");
  EXPECT_EQ(run(backend_->find_token(scope_, "token"))->request_hash, "1");
}

TEST_P(BackendContract, ATokenThatIsOverCanBeUsedAgain) {
  const auto table = make();
  const auto end = now() + std::chrono::minutes(10);
  ASSERT_EQ(try_commit({write_of(table, key("a", 1), {}, row("a", 1))}, token_of("1", end)).verdict, CommitVerdict::done);
  advance(std::chrono::minutes(10));
  const auto later = now() + std::chrono::minutes(10);
  EXPECT_EQ(try_commit({write_of(table, key("a", 2), {}, row("a", 2))}, token_of("2", later)).verdict, CommitVerdict::done);
  EXPECT_EQ(scan(table), "a/1 a/2");
  EXPECT_EQ(run(backend_->find_token(scope_, "token"))->request_hash, "2");
  run(backend_->trim(now()));
  ASSERT_TRUE(run(backend_->find_token(scope_, "token")).has_value()) << "trimming took the new one for the old one";
}

TEST_P(BackendContract, TokensThatAreOverAreForgotten) {
  const auto table = make();
  for (int i = 0; i < 3; ++i) {
    TokenRecord token{.token = std::to_string(i), .expires = now() + std::chrono::minutes(i)};
    ASSERT_EQ(try_commit({write_of(table, key("a", i), {}, row("a", i))}, token).verdict, CommitVerdict::done);
  }
  advance(std::chrono::seconds(90));
  run(backend_->trim(now()));
  EXPECT_FALSE(run(backend_->find_token(scope_, "0")).has_value());
  EXPECT_FALSE(run(backend_->find_token(scope_, "1")).has_value());
  EXPECT_TRUE(run(backend_->find_token(scope_, "2")).has_value());
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
