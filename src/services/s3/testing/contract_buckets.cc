// Buckets: made once, found, changed by their guard, listed in order, deleted empty.
#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {

TEST_P(BackendContract, ABucketIsFoundAsItWasMade) {
  BucketRecord record{.name = "photos", .region = "eu-west-1", .owner = owner_, .created = tick()};
  record.object_lock = true;
  record.ownership = ObjectOwnership::object_writer;
  ASSERT_EQ(error_code(run(backend_->create_bucket(record, {{{ConfigKind::cors, ""}, "{\"a\":1}"}}))), "no error");
  const auto found = bucket("photos");
  EXPECT_EQ(found->region, "eu-west-1");
  EXPECT_EQ(found->owner, owner_);
  EXPECT_EQ(found->created, record.created);
  EXPECT_TRUE(found->object_lock);
  EXPECT_EQ(found->ownership, ObjectOwnership::object_writer);
  EXPECT_TRUE(found->has(ConfigKind::cors));
  EXPECT_FALSE(found->has(ConfigKind::policy));
  EXPECT_EQ(run(backend_->find_config("photos", {ConfigKind::cors, ""})).value(), "{\"a\":1}");
}

TEST_P(BackendContract, ANameIsTakenOnce) {
  make_bucket("photos");
  BucketRecord again{.name = "photos", .owner = owner_};
  EXPECT_EQ(error_code(run(backend_->create_bucket(again, {}))), "BucketAlreadyOwnedByYou");
  again.owner.account_id = "210987654321";
  EXPECT_EQ(error_code(run(backend_->create_bucket(again, {}))), "BucketAlreadyExists");
  EXPECT_EQ(bucket("photos")->owner, owner_);
  EXPECT_TRUE(run(backend_->list_buckets({.account_id = "210987654321"})).buckets.empty());
}

TEST_P(BackendContract, EveryVerbMissesABucketThatIsNotThere) {
  EXPECT_EQ(error_code(run(backend_->get_bucket("none"))), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->delete_bucket("none"))), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->find_config("none", {ConfigKind::cors, ""}))), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->put_config("none", {ConfigKind::cors, ""}, "{}"))), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->delete_config("none", {ConfigKind::cors, ""}))), "NoSuchBucket");
  EXPECT_EQ(error_code(try_put("none", {.key = "a", .blob = true})), "NoSuchBucket");
  EXPECT_EQ(error_code(try_get("none", "a")), "NoSuchBucket");
  EXPECT_EQ(error_code(try_remove({.bucket = "none", .key = "a"})), "NoSuchBucket");
  EXPECT_EQ(list({.bucket = "none"}), "NoSuchBucket");
  EXPECT_EQ(list_versions({.bucket = "none"}), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->create_upload("none", {.id = "u", .key = "a"}))), "NoSuchBucket");
  EXPECT_EQ(error_code(put_part("none", {.id = "u", .key = "a"}, 1, "x")), "NoSuchBucket");
  EXPECT_EQ(error_code(run(backend_->list_uploads({.bucket = "none"}))), "NoSuchBucket");
}

TEST_P(BackendContract, ABucketChangesOnlyAsItWasRead) {
  make_bucket("photos");
  auto mine = *bucket("photos");
  set_versioning("photos", Versioning::enabled);
  mine.mfa_delete = true;
  EXPECT_FALSE(run(backend_->update_bucket(mine)).value());
  EXPECT_EQ(bucket("photos")->versioning, Versioning::enabled);
  EXPECT_FALSE(bucket("photos")->mfa_delete);
  mine.name = "none";
  EXPECT_EQ(error_code(run(backend_->update_bucket(mine))), "NoSuchBucket");
}

TEST_P(BackendContract, OnlyAnEmptyBucketIsDeleted) {
  make_bucket("photos", Versioning::enabled);
  const auto object = put("photos", "a");
  EXPECT_EQ(error_code(run(backend_->delete_bucket("photos"))), "BucketNotEmpty");
  const auto marker = remove("photos", "a");
  remove("photos", "a", object.record.version_id);
  EXPECT_EQ(error_code(run(backend_->delete_bucket("photos"))), "BucketNotEmpty");
  remove("photos", "a", marker.version_id);
  EXPECT_EQ(error_code(run(backend_->delete_bucket("photos"))), "no error");
  EXPECT_EQ(error_code(run(backend_->get_bucket("photos"))), "NoSuchBucket");
}

