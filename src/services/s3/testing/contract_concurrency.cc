// Many at once: every verb happens whole, one wins where only one may, and no blob is lost or left.
#include <fmt/format.h>

#include <atomic>

#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {
namespace {

constexpr int k_callers = 8;
constexpr int k_rounds = 25;

struct Together {
  S3Backend& backend;
  TimePoint now;
  std::atomic<int> done = 0;
};

asio::awaitable<void> make_the_bucket(Together& all, AccountOwner owner) {
  if (co_await all.backend.create_bucket({.name = "photos", .owner = std::move(owner)}, {})) ++all.done;
}

asio::awaitable<void> write_if_absent(Together& all, int caller) {
  TestObject object{.key = "a", .bytes = std::to_string(caller), .blob = true, .conditions = {.if_none_match = true}};
  auto found = co_await write_object(all.backend, "photos", std::move(object), all.now);
  if (found) ++all.done;
  if (!found) EXPECT_EQ(error_code(found), "PreconditionFailed");
}

asio::awaitable<void> write_rounds(Together& all, int caller) {
  for (int i = 0; i < k_rounds; ++i) {
    auto bytes = fmt::format("{}-{}", caller, i);
    auto found = co_await write_object(all.backend, "photos", {.key = "a", .bytes = std::move(bytes), .blob = true}, all.now);
    EXPECT_EQ(error_code(found), "no error");
  }
}

asio::awaitable<void> delete_rounds(Together& all, int caller) {
  for (int i = 0; i < k_rounds; ++i) {
    auto latest = co_await all.backend.get_object("photos", "a", std::nullopt);
    if (!latest) continue;
    ObjectDeletion deletion{.bucket = "photos", .key = "a", .now = all.now};
    if ((caller + i) % 3 != 0) deletion.version_id = shown_id(latest->record);
    EXPECT_EQ(error_code(co_await all.backend.delete_object(std::move(deletion))), "no error");
  }
}

asio::awaitable<void> tag_rounds(Together& all, int caller) {
  for (int i = 0; i < k_rounds; ++i) {
    while (true) {
      auto found = (co_await all.backend.get_object("photos", "a", std::nullopt)).value();
      found.record.tags.emplace_back(std::to_string(caller), std::to_string(i));
      if ((co_await all.backend.update_object("photos", std::move(found))).value()) break;
    }
  }
}

// Each of the writers reads as well: what is listed can be read, unless it went meanwhile.
asio::awaitable<void> write_and_read(Together& all, int caller) {
  co_await write_rounds(all, caller);
  auto page = co_await all.backend.list_versions({.bucket = "photos"});
  EXPECT_EQ(error_code(page), "no error");
}

asio::awaitable<void> put_part_rounds(Together& all, UploadRecord upload, std::uint32_t number) {
  for (int i = 0; i < k_rounds; ++i) {
    auto content = co_await store_bytes(all.backend, fmt::format("{}-{} ", number, i), true);
    PartRecord part{.number = 1 + number % 4, .etag = "e", .blob = std::move(content.blob)};
    EXPECT_EQ(error_code(co_await all.backend.put_part("photos", upload.key, upload.id, std::move(part))), "no error");
  }
}

asio::awaitable<void> complete_once(Together& all, UploadRecord upload, std::vector<PartRecord> parts) {
  ObjectWrite write{.bucket = "photos", .key = upload.key, .record = upload.object, .parts = std::move(parts)};
  write.record.content.manifest = upload.id;
  auto completed = co_await all.backend.complete_upload(upload.id, std::move(write));
  if (completed) ++all.done;
  if (!completed) EXPECT_EQ(error_code(completed), "NoSuchUpload");
}

asio::awaitable<void> delete_the_bucket(Together& all) {
  if (co_await all.backend.delete_bucket("photos")) ++all.done;
}

asio::awaitable<void> write_into_it(Together& all, int caller) {
  TestObject object{.key = std::to_string(caller), .blob = true};
  (void)co_await write_object(all.backend, "photos", std::move(object), all.now);
}

}  // namespace

