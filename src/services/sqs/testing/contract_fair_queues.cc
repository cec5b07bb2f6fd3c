// Fair queues: message groups as tenants of a standard queue.
#include <gmock/gmock.h>

#include "services/sqs/testing/backend_contract.h"

namespace winterbaume::sqs::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::Each;
using ::testing::SizeIs;

NewMessage of_tenant(const std::string& tenant) {
  NewMessage out;
  out.body = tenant;
  out.body_md5 = md5(tenant);
  if (!tenant.empty()) out.group_id = tenant;
  return out;
}

TEST_P(BackendContract, TenantsShareOneOrderWhileNoneIsNoisy) {
  make_queue("q");
  for (const char* tenant : {"a", "b", "a", "", "c", "a"}) send("q", of_tenant(tenant));
  EXPECT_THAT(receive_bodies("q"), ::testing::ElementsAre("a", "b", "a", "", "c", "a"));
}

TEST_P(BackendContract, ANoisyTenantYieldsToQuietOnes) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 100, [](int) { return of_tenant("noisy"); });
  send_many("q", 5, [](int) { return of_tenant("quiet"); });
  send("q", of_tenant(""));
  for (int i = 0; i < 3; ++i) EXPECT_THAT(receive_bodies("q", 10), Each("noisy"));
  auto next = receive_bodies("q", 6);
  EXPECT_EQ(std::ranges::count(next, "quiet"), 5);
  EXPECT_EQ(std::ranges::count(next, ""), 1);
  EXPECT_THAT(receive_bodies("q", 10), Each("noisy"));
}

TEST_P(BackendContract, LessThanThirtyInFlightAreNotNoisy) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 40, [](int) { return of_tenant("a"); });
  send("q", of_tenant("b"));
  for (int i = 0; i < 2; ++i) receive("q", 10);
  receive("q", 9);
  EXPECT_THAT(receive_bodies("q", 1), Each("a"));
  EXPECT_THAT(receive_bodies("q", 1), Each("b"));
}

TEST_P(BackendContract, ATenthOfTheMessagesInFlightIsNotNoisy) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 300, [](int i) { return of_tenant("t" + std::to_string(i % 10)); });
  for (int i = 0; i < 30; ++i) ASSERT_THAT(receive("q", 10), SizeIs(10));
  // Each of the ten has 30 in flight and exactly a tenth.
  send("q", of_tenant("t0"));
  send("q", of_tenant("new"));
  EXPECT_THAT(receive_bodies("q", 1), Each("t0"));
}

TEST_P(BackendContract, AmongNoisyTenantsTheOneWithTheFewestInFlightGoesFirst) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 50, [](int) { return of_tenant("a"); });
  send_many("q", 50, [](int) { return of_tenant("b"); });
  for (int i = 0; i < 3; ++i) EXPECT_THAT(receive_bodies("q", 10), Each("a"));
  for (int i = 0; i < 3; ++i) EXPECT_THAT(receive_bodies("q", 10), Each("b"));
  auto next = receive_bodies("q", 10);
  EXPECT_EQ(std::ranges::count(next, "a"), 5);
  EXPECT_EQ(std::ranges::count(next, "b"), 5);
}

TEST_P(BackendContract, ATenantThatSendsNothingForFiveMinutesIsQuietAgain) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 100, [](int) { return of_tenant("a"); });
  for (int i = 0; i < 3; ++i) receive("q", 10);
  advance(minutes(4));
  send("q", of_tenant("b"));
  EXPECT_THAT(receive_bodies("q", 1), Each("b"));
  advance(minutes(1));
  send("q", of_tenant("b"));
  EXPECT_THAT(receive_bodies("q", 1), Each("a"));
}

TEST_P(BackendContract, ATenantWhoseBacklogIsDrainedIsQuietAgain) {
  make_queue("q", {.visibility_timeout = hours(1)});
  send_many("q", 31, [](int) { return of_tenant("a"); });
  std::vector<std::string> handles;
  for (int i = 0; i < 4; ++i) {
    for (auto& got : receive("q", 10)) handles.push_back(got.receipt_handle);
  }
  for (auto& handle : handles) remove("q", handle);
  send("q", of_tenant("a"));
  send("q", of_tenant("b"));
  EXPECT_THAT(receive_bodies("q", 1), Each("a"));
}

}  // namespace
}  // namespace winterbaume::sqs::testing
