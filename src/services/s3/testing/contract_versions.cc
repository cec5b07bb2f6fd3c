// Versions: kept, marked, taken away one by one, with versioning on and suspended.
#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {

TEST_P(BackendContract, EveryWriteMakesAVersion) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", {.key = "a", .bytes = "one", .blob = true});
  const auto two = put("photos", "a", "two");
  EXPECT_NE(one.record.version_id, two.record.version_id);
  EXPECT_EQ(get("photos", "a"), "two");
  EXPECT_EQ(get("photos", "a", one.record.version_id), "one");
  EXPECT_EQ(get("photos", "a", two.record.version_id), "two");
  EXPECT_EQ(get("photos", "a", "null"), "NoSuchVersion");
  EXPECT_EQ(get("photos", "b", one.record.version_id), "NoSuchVersion");
  EXPECT_EQ(all_versions("photos"), "a=two* a=one");
  EXPECT_EQ(blob_count(), 1u);
}

TEST_P(BackendContract, ADeletionWithoutAVersionMarksTheKey) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", "a", "one");
  const auto marker = remove("photos", "a");
  EXPECT_TRUE(marker.found);
  EXPECT_TRUE(marker.delete_marker);
  EXPECT_EQ(get("photos", "a"), "(marker)");
  EXPECT_EQ(get("photos", "a", marker.version_id), "(marker)");
  EXPECT_EQ(get("photos", "a", one.record.version_id), "one");
  EXPECT_EQ(list({.bucket = "photos"}), "");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=one");
  const auto found = try_get("photos", "a").value();
  EXPECT_EQ(found.record.owner, owner_);
  // A marker upon a marker, and upon nothing.
  remove("photos", "a");
  remove("photos", "none");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=(marker) a=one none=(marker)*");
}

TEST_P(BackendContract, WithoutItsMarkerAKeyIsBack) {
  make_bucket("photos", Versioning::enabled);
  put("photos", "a", "one");
  const auto marker = remove("photos", "a");
  const auto outcome = remove("photos", "a", marker.version_id);
  EXPECT_TRUE(outcome.delete_marker);
  EXPECT_EQ(outcome.version_id, marker.version_id);
  EXPECT_EQ(get("photos", "a"), "one");
  EXPECT_EQ(list({.bucket = "photos"}), "a");
  EXPECT_EQ(all_versions("photos"), "a=one*");
}

TEST_P(BackendContract, TheNextVersionFollowsARemovedLatest) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", {.key = "a", .bytes = "one", .blob = true});
  remove("photos", "a");
  const auto two = put("photos", {.key = "a", .bytes = "two", .blob = true});
  const auto three = put("photos", {.key = "a", .bytes = "three", .blob = true});
  remove("photos", "a", three.record.version_id);
  EXPECT_EQ(all_versions("photos"), "a=two* a=(marker) a=one");
  remove("photos", "a", two.record.version_id);
  EXPECT_EQ(get("photos", "a"), "(marker)");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=one");
  EXPECT_EQ(blob_count(), 1u);
  remove("photos", "a", one.record.version_id);
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_EQ(get("photos", "a"), "(marker)");
}

TEST_P(BackendContract, AnOlderVersionIsTakenAwayAlone) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", {.key = "a", .bytes = "one", .blob = true});
  put("photos", "a", "two");
  const auto outcome = remove("photos", "a", one.record.version_id);
  EXPECT_TRUE(outcome.found);
  EXPECT_EQ(outcome.version_id, one.record.version_id);
  EXPECT_FALSE(remove("photos", "a", one.record.version_id).found);
  EXPECT_EQ(all_versions("photos"), "a=two*");
}

TEST_P(BackendContract, WhatWasThereBeforeVersionsIsTheNullVersion) {
  make_bucket("photos");
  put("photos", {.key = "a", .bytes = "zero", .blob = true});
  set_versioning("photos", Versioning::enabled);
  const auto one = put("photos", "a", "one");
  EXPECT_EQ(get("photos", "a", "null"), "zero");
  EXPECT_EQ(all_versions("photos"), "a=one* a=zero");
  remove("photos", "a", one.record.version_id);
  EXPECT_EQ(get("photos", "a"), "zero");
  EXPECT_EQ(get("photos", "a", "null"), "zero");
  put("photos", "a", "two");
  EXPECT_EQ(remove("photos", "a", "null").version_id, "null");
  EXPECT_EQ(get("photos", "a", "null"), "NoSuchVersion");
  EXPECT_EQ(all_versions("photos"), "a=two*");
}

