#include "services/s3/buckets/config_documents.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Locks need versions; once a bucket has locks, it keeps them.
asio::awaitable<Result<BucketPtr>> enable_object_lock(S3Door& door, std::optional<std::string> name,
                                                      std::optional<std::string> expected_owner) {
  while (true) {
    auto bucket = co_await get_bucket(door, name, expected_owner);
    if (!bucket) co_return bucket;
    if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
    if ((*bucket)->object_lock) co_return bucket;
    if ((*bucket)->versioning != Versioning::enabled) {
      co_return aws::fail(error(ErrorCode::invalid_bucket_state,
                                "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"));
    }
    auto record = **bucket;
    record.object_lock = true;
    auto updated = co_await door.backend.update_bucket(std::move(record));
    if (!updated) co_return aws::fail(std::move(updated.error()));
  }
}

}  // namespace

Answer<ops::PutObjectLockConfiguration> put_object_lock_configuration(const aws::RequestContext&, S3Door& door,
                                                                      PutObjectLockConfigurationRequest input) {
  if (!input.object_lock_configuration) co_return aws::fail(error(ErrorCode::malformed_xml));
  const auto& configuration = *input.object_lock_configuration;
  if (auto wrong = check_lock_configuration(configuration)) co_return aws::fail(std::move(*wrong));
  auto bucket = co_await enable_object_lock(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (configuration.rule) {
    auto kept = co_await put_config(door, *bucket, configuration);
    if (!kept) co_return aws::fail(std::move(kept.error()));
  } else {
    auto gone = co_await door.backend.delete_config((*bucket)->name, {ConfigKind::object_lock, ""});
    if (!gone) co_return aws::fail(std::move(gone.error()));
  }
  co_return PutObjectLockConfigurationOutput{};
}

Answer<ops::GetObjectLockConfiguration> get_object_lock_configuration(const aws::RequestContext&, S3Door& door,
                                                                      GetObjectLockConfigurationRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!(*bucket)->object_lock) {
    co_return aws::fail(error(ErrorCode::object_lock_configuration_not_found, {}, {.bucket_name = (*bucket)->name}));
  }
  auto found = co_await find_config<ObjectLockConfiguration>(door, *bucket);
  if (!found) co_return aws::fail(std::move(found.error()));
  GetObjectLockConfigurationOutput output;
  output.object_lock_configuration = found->value_or(ObjectLockConfiguration{});
  output.object_lock_configuration->object_lock_enabled = "Enabled";
  co_return output;
}

}  // namespace winterbaume::s3