TEST_P(BackendContract, OneOfManyMakesTheBucket) {
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int) { return make_the_bucket(all, owner_); });
  EXPECT_EQ(all.done, 1);
  EXPECT_EQ(run(backend_->list_buckets({.account_id = owner_.account_id})).buckets.size(), 1u);
}

TEST_P(BackendContract, OneOfManyConditionalWritesWins) {
  make_bucket("photos");
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int i) { return write_if_absent(all, i); });
  EXPECT_EQ(all.done, 1);
  EXPECT_EQ(blob_count(), 1u);
}

TEST_P(BackendContract, EveryVersionWrittenAtOnceIsKept) {
  make_bucket("photos", Versioning::enabled);
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int i) { return write_and_read(all, i); });
  constexpr std::size_t k_all = k_callers * k_rounds;
  const auto page = run(backend_->list_versions({.bucket = "photos"})).value();
  EXPECT_EQ(page.objects.size(), k_all);
  EXPECT_EQ(blob_count(), k_all);
  for (std::size_t i = 1; i < page.objects.size(); ++i) {
    EXPECT_GT(page.objects[i - 1].record.sequence, page.objects[i].record.sequence);
    EXPECT_FALSE(page.objects[i].latest);
  }
}

TEST_P(BackendContract, OneObjectIsLeftOfManyWrittenAtOnce) {
  make_bucket("photos");
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int i) { return write_rounds(all, i); });
  EXPECT_EQ(blob_count(), 1u);
  EXPECT_EQ(run(backend_->list_versions({.bucket = "photos"})).value().objects.size(), 1u);
}

TEST_P(BackendContract, WritersAndDeletersLoseNoBlob) {
  for (auto versioning : {Versioning::never, Versioning::enabled, Versioning::suspended}) {
    run(backend_->reset());
    make_bucket("photos", versioning);
    Together all{*backend_, now_};
    run_at_once(k_callers, [&](int i) { return i % 2 == 0 ? write_rounds(all, i) : delete_rounds(all, i); });
    const auto page = run(backend_->list_versions({.bucket = "photos"})).value();
    std::size_t objects = 0;
    for (const auto& version : page.objects) objects += version.record.delete_marker ? 0 : 1;
    EXPECT_EQ(blob_count(), objects);
    for (const auto& version : page.objects) {
      const auto whole = try_get("photos", "a", shown_id(version.record)).value();
      EXPECT_NE(run(read_object(*backend_, "photos", whole.record)), "(no blob)");
    }
  }
}

TEST_P(BackendContract, NoChangeInPlaceIsLost) {
  make_bucket("photos");
  put("photos", "a");
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int i) { return tag_rounds(all, i); });
  EXPECT_EQ(try_get("photos", "a")->record.tags.size(), static_cast<std::size_t>(k_callers * k_rounds));
}

TEST_P(BackendContract, PartsWrittenAtOnceLeaveOneBlobEach) {
  make_bucket("photos");
  const auto upload = start_upload("photos", "a");
  Together all{*backend_, now_};
  run_at_once(k_callers, [&](int i) { return put_part_rounds(all, upload, static_cast<std::uint32_t>(i)); });
  EXPECT_EQ(blob_count(), 4u);
  const auto kept = parts("photos", upload);
  run_at_once(k_callers, [&](int) { return complete_once(all, upload, kept); });
  EXPECT_EQ(all.done, 1);
  EXPECT_EQ(blob_count(), 4u);
}

TEST_P(BackendContract, ABucketIsDeletedEmptyOrNotAtAll) {
  for (int round = 0; round < 10; ++round) {
    make_bucket("photos");
    Together all{*backend_, now_};
    run_at_once(4, [&](int i) { return i == 0 ? delete_the_bucket(all) : write_into_it(all, i); });
    auto left = run(backend_->list_objects({.bucket = "photos"}));
    EXPECT_EQ(left.has_value(), all.done == 0);
    EXPECT_EQ(blob_count(), left ? left->objects.size() : 0u);
    EXPECT_EQ(run(backend_->list_buckets({.account_id = owner_.account_id})).buckets.size(), left ? 1u : 0u);
    run(backend_->reset());
  }
}

}  // namespace winterbaume::s3::testing