TEST_P(BackendContract, SuspendedVersioningReplacesTheNullVersionAlone) {
  make_bucket("photos", Versioning::enabled);
  put("photos", {.key = "a", .bytes = "one", .blob = true});
  set_versioning("photos", Versioning::suspended);
  const auto two = put("photos", {.key = "a", .bytes = "two", .blob = true});
  EXPECT_EQ(two.record.version_id, "");
  EXPECT_EQ(all_versions("photos"), "a=two* a=one");
  put("photos", {.key = "a", .bytes = "three", .blob = true});
  EXPECT_EQ(all_versions("photos"), "a=three* a=one");
  EXPECT_EQ(blob_count(), 2u);
  set_versioning("photos", Versioning::enabled);
  put("photos", "a", "four");
  EXPECT_EQ(all_versions("photos"), "a=four* a=three a=one");
  set_versioning("photos", Versioning::suspended);
  put("photos", "a", "five");
  EXPECT_EQ(all_versions("photos"), "a=five* a=four a=one");
  EXPECT_EQ(blob_count(), 1u);
}

TEST_P(BackendContract, SuspendedVersioningMarksWithTheNullVersion) {
  make_bucket("photos", Versioning::enabled);
  put("photos", "a", "one");
  set_versioning("photos", Versioning::suspended);
  auto marker = remove("photos", "a");
  EXPECT_EQ(marker.version_id, "null");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=one");
  remove("photos", "a");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=one");
  put("photos", {.key = "a", .bytes = "two", .blob = true});
  EXPECT_EQ(all_versions("photos"), "a=two* a=one");
  remove("photos", "a");
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=one");
  remove("photos", "a", "null");
  EXPECT_EQ(all_versions("photos"), "a=one*");
}

TEST_P(BackendContract, ANullMarkerIsSeenAndReplacedAmongOthers) {
  make_bucket("photos", Versioning::suspended);
  put("photos", "a", "one");
  remove("photos", "a");
  EXPECT_EQ(all_versions("photos"), "a=(marker)*");
  set_versioning("photos", Versioning::enabled);
  put("photos", "a", "two");
  EXPECT_EQ(get("photos", "a", "null"), "(marker)");
  set_versioning("photos", Versioning::suspended);
  put("photos", "a", "three");
  EXPECT_EQ(all_versions("photos"), "a=three* a=two");
}

TEST_P(BackendContract, AnyVersionChangesInPlace) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", "a", "one");
  put("photos", "a", "two");
  auto old = try_get("photos", "a", one.record.version_id).value();
  EXPECT_FALSE(old.latest);
  old.record.lock.legal_hold = true;
  EXPECT_TRUE(run(backend_->update_object("photos", old)).value());
  EXPECT_FALSE(run(backend_->update_object("photos", old)).value());
  EXPECT_TRUE(try_get("photos", "a", one.record.version_id)->record.lock.legal_hold);
  EXPECT_FALSE(try_get("photos", "a")->record.lock.legal_hold);
  // One that became the latest, or no longer is, is not what was read.
  auto latest = try_get("photos", "a").value();
  put("photos", "a", "three");
  EXPECT_FALSE(run(backend_->update_object("photos", latest)).value());
}

TEST_P(BackendContract, AGuardedDeletionOfAVersionNeedsWhatWasRead) {
  make_bucket("photos", Versioning::enabled);
  auto one = put("photos", "a", "one");
  const auto id = one.record.version_id;
  put("photos", "a", "two");
  EXPECT_EQ(error_code(try_remove({.bucket = "photos", .key = "a", .version_id = id, .guard = one.guard})),
            "ConditionalRequestConflict");
  one = try_get("photos", "a", id).value();
  EXPECT_TRUE(try_remove({.bucket = "photos", .key = "a", .version_id = id, .guard = one.guard})->found);
  const auto latest = try_get("photos", "a").value();
  EXPECT_EQ(error_code(try_remove({.bucket = "photos", .key = "a", .guard = latest.guard + 1})), "ConditionalRequestConflict");
  EXPECT_TRUE(try_remove({.bucket = "photos", .key = "a", .guard = latest.guard})->delete_marker);
}

TEST_P(BackendContract, AReplicaKeepsItsVersionAndComesOnce) {
  make_bucket("photos", Versioning::enabled);
  make_bucket("copies", Versioning::enabled);
  const auto one = put("photos", "a", "one");
  const auto two = put("photos", "a", "two");
  for (int times = 0; times < 2; ++times) {
    put("copies", {.key = "a", .bytes = "one", .blob = true, .version_id = one.record.version_id});
    EXPECT_EQ(all_versions("copies"), "a=one*");
  }
  put("copies", {.key = "a", .bytes = "two", .version_id = two.record.version_id});
  EXPECT_EQ(all_versions("copies"), "a=two* a=one");
  EXPECT_EQ(get("copies", "a", one.record.version_id), "one");
  EXPECT_EQ(blob_count(), 1u);
}

}  // namespace winterbaume::s3::testing
