// Objects in a bucket without versions: written whole, replaced, changed by their guard, deleted; their conditions.
#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {

TEST_P(BackendContract, AnObjectIsReadAsItWasWritten) {
  make_bucket("photos");
  ObjectWrite write{.bucket = "photos", .key = "a/b c\xc3\xa9"};
  auto& record = write.record;
  record.size = 3;
  record.modified = tick();
  record.etag = "e";
  record.owner = AccountOwner{"210987654321", "c", "bob"};
  record.checksum = {ChecksumAlgorithm::crc32, ChecksumType::full_object, "AAAAAA=="};
  record.headers.content_type = "text/plain";
  record.metadata = {{"a", "1"}, {"b", ""}};
  record.tags = {{"t", "v"}};
  record.encryption.algorithm = "AES256";
  record.lock = {.mode = "GOVERNANCE", .retain_until = now_, .legal_hold = true};
  record.acl = "{}";
  record.content.inline_bytes = std::string("a\0b", 3);
  ASSERT_TRUE(run(backend_->put_object(write)));
  auto found = try_get("photos", "a/b c\xc3\xa9");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->latest);
  EXPECT_EQ(found->record.version_id, "");
  record.sequence = found->record.sequence;
  EXPECT_EQ(found->record, record);
}

TEST_P(BackendContract, AKeyIsReplacedAndItsBlobFreed) {
  make_bucket("photos");
  put("photos", {.key = "a", .bytes = "one", .blob = true});
  put("photos", {.key = "a", .bytes = "two", .blob = true});
  EXPECT_EQ(blob_count(), 1u);
  EXPECT_EQ(get("photos", "a"), "two");
  put("photos", "a", "three");
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_EQ(get("photos", "a"), "three");
  EXPECT_EQ(all_versions("photos"), "a=three*");
}

TEST_P(BackendContract, ADeletedKeyIsGone) {
  make_bucket("photos");
  put("photos", {.key = "a", .blob = true});
  auto outcome = remove("photos", "a");
  EXPECT_TRUE(outcome.found);
  EXPECT_FALSE(outcome.delete_marker);
  EXPECT_EQ(outcome.version_id, "");
  EXPECT_EQ(get("photos", "a"), "NoSuchKey");
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_FALSE(remove("photos", "a").found);
  EXPECT_EQ(all_versions("photos"), "");
}

TEST_P(BackendContract, WithoutVersionsTheNullVersionIsTheObject) {
  make_bucket("photos");
  put("photos", "a", "one");
  EXPECT_EQ(get("photos", "a", "null"), "one");
  EXPECT_EQ(get("photos", "a", std::string(32, 'v')), "NoSuchVersion");
  EXPECT_EQ(get("photos", "a", "no id at all"), "InvalidArgument");
  EXPECT_EQ(error_code(try_remove({.bucket = "photos", .key = "a", .version_id = "no id at all"})), "InvalidArgument");
  EXPECT_FALSE(remove("photos", "a", std::string(32, 'v')).found);
  EXPECT_TRUE(remove("photos", "a", "null").found);
  EXPECT_EQ(get("photos", "a"), "NoSuchKey");
}

TEST_P(BackendContract, AChangeInPlaceNeedsWhatWasRead) {
  make_bucket("photos");
  auto first = put("photos", {.key = "a", .bytes = "one", .blob = true});
  first.record.tags = {{"k", "v"}};
  EXPECT_TRUE(run(backend_->update_object("photos", first)).value());
  EXPECT_FALSE(run(backend_->update_object("photos", first)).value()) << "the guard is of before the first change";
  auto now = try_get("photos", "a").value();
  EXPECT_EQ(now.record.tags, first.record.tags);
  EXPECT_EQ(get("photos", "a"), "one");
  put("photos", "a", "two");
  now.record.tags.clear();
  EXPECT_FALSE(run(backend_->update_object("photos", now)).value());
  remove("photos", "a");
  EXPECT_FALSE(run(backend_->update_object("photos", now)).value());
  EXPECT_EQ(get("photos", "a"), "NoSuchKey");
}

TEST_P(BackendContract, AWriteKeepsItsConditions) {
  make_bucket("photos");
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .conditions = {.if_match = "x"}})), "NoSuchKey");
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .conditions = {.if_match = "*"}})), "NoSuchKey");
  put("photos", {.key = "a", .bytes = "one", .conditions = {.if_none_match = true}});
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .conditions = {.if_none_match = true}})),
            "PreconditionFailed");
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .conditions = {.if_match = "x"}})), "PreconditionFailed");
  put("photos", {.key = "a", .bytes = "two", .conditions = {.if_match = "etag of one"}});
  put("photos", {.key = "a", .bytes = "three", .conditions = {.if_match = "*"}});
  EXPECT_EQ(get("photos", "a"), "three");
  EXPECT_EQ(blob_count(), 0u) << "a refused write takes its blob along";
}

