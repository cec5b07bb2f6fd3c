// The contract of S3Backend: what every implementation of the door must keep, as GoogleTest cases over a factory.
//
// An implementation runs it by linking the *.cc of this folder and instantiating the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, BackendContract, testing::Values(BackendUnderTest{.name = "Memory", .make = &make}));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/s3_backend.h"
#include "services/s3/s3_errors.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::s3::testing {

struct BackendUnderTest {
  std::string name;
  // A backend without buckets. Called once a case.
  std::function<std::shared_ptr<S3Backend>(asio::io_context&)> make;
  storage_testing::Deviations deviations = {};
};
inline std::ostream& operator<<(std::ostream& out, const BackendUnderTest& backend) { return out << backend.name; }

// An object to write: `bytes` inline, or with `blob` in a blob of their own.
struct TestObject {
  std::string key;
  std::string bytes = "bytes";
  bool blob = false;
  WriteConditions conditions = {};
  std::optional<std::uint64_t> guard = std::nullopt;
  std::optional<std::string> version_id = std::nullopt;
};

// What a case's short forms are made of, for cases that run several at once.
asio::awaitable<Content> store_bytes(S3Backend& backend, std::string bytes, bool blob);
asio::awaitable<Result<FoundObject>> write_object(S3Backend& backend, std::string bucket, TestObject object, TimePoint now);
asio::awaitable<std::string> read_blob(S3Backend& backend, std::string id);  // "(no blob)" where there is none
asio::awaitable<std::string> read_object(S3Backend& backend, std::string bucket, ObjectRecord record);

class BackendContract : public ::testing::TestWithParam<BackendUnderTest>, public storage_testing::CoroutineCase {
 public:
  void SetUp() override;
  // No case leaves a blob that nothing names: emptied and deleted, its buckets leave none.
  void TearDown() override;

  // Time goes on by a second a call.
  TimePoint tick() { return now_ += std::chrono::seconds(1); }

  void make_bucket(const std::string& name, Versioning versioning = Versioning::never, bool directory = false);
  void set_versioning(const std::string& name, Versioning versioning);
  BucketPtr bucket(const std::string& name);

  Result<FoundObject> try_put(const std::string& bucket, TestObject object) {
    return run(write_object(*backend_, bucket, std::move(object), now_));
  }
  FoundObject put(const std::string& bucket, TestObject object);
  FoundObject put(const std::string& bucket, const std::string& key, const std::string& bytes = "bytes") {
    return put(bucket, TestObject{.key = key, .bytes = bytes});
  }
  Result<FoundObject> try_get(const std::string& bucket, const std::string& key, std::optional<std::string> version_id = {}) {
    return run(backend_->get_object(bucket, key, std::move(version_id)));
  }
  // The bytes; of a delete marker "(marker)", of an error its code.
  std::string get(const std::string& bucket, const std::string& key, std::optional<std::string> version_id = {});
  Result<DeletionOutcome> try_remove(ObjectDeletion deletion);
  // What the outcome tells: "gone v1", "marked v2", "nothing".
  DeletionOutcome remove(const std::string& bucket, const std::string& key, std::optional<std::string> version_id = {});

  // Names of a page: objects by their key, common prefixes in brackets, "…" at the end where it is truncated.
  std::string names(const ObjectPage& page);
  std::string list(ObjectQuery query);
  // Versions as "key=bytes", "key=(marker)", with '*' where it is the latest.
  std::string list_versions(ObjectQuery query);
  std::string all_versions(const std::string& bucket) { return list_versions({.bucket = bucket}); }

  UploadRecord start_upload(const std::string& bucket, const std::string& key);
  Result<void> put_part(const std::string& bucket, const UploadRecord& upload, std::uint32_t number, const std::string& bytes);
  std::vector<PartRecord> parts(const std::string& bucket, const UploadRecord& upload, std::uint32_t after = 0);
  Result<FoundObject> complete(const std::string& bucket, const UploadRecord& upload, std::vector<PartRecord> parts,
                               WriteConditions conditions = {});

  std::size_t blob_count();

  std::shared_ptr<S3Backend> backend_;
  TimePoint now_ = TimePoint(std::chrono::seconds(1'700'000'000));
  const AccountOwner owner_{"123456789012", std::string(64, 'a'), "alice"};
  int uploads_ = 0;
};

// "NoSuchKey", or "no error".
template <class T>
std::string error_code(const Result<T>& result) {
  return result ? std::string("no error") : std::string(result.error().shape->code);
}
std::string shown_id(const ObjectRecord& record);

}  // namespace winterbaume::s3::testing