TEST_P(BackendContract, ADeletedBucketTakesItsUploadsAndConfigurationsAlong) {
  make_bucket("photos");
  const auto upload = start_upload("photos", "a");
  ASSERT_TRUE(put_part("photos", upload, 1, "part"));
  ASSERT_TRUE(run(backend_->put_config("photos", {ConfigKind::policy, ""}, "{}")));
  ASSERT_TRUE(run(backend_->delete_bucket("photos")));
  EXPECT_EQ(blob_count(), 0u);
  make_bucket("photos");
  EXPECT_EQ(run(backend_->find_config("photos", {ConfigKind::policy, ""})).value(), std::nullopt);
  EXPECT_TRUE(run(backend_->list_uploads({.bucket = "photos"})).value().uploads.empty());
  EXPECT_EQ(error_code(put_part("photos", upload, 2, "part")), "NoSuchUpload");
}

TEST_P(BackendContract, BucketsAreListedInOrderAndByAccount) {
  for (const char* name : {"b", "a", "ab", "c"}) make_bucket(name);
  BucketRecord other{.name = "aa", .region = "eu-west-1", .owner = {"210987654321", "", ""}};
  ASSERT_TRUE(run(backend_->create_bucket(other, {})));
  make_bucket("d--x--x-s3", Versioning::never, true);
  const auto names = [&](BucketQuery query) {
    auto page = run(backend_->list_buckets(std::move(query)));
    std::string out;
    for (const auto& bucket : page.buckets) out += bucket->name + ' ';
    return out + (page.truncated ? "…" : "");
  };
  const auto& mine = owner_.account_id;
  EXPECT_EQ(names({.account_id = mine}), "a ab b c ");
  EXPECT_EQ(names({.account_id = mine, .prefix = "a"}), "a ab ");
  EXPECT_EQ(names({.account_id = mine, .max = 2}), "a ab …");
  EXPECT_EQ(names({.account_id = mine, .start_after = "ab", .max = 2}), "b c ");
  EXPECT_EQ(names({.account_id = mine, .prefix = "a", .start_after = "a"}), "ab ");
  EXPECT_EQ(names({.account_id = mine, .region = "eu-west-1"}), "");
  EXPECT_EQ(names({.account_id = mine, .directory = true}), "d--x--x-s3 ");
  EXPECT_EQ(names({}), "a aa ab b c ");
  EXPECT_EQ(names({.prefix = "a", .start_after = "a", .max = 1}), "aa …");
  EXPECT_EQ(names({.region = "eu-west-1"}), "aa ");
}

TEST_P(BackendContract, ConfigurationsAreKeptByKindAndId) {
  make_bucket("photos");
  const auto put = [&](ConfigKind kind, std::string id, std::string json) {
    ASSERT_TRUE(run(backend_->put_config("photos", {kind, std::move(id)}, std::move(json))));
  };
  put(ConfigKind::inventory, "b", "2");
  put(ConfigKind::inventory, "a", "1");
  put(ConfigKind::inventory, "ab", "3");
  put(ConfigKind::inventory, "a", "4");
  put(ConfigKind::intelligent_tiering, "z", "5");
  const auto list = [&](std::string after, std::size_t max) {
    std::string out;
    for (const auto& document : run(backend_->list_configs("photos", ConfigKind::inventory, std::move(after), max)).value()) {
      out += document.id + '=' + document.json + ' ';
    }
    return out;
  };
  EXPECT_EQ(list("", 100), "a=4 ab=3 b=2 ");
  EXPECT_EQ(list("a", 1), "ab=3 ");
  EXPECT_EQ(list("b", 1), "");
  EXPECT_EQ(run(backend_->find_config("photos", {ConfigKind::inventory, "ab"})).value(), "3");
  EXPECT_EQ(run(backend_->find_config("photos", {ConfigKind::inventory, "none"})).value(), std::nullopt);
}

TEST_P(BackendContract, ABucketKnowsWhichConfigurationsItHas) {
  make_bucket("photos");
  EXPECT_FALSE(run(backend_->delete_config("photos", {ConfigKind::metrics, "a"})).value());
  ASSERT_TRUE(run(backend_->put_config("photos", {ConfigKind::metrics, "a"}, "1")));
  ASSERT_TRUE(run(backend_->put_config("photos", {ConfigKind::metrics, "b"}, "1")));
  EXPECT_FALSE(run(backend_->delete_config("photos", {ConfigKind::metrics, "c"})).value());
  EXPECT_TRUE(run(backend_->delete_config("photos", {ConfigKind::metrics, "a"})).value());
  EXPECT_TRUE(bucket("photos")->has(ConfigKind::metrics));
  EXPECT_TRUE(run(backend_->delete_config("photos", {ConfigKind::metrics, "b"})).value());
  EXPECT_FALSE(bucket("photos")->has(ConfigKind::metrics));
}

TEST_P(BackendContract, AResetLeavesNothing) {
  make_bucket("photos");
  put("photos", {.key = "a", .blob = true});
  run(backend_->reset());
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_TRUE(run(backend_->list_buckets({})).buckets.empty());
  make_bucket("photos");
  EXPECT_EQ(get("photos", "a"), "NoSuchKey");
}

}  // namespace winterbaume::s3::testing
