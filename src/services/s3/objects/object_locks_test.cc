#include "services/s3/objects/object_locks.h"

#include <gtest/gtest.h>

namespace winterbaume::s3 {
namespace {

const TimePoint k_now = TimePoint(std::chrono::days(20'000));
const TimePoint k_later = k_now + std::chrono::hours(1);
const TimePoint k_latest = k_now + std::chrono::hours(2);
const TimePoint k_past = k_now - std::chrono::hours(1);

ObjectLock kept(std::string mode, TimePoint until) { return {.mode = std::move(mode), .retain_until = until}; }
ObjectLockRetention wanted(std::string mode, TimePoint until) { return {.mode = std::move(mode), .retain_until_date = until}; }
std::string code_of(const std::optional<aws::Error>& error) { return error ? std::string(error->shape->code) : "none"; }
std::string change(const ObjectLock& from, const ObjectLockRetention& to, bool bypass = false) {
  const auto changed = change_retention(from, to, k_now, bypass);
  if (!changed) return std::string(changed.error().shape->code);
  return changed->mode + (changed->retain_until == k_later ? " later" : changed->retain_until == k_latest ? " latest" : "");
}

TEST(ObjectLocksTest, WhatForbidsADeletion) {
  EXPECT_EQ(code_of(check_unlocked({}, k_now, false)), "none");
  EXPECT_EQ(code_of(check_unlocked(kept("GOVERNANCE", k_later), k_now, false)), "AccessDenied");
  EXPECT_EQ(code_of(check_unlocked(kept("GOVERNANCE", k_later), k_now, true)), "none");
  EXPECT_EQ(code_of(check_unlocked(kept("COMPLIANCE", k_later), k_now, true)), "AccessDenied");
  EXPECT_EQ(code_of(check_unlocked(kept("COMPLIANCE", k_now), k_now, false)), "none");
  EXPECT_EQ(code_of(check_unlocked({.legal_hold = true}, k_now, true)), "AccessDenied");
  EXPECT_EQ(code_of(check_unlocked({.mode = "GOVERNANCE", .event_hold = "ON"}, k_now, false)), "AccessDenied");
  EXPECT_EQ(code_of(check_unlocked({.mode = "GOVERNANCE", .event_hold = "ON"}, k_now, true)), "none");
  EXPECT_EQ(code_of(check_unlocked({.mode = "COMPLIANCE", .event_hold = "ON"}, k_now, true)), "AccessDenied");
}

TEST(ObjectLocksTest, RetentionGrowsFreelyAndShrinksByBypass) {
  EXPECT_EQ(change({}, wanted("GOVERNANCE", k_later)), "GOVERNANCE later");
  EXPECT_EQ(change({}, wanted("GOVERNANCE", k_past)), "InvalidArgument");
  EXPECT_EQ(change({}, {.mode = "GOVERNANCE"}), "MalformedXML");
  EXPECT_EQ(change({}, {.retain_until_date = k_later}), "MalformedXML");
  const auto governed = kept("GOVERNANCE", k_later);
  EXPECT_EQ(change(governed, wanted("GOVERNANCE", k_latest)), "GOVERNANCE latest");
  EXPECT_EQ(change(kept("GOVERNANCE", k_latest), wanted("GOVERNANCE", k_later)), "AccessDenied");
  EXPECT_EQ(change(kept("GOVERNANCE", k_latest), wanted("GOVERNANCE", k_later), true), "GOVERNANCE later");
  EXPECT_EQ(change(governed, wanted("COMPLIANCE", k_latest)), "AccessDenied");
  EXPECT_EQ(change(governed, {}), "AccessDenied");
  EXPECT_EQ(change(governed, {}, true), "");
  EXPECT_EQ(change(kept("GOVERNANCE", k_past), {}), "") << "what is over binds nobody";
}

TEST(ObjectLocksTest, ComplianceOnlyGrows) {
  const auto bound = kept("COMPLIANCE", k_later);
  EXPECT_EQ(change(bound, wanted("COMPLIANCE", k_latest)), "COMPLIANCE latest");
  EXPECT_EQ(change(kept("COMPLIANCE", k_latest), wanted("COMPLIANCE", k_later), true), "AccessDenied");
  EXPECT_EQ(change(bound, wanted("GOVERNANCE", k_latest), true), "AccessDenied");
  EXPECT_EQ(change(bound, {}, true), "AccessDenied");
  EXPECT_EQ(change(kept("COMPLIANCE", k_past), wanted("GOVERNANCE", k_later)), "GOVERNANCE later");
}

TEST(ObjectLocksTest, AReleasedEventHoldRetainsForItsDuration) {
  const ObjectLockRetention hold{.mode = "GOVERNANCE", .event_hold = "ON", .event_hold_duration = EventHoldDuration{.days = 3}};
  const auto held = change_retention({}, hold, k_now, false).value();
  EXPECT_EQ(held.event_hold, "ON");
  EXPECT_EQ(held.event_hold_days, 3);
  const auto released = change_retention(held, {.event_hold = "OFF"}, k_later, false).value();
  EXPECT_EQ(released.event_hold, "OFF");
  EXPECT_EQ(released.retain_until, k_later + std::chrono::days(3));
  EXPECT_EQ(change({}, {.event_hold = "ON", .event_hold_duration = EventHoldDuration{.days = 3}}), "MalformedXML");
  EXPECT_EQ(change({}, {.mode = "GOVERNANCE", .event_hold = "ON"}), "MalformedXML");
  ObjectLockRetention shorter = hold;
  shorter.event_hold_duration->days = 2;
  EXPECT_EQ(change(held, shorter), "AccessDenied");
  EXPECT_EQ(change(held, shorter, true), "GOVERNANCE");
  shorter.event_hold_duration->days = 0;
  EXPECT_EQ(change({}, shorter), "InvalidArgument");
}

TEST(ObjectLocksTest, ADefaultRetentionIsOneModeAndOnePeriod) {
  const auto check = [](DefaultRetention retention) {
    return code_of(check_lock_configuration({.object_lock_enabled = "Enabled", .rule = ObjectLockRule{std::move(retention)}}));
  };
  EXPECT_EQ(check({.mode = "GOVERNANCE", .days = 1}), "none");
  EXPECT_EQ(check({.mode = "COMPLIANCE", .years = 100}), "none");
  EXPECT_EQ(check({.mode = "COMPLIANCE", .default_event_hold = EventHoldDuration{.days = 1}}), "none");
  EXPECT_EQ(check({.mode = "GOVERNANCE"}), "MalformedXML");
  EXPECT_EQ(check({.days = 1}), "MalformedXML");
  EXPECT_EQ(check({.mode = "GOVERNANCE", .days = 1, .years = 1}), "MalformedXML");
  EXPECT_EQ(check({.mode = "GOVERNANCE", .days = 0}), "InvalidRetentionPeriod");
  EXPECT_EQ(check({.mode = "GOVERNANCE", .days = 36'501}), "InvalidRetentionPeriod");
  EXPECT_EQ(code_of(check_lock_configuration({})), "MalformedXML");
  EXPECT_EQ(code_of(check_lock_configuration({.object_lock_enabled = "Enabled"})), "none");
}

}  // namespace
}  // namespace winterbaume::s3
