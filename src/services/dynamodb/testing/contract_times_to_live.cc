// DynamoDbBackend: which items' time to live has ended.
#include <fmt/format.h>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

std::int64_t second_of(TimePoint at) { return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count(); }

Item ending(int sk, std::int64_t second, const std::string& attribute = "ttl") {
  return row("a", sk, fmt::format(", '{}': {{'N': '{}'}}", attribute, second));
}

std::function<void(TableRecord&)> times_in(const std::string& attribute) {
  return [attribute](TableRecord& record) {
    record.time_to_live.enabled = !attribute.empty();
    if (!attribute.empty()) record.time_to_live.attribute = attribute;
  };
}

std::string expired(BackendContract& suite, TimePoint at, std::size_t max = 100) {
  return shown(suite.run(suite.backend_->find_expired(suite.find(), at, max)));
}

TEST_P(BackendContract, ItemsExpireSoonestFirst) {
  make();
  change(times_in("ttl"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  const auto second = second_of(now());
  put(ending(1, second + 2));
  put(ending(2, second + 1));
  put(ending(3, second + 3));
  put(row("a", 4));
  put(row("a", 5, ", 'ttl': {'S': '1'}"));
  EXPECT_EQ(expired(*this, now()), "");
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(2)), "a/2 a/1");
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(3)), "a/2 a/1 a/3");
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(3), 1), "a/2");
}

TEST_P(BackendContract, AnItemsTimeFollowsTheItem) {
  make();
  change(times_in("ttl"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  const auto second = second_of(now());
  put(ending(1, second));
  put(ending(2, second));
  put(ending(3, second));
  put(ending(1, second + 100));
  put(row("a", 2));
  remove("a", 3);
  EXPECT_EQ(expired(*this, now()), "");
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(100)), "a/1");
}

// Developer Guide, "Time to Live": what expired more than five years ago is left alone.
TEST_P(BackendContract, WhatExpiredYearsAgoIsLeftAlone) {
  make();
  change(times_in("ttl"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  constexpr std::int64_t k_five_years = 5LL * 365 * 24 * 3600;
  put(ending(1, second_of(now()) - k_five_years - 1));
  put(ending(2, second_of(now()) - k_five_years));
  put(ending(3, 1));
  put(ending(4, -5));
  put(row("a", 5, ", 'ttl': {'N': '1.5e100'}"));
  EXPECT_EQ(expired(*this, now()), "a/2");
}

TEST_P(BackendContract, TimesOfItemsThatWereThereBeforeAreFilled) {
  make();
  for (int sk = 1; sk <= 5; ++sk) put(ending(sk, second_of(now()) + sk));
  const auto table = change(times_in("ttl"));
  EXPECT_TRUE(table->record.time_to_live.filling);
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(10)), "");
  run(fill_index(*backend_, scope_, "items", "", 2));
  EXPECT_FALSE(find()->record.time_to_live.filling);
  EXPECT_EQ(expired(*this, now() + std::chrono::seconds(10)), "a/1 a/2 a/3 a/4 a/5");
}

TEST_P(BackendContract, AnotherAttributeIsAnotherOrder) {
  make();
  change(times_in("ttl"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  put(ending(1, second_of(now())));
  put(ending(2, second_of(now()), "end"));
  EXPECT_EQ(expired(*this, now()), "a/1");
  change(times_in(""));
  EXPECT_EQ(expired(*this, now()), "");
  put(ending(3, second_of(now())));
  change(times_in("end"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  EXPECT_EQ(expired(*this, now()), "a/2");
  change(times_in(""));
  change(times_in("ttl"));
  run(fill_index(*backend_, scope_, "items", "", 10));
  EXPECT_EQ(expired(*this, now()), "a/1 a/3");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
