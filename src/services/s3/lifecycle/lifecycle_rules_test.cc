#include "services/s3/lifecycle/lifecycle_rules.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using Kind = LifecycleAction::Kind;

constexpr TimePoint k_noon{std::chrono::sys_days(std::chrono::year(2024) / 3 / 1) + 12h};

class LifecycleRulesTest : public ::testing::Test {
 protected:
  LifecycleRulesTest() {
    rules.emplace_back();
    rule().id = "r";
    rule().status = "Enabled";
    rule().filter.emplace();
    version.key = "logs/a";
    version.record.modified = k_noon;
    version.record.size = 1 << 20;
  }
  LifecycleRule& rule() { return rules[0]; }
  LifecycleAction judged(TimePoint now, VersionPlace place = {}) const {
    return judge({.rules = rules, .now = now}, version, place);
  }

  std::vector<LifecycleRule> rules;
  FoundObject version;
};

TEST_F(LifecycleRulesTest, DaysEndAtTheNextMidnight) {
  EXPECT_EQ(after_days(k_noon, 1, 24h), TimePoint(k_noon + 36h));
  EXPECT_EQ(after_days(k_noon + 12h, 1, 24h), TimePoint(k_noon + 36h));
  EXPECT_EQ(after_days(k_noon, 3, 10s), k_noon + 30s);
}

TEST_F(LifecycleRulesTest, ExpiresByDaysAndByDate) {
  rule().expiration.emplace().days = 1;
  EXPECT_EQ(judged(k_noon + 36h - 1ms).kind, Kind::none);
  EXPECT_EQ(judged(k_noon + 36h).kind, Kind::expire);
  rule().expiration->days.reset();
  rule().expiration->date = k_noon + 12h;
  EXPECT_EQ(judged(k_noon).kind, Kind::none);
  EXPECT_EQ(judged(k_noon + 12h).kind, Kind::expire);
  rule().status = "Disabled";
  EXPECT_EQ(judged(k_noon + 12h).kind, Kind::none);
}

TEST_F(LifecycleRulesTest, FiltersByPrefixTagAndSize) {
  rule().expiration.emplace().days = 1;
  const auto later = k_noon + 48h;
  rule().filter->prefix = "tmp/";
  EXPECT_EQ(judged(later).kind, Kind::none);
  rule().filter->prefix.reset();
  rule().filter->tag = Tag{.key = "k", .value = "v"};
  EXPECT_EQ(judged(later).kind, Kind::none);
  EXPECT_EQ(judge({.rules = rules, .now = later, .ignore_tags = true}, version, {}).kind, Kind::expire);
  version.record.tags = {{"k", "v"}};
  EXPECT_EQ(judged(later).kind, Kind::expire);
  rule().filter->tag.reset();
  auto& both = rule().filter->and_.emplace();
  both.prefix = "logs/";
  both.object_size_greater_than = 1 << 20;
  EXPECT_EQ(judged(later).kind, Kind::none);
  both.object_size_greater_than = (1 << 20) - 1;
  both.object_size_less_than = (1 << 20) + 1;
  EXPECT_EQ(judged(later).kind, Kind::expire);
  rule().filter.reset();
  rule().prefix = "other/";
  EXPECT_EQ(judged(later).kind, Kind::none);
}

TEST_F(LifecycleRulesTest, MovesOnlyDownAndOnlyWhatIsLargeEnough) {
  rule().transitions = {Transition{.date = {}, .days = 1, .storage_class = "STANDARD_IA"},
                        Transition{.date = {}, .days = 2, .storage_class = "GLACIER"}};
  EXPECT_EQ(judged(k_noon + 36h).storage_class, "STANDARD_IA");
  EXPECT_EQ(judged(k_noon + 72h).storage_class, "GLACIER");
  version.record.storage_class = "DEEP_ARCHIVE";
  EXPECT_EQ(judged(k_noon + 72h).kind, Kind::none);
  version.record.storage_class.clear();
  version.record.size = 1000;
  EXPECT_EQ(judged(k_noon + 72h).kind, Kind::none);
  EXPECT_EQ(judge({.rules = rules, .now = k_noon + 72h, .any_size_moves = true}, version, {}).storage_class, "GLACIER");
  rule().filter->object_size_greater_than = 500;
  EXPECT_EQ(judged(k_noon + 36h).storage_class, "STANDARD_IA");
  rule().expiration.emplace().days = 1;
  EXPECT_EQ(judged(k_noon + 72h).kind, Kind::expire);
}

TEST_F(LifecycleRulesTest, NoncurrentVersionsCountFromTheirSuccessorAndSomeAreKept) {
  version.latest = false;
  rule().noncurrent_version_expiration.emplace().noncurrent_days = 1;
  EXPECT_EQ(judged(k_noon + 72h, {.noncurrent_since = k_noon + 48h}).kind, Kind::none);
  EXPECT_EQ(judged(k_noon + 84h, {.noncurrent_since = k_noon + 48h}).kind, Kind::expire);
  rule().noncurrent_version_expiration->newer_noncurrent_versions = 2;
  EXPECT_EQ(judged(k_noon + 84h, {.noncurrent_since = k_noon, .newer_noncurrent = 1}).kind, Kind::none);
  EXPECT_EQ(judged(k_noon + 84h, {.noncurrent_since = k_noon, .newer_noncurrent = 2}).kind, Kind::expire);
}

TEST_F(LifecycleRulesTest, ADeleteMarkerGoesWhenItIsAlone) {
  version.record.delete_marker = true;
  version.record.size = 0;
  rule().expiration.emplace().expired_object_delete_marker = true;
  EXPECT_EQ(judged(k_noon, {.only = false}).kind, Kind::none);
  EXPECT_EQ(judged(k_noon, {.only = true}).kind, Kind::expire);
  rule().expiration = LifecycleExpiration{.date = {}, .days = 1, .expired_object_delete_marker = {}};
  EXPECT_EQ(judged(k_noon, {.only = true}).kind, Kind::none);
  EXPECT_EQ(judged(k_noon + 36h, {.only = true}).kind, Kind::expire);
}

TEST_F(LifecycleRulesTest, TheEarliestExpiryIsTold) {
  rule().expiration.emplace().days = 10;
  rules.push_back(rule());
  rules[1].id = "sooner";
  rules[1].expiration->days = 2;
  const auto expiry = find_expiry({.rules = rules, .now = {}}, version);
  ASSERT_TRUE(expiry);
  EXPECT_EQ(expiry->rule_id, "sooner");
  EXPECT_EQ(expiry->at, TimePoint(k_noon + 60h));
  rules[1].abort_incomplete_multipart_upload.emplace().days_after_initiation = 3;
  EXPECT_EQ(find_abort({.rules = rules, .now = {}}, "logs/a", k_noon)->at, TimePoint(k_noon + 84h));
}

}  // namespace
}  // namespace winterbaume::s3