TEST_P(BackendContract, AGuardedWriteNeedsWhatWasRead) {
  make_bucket("photos");
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .guard = 7})), "ConditionalRequestConflict");
  auto first = put("photos", {.key = "a", .bytes = "one", .guard = 0});
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .guard = 0})), "ConditionalRequestConflict");
  auto second = put("photos", {.key = "a", .bytes = "two", .guard = first.guard});
  EXPECT_EQ(error_code(try_put("photos", {.key = "a", .blob = true, .guard = first.guard})), "ConditionalRequestConflict");
  EXPECT_EQ(error_code(try_remove({.bucket = "photos", .key = "a", .guard = first.guard})), "ConditionalRequestConflict");
  EXPECT_EQ(get("photos", "a"), "two");
  EXPECT_TRUE(try_remove({.bucket = "photos", .key = "a", .guard = second.guard})->found);
  EXPECT_EQ(blob_count(), 0u);
}

TEST_P(BackendContract, ADeletionKeepsItsConditions) {
  make_bucket("photos");
  const auto object = put("photos", "a", "one");
  const auto try_if = [&](WriteConditions conditions) {
    return error_code(try_remove({.bucket = "photos", .key = "a", .conditions = std::move(conditions)}));
  };
  EXPECT_EQ(try_if({.if_match = "x"}), "PreconditionFailed");
  EXPECT_EQ(try_if({.if_match_size = 4}), "PreconditionFailed");
  EXPECT_EQ(try_if({.if_match_modified = object.record.modified + std::chrono::seconds(1)}), "PreconditionFailed");
  EXPECT_EQ(get("photos", "a"), "one");
  EXPECT_EQ(try_if({.if_match = "etag of one",
                    .if_match_size = 3,
                    .if_match_modified = object.record.modified + std::chrono::milliseconds(300)}),
            "no error");
  EXPECT_EQ(try_if({.if_match = "*"}), "NoSuchKey");
}

TEST_P(BackendContract, ARenameMovesTheObjectAndItsAnnotations) {
  make_bucket("d--x--x-s3", Versioning::never, true);
  auto object = put("d--x--x-s3", {.key = "a", .bytes = "one", .blob = true});
  put("d--x--x-s3", {.key = "b", .bytes = "two", .blob = true});
  const auto rename = [&](std::string from, std::string to, WriteConditions conditions, std::uint64_t guard) {
    return error_code(
        run(backend_->rename_object({"d--x--x-s3", std::move(from), std::move(to), std::move(conditions), guard, {}})));
  };
  EXPECT_EQ(rename("none", "b", {}, 1), "NoSuchKey");
  EXPECT_EQ(rename("a", "b", {.if_none_match = true}, object.guard), "PreconditionFailed");
  EXPECT_EQ(rename("a", "c", {.if_match = "x"}, object.guard), "NoSuchKey");
  EXPECT_EQ(rename("a", "b", {}, object.guard + 1000), "ConditionalRequestConflict");
  ASSERT_TRUE(run(backend_->put_annotation("d--x--x-s3", object, {.name = "n", .payload = "note"})));
  object = try_get("d--x--x-s3", "a").value();
  EXPECT_EQ(rename("a", "b", {}, object.guard), "no error");
  EXPECT_EQ(get("d--x--x-s3", "a"), "NoSuchKey");
  EXPECT_EQ(get("d--x--x-s3", "b"), "one");
  EXPECT_EQ(blob_count(), 1u);
  const auto moved = try_get("d--x--x-s3", "b").value();
  const auto notes = run(backend_->list_annotations("d--x--x-s3", moved, "", "", 10)).value();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].payload, "note");
  EXPECT_EQ(rename("b", "b", {}, moved.guard), "no error");
  EXPECT_EQ(get("d--x--x-s3", "b"), "one");
}

TEST_P(BackendContract, ARenamesTokenIsRememberedForItsTime) {
  make_bucket("d--x--x-s3", Versioning::never, true);
  const auto object = put("d--x--x-s3", "a", "one");
  const auto token = [&](std::string fingerprint) {
    return RenameToken{.token = "t", .fingerprint = std::move(fingerprint), .now = now_, .expires = now_ + std::chrono::hours(1)};
  };
  const auto rename = [&](RenameToken sent) {
    return error_code(run(backend_->rename_object({"d--x--x-s3", "a", "b", {}, object.guard, std::move(sent)})));
  };
  EXPECT_FALSE(run(backend_->was_renamed("d--x--x-s3", token("a to b"))).value());
  EXPECT_EQ(rename(token("a to b")), "no error");
  EXPECT_EQ(rename(token("a to b")), "no error");  // the source is gone: nothing was done
  EXPECT_TRUE(run(backend_->was_renamed("d--x--x-s3", token("a to b"))).value());
  EXPECT_EQ(rename(token("a to c")), "IdempotencyParameterMismatch");
  EXPECT_EQ(error_code(run(backend_->was_renamed("d--x--x-s3", token("a to c")))), "IdempotencyParameterMismatch");
  now_ += std::chrono::hours(1);
  EXPECT_FALSE(run(backend_->was_renamed("d--x--x-s3", token("a to c"))).value());
  EXPECT_EQ(rename(token("a to b")), "NoSuchKey");
  // A bucket's tokens go with it.
  now_ -= std::chrono::hours(1);
  remove("d--x--x-s3", "b");
  ASSERT_TRUE(run(backend_->delete_bucket("d--x--x-s3")));
  make_bucket("d--x--x-s3", Versioning::never, true);
  EXPECT_FALSE(run(backend_->was_renamed("d--x--x-s3", token("a to c"))).value());
}

}  // namespace winterbaume::s3::testing
