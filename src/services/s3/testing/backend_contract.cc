#include "services/s3/testing/backend_contract.h"

#include <fmt/format.h>

namespace winterbaume::s3::testing {

void BackendContract::SetUp() {
  if (auto why = deviation(GetParam().deviations)) GTEST_SKIP() << *why;
  backend_ = GetParam().make(context());
}

void BackendContract::TearDown() {
  if (!backend_) return;
  auto buckets = run(backend_->list_buckets({.max = 10'000})).buckets;
  for (auto& bucket : run(backend_->list_buckets({.max = 10'000, .directory = true})).buckets) buckets.push_back(bucket);
  for (const auto& bucket : buckets) {
    auto versions = run(backend_->list_versions({.bucket = bucket->name, .max = 100'000}));
    ASSERT_TRUE(versions);
    for (const auto& version : versions->objects) remove(bucket->name, version.key, shown_id(version.record));
    EXPECT_EQ(error_code(run(backend_->delete_bucket(bucket->name))), "no error");
  }
  EXPECT_EQ(blob_count(), 0u) << "blobs that nothing names are left";
}

std::string shown_id(const ObjectRecord& record) { return record.version_id.empty() ? "null" : record.version_id; }

void BackendContract::make_bucket(const std::string& name, Versioning versioning, bool directory) {
  BucketRecord record{.name = name, .region = "us-east-1", .owner = owner_, .created = tick(), .versioning = versioning};
  record.directory = directory;
  ASSERT_EQ(error_code(run(backend_->create_bucket(record, {}))), "no error");
}

BucketPtr BackendContract::bucket(const std::string& name) { return run(backend_->get_bucket(name)).value(); }

void BackendContract::set_versioning(const std::string& name, Versioning versioning) {
  auto record = *bucket(name);
  record.versioning = versioning;
  ASSERT_TRUE(run(backend_->update_bucket(record)).value());
}

asio::awaitable<Content> store_bytes(S3Backend& backend, std::string bytes, bool blob) {
  if (!blob) co_return Content{.inline_bytes = std::move(bytes)};
  auto made = co_await backend.blobs().create();
  co_await made.writer->write(bytes);
  co_await made.writer->commit();
  co_return Content{.blob = std::move(made.id)};
}

asio::awaitable<std::string> read_blob(S3Backend& backend, std::string id) {
  auto reader = co_await backend.blobs().open(std::move(id));
  if (!reader) co_return "(no blob)";
  std::string bytes(reader->size(), '\0');
  co_await reader->read_at(0, bytes);
  co_return bytes;
}

asio::awaitable<std::string> read_object(S3Backend& backend, std::string bucket, ObjectRecord record) {
  if (record.delete_marker) co_return "(marker)";
  if (!record.content.blob.empty()) co_return co_await read_blob(backend, record.content.blob);
  if (record.content.manifest.empty()) co_return record.content.inline_bytes;
  std::string bytes;
  for (const auto& part : co_await backend.get_parts(bucket, record.content.manifest))
    bytes += co_await read_blob(backend, part.blob);
  co_return bytes;
}

asio::awaitable<Result<FoundObject>> write_object(S3Backend& backend, std::string bucket, TestObject object, TimePoint now) {
  ObjectWrite write{.bucket = std::move(bucket), .key = std::move(object.key)};
  write.record.size = object.bytes.size();
  write.record.etag = "etag of " + object.bytes;
  write.record.modified = now;
  write.record.content = co_await store_bytes(backend, std::move(object.bytes), object.blob);
  write.conditions = std::move(object.conditions);
  write.guard = object.guard;
  write.version_id = std::move(object.version_id);
  co_return co_await backend.put_object(std::move(write));
}

FoundObject BackendContract::put(const std::string& bucket, TestObject object) {
  tick();
  auto found = try_put(bucket, std::move(object));
  EXPECT_EQ(error_code(found), "no error");
  return found ? *found : FoundObject{};
}

std::string BackendContract::get(const std::string& bucket, const std::string& key, std::optional<std::string> version_id) {
  auto found = try_get(bucket, key, std::move(version_id));
  return found ? run(read_object(*backend_, bucket, found->record)) : error_code(found);
}

Result<DeletionOutcome> BackendContract::try_remove(ObjectDeletion deletion) {
  deletion.owner = owner_;
  deletion.now = tick();
  return run(backend_->delete_object(std::move(deletion)));
}

DeletionOutcome BackendContract::remove(const std::string& bucket, const std::string& key,
                                        std::optional<std::string> version_id) {
  auto outcome = try_remove({.bucket = bucket, .key = key, .version_id = std::move(version_id)});
  EXPECT_EQ(error_code(outcome), "no error");
  return outcome ? *outcome : DeletionOutcome{};
}

std::string BackendContract::names(const ObjectPage& page) {
  std::string out;
  std::size_t prefix = 0;
  const auto add = [&](const std::string& name) { out += (out.empty() ? "" : " ") + name; };
  const auto add_prefixes_before = [&](const std::string* key) {
    while (prefix < page.common_prefixes.size() && (!key || page.common_prefixes[prefix] < *key)) {
      add('[' + page.common_prefixes[prefix++] + ']');
    }
  };
  for (const auto& object : page.objects) {
    add_prefixes_before(&object.key);
    add(object.key);
  }
  add_prefixes_before(nullptr);
  if (page.truncated) add("…");
  return out;
}

std::string BackendContract::list(ObjectQuery query) {
  auto page = run(backend_->list_objects(std::move(query)));
  return page ? names(*page) : error_code(page);
}

std::string BackendContract::list_versions(ObjectQuery query) {
  const auto bucket_name = query.bucket;
  auto page = run(backend_->list_versions(std::move(query)));
  if (!page) return error_code(page);
  for (auto& version : page->objects) {
    auto whole = try_get(bucket_name, version.key, shown_id(version.record));
    EXPECT_EQ(error_code(whole), "no error") << version.key;
    if (whole) EXPECT_EQ(whole->latest, version.latest) << version.key;
    version.key += '=' + (whole ? run(read_object(*backend_, bucket_name, whole->record)) : "?") + (version.latest ? "*" : "");
  }
  return names(*page);
}

UploadRecord BackendContract::start_upload(const std::string& bucket, const std::string& key) {
  UploadRecord upload{.id = fmt::format("upload-{:04}", ++uploads_), .key = key, .initiated = tick(), .initiator = owner_};
  upload.object.headers.content_type = "text/plain";
  EXPECT_EQ(error_code(run(backend_->create_upload(bucket, upload))), "no error");
  return upload;
}

Result<void> BackendContract::put_part(const std::string& bucket, const UploadRecord& upload, std::uint32_t number,
                                       const std::string& bytes) {
  PartRecord part{.number = number, .size = bytes.size(), .etag = "etag of " + bytes, .modified = tick()};
  part.blob = run(store_bytes(*backend_, bytes, true)).blob;
  return run(backend_->put_part(bucket, upload.key, upload.id, std::move(part)));
}

std::vector<PartRecord> BackendContract::parts(const std::string& bucket, const UploadRecord& upload, std::uint32_t after) {
  return run(backend_->list_parts(bucket, upload.key, upload.id, after, 1000)).value();
}

Result<FoundObject> BackendContract::complete(const std::string& bucket, const UploadRecord& upload,
                                              std::vector<PartRecord> parts, WriteConditions conditions) {
  ObjectWrite write{.bucket = bucket, .key = upload.key, .record = upload.object};
  write.record.modified = tick();
  write.record.etag = fmt::format("etag-{}", parts.size());
  write.record.content.manifest = upload.id;
  for (const auto& part : parts) write.record.size += part.size;
  write.record.parts = static_cast<std::uint32_t>(parts.size());
  write.parts = std::move(parts);
  write.conditions = std::move(conditions);
  return run(backend_->complete_upload(upload.id, std::move(write)));
}

std::size_t BackendContract::blob_count() { return run(backend_->blobs().list("", 1'000'000)).size(); }

}  // namespace winterbaume::s3::testing
