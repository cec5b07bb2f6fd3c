// Multipart uploads, from their start to the object.
#include <algorithm>
#include <unordered_set>

#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/store_s3_backend.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 64;

aws::Error no_such_upload(std::string id) { return error(ErrorCode::no_such_upload, {}, {.upload_id = std::move(id)}); }

ScanOptions all_parts() { return {.limit = k_part_number_max + 1, .bytes_max = std::numeric_limits<std::size_t>::max()}; }

}  // namespace

asio::awaitable<Result<void>> StoreS3Backend::create_upload(std::string bucket_name, UploadRecord upload) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(bucket_name);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    auto change = begin(**bucket);
    change.commit.writes.push_back({upload_row(upload.key, upload.id), encode_upload(upload)});
    if (co_await commit(**bucket, change)) co_return Result<void>{};
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<UploadRecord>> StoreS3Backend::get_upload(std::string bucket_name, std::string key,
                                                                 std::string upload_id) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto entry = co_await get(**bucket, upload_row(key, upload_id));
  if (!entry) co_return aws::fail(no_such_upload(std::move(upload_id)));
  co_return decode_upload(entry->value);
}

asio::awaitable<Result<void>> StoreS3Backend::put_part(std::string bucket_name, std::string key, std::string upload_id,
                                                       PartRecord part) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(bucket_name);
    std::optional<Entry> upload;
    if (bucket) upload = co_await get(**bucket, upload_row(key, upload_id));
    if (!upload) {
      co_await blobs_.remove(part.blob);
      if (!bucket) co_return aws::fail(std::move(bucket.error()));
      co_return aws::fail(no_such_upload(std::move(upload_id)));
    }
    auto change = begin(**bucket);
    const auto row = part_row(upload_id, part.number);
    auto replaced = co_await get(**bucket, row);
    change.commit.checks.push_back({upload_row(key, upload_id), upload->version});
    change.commit.checks.push_back({row, replaced ? std::optional(replaced->version) : std::nullopt});
    change.commit.writes.push_back({row, encode_part(part)});
    if (replaced) change.freed_blobs.push_back(decode_part(replaced->value).blob);
    if (co_await commit(**bucket, change)) co_return Result<void>{};
  }
  co_await blobs_.remove(part.blob);
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<std::vector<PartRecord>>> StoreS3Backend::list_parts(std::string bucket_name, std::string key,
                                                                            std::string upload_id, std::uint32_t number_marker,
                                                                            std::size_t max) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!co_await get(**bucket, upload_row(key, upload_id))) co_return aws::fail(no_such_upload(std::move(upload_id)));
  std::vector<PartRecord> parts;
  if (max == 0) co_return parts;
  auto range = prefix_range(parts_prefix(upload_id));
  range.begin = part_row(upload_id, number_marker) + '\0';
  auto options = all_parts();
  options.limit = max;
  for (const auto& row : co_await scan(**bucket, range, options)) parts.push_back(decode_part(row.value));
  co_return parts;
}

// Adds to the writing of the object: the upload and its parts' rows go, and the blobs of parts that the object does not take.
asio::awaitable<Result<bool>> StoreS3Backend::plan_completion(const BucketRecord& bucket, const std::string& upload_id,
                                                              const ObjectWrite& write, Change& change) {
  const auto row = upload_row(write.key, upload_id);
  auto upload = co_await get(bucket, row);
  if (!upload) co_return aws::fail(no_such_upload(upload_id));
  change.commit.checks.push_back({row, upload->version});
  change.commit.writes.push_back({row, std::nullopt});
  std::unordered_set<std::string_view> taken;
  for (const auto& part : write.parts) taken.insert(part.blob);
  for (auto& part_row : co_await scan(bucket, prefix_range(parts_prefix(upload_id)), all_parts())) {
    auto part = decode_part(part_row.value);
    if (taken.erase(part.blob) == 0) change.freed_blobs.push_back(std::move(part.blob));
    change.commit.checks.push_back({part_row.key, part_row.version});
    change.commit.writes.push_back({std::move(part_row.key), std::nullopt});
  }
  // A part was uploaded again since the caller read the list; or somebody else completed the upload, with its parts.
  if (!taken.empty() && !co_await get(bucket, row)) co_return aws::fail(no_such_upload(upload_id));
  if (!taken.empty()) co_return aws::fail(error(ErrorCode::invalid_part, {}, {.upload_id = upload_id}));
  co_return true;
}

asio::awaitable<Result<FoundObject>> StoreS3Backend::complete_upload(std::string upload_id, ObjectWrite write) {
  Change change;
  auto written = co_await write_until_done(write, std::move(upload_id), change);
  if (!written) co_return aws::fail(std::move(written.error()));
  co_return std::move(change.result);
}

asio::awaitable<Result<void>> StoreS3Backend::abort_upload(std::string bucket_name, std::string key, std::string upload_id) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(bucket_name);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    const auto row = upload_row(key, upload_id);
    auto upload = co_await get(**bucket, row);
    if (!upload) co_return aws::fail(no_such_upload(std::move(upload_id)));
    auto change = begin(**bucket);
    change.commit.checks.push_back({row, upload->version});
    change.commit.writes.push_back({row, std::nullopt});
    for (auto& part : co_await scan(**bucket, prefix_range(parts_prefix(upload_id)), all_parts())) {
      change.freed_blobs.push_back(decode_part(part.value).blob);
      change.commit.checks.push_back({part.key, part.version});
      change.commit.writes.push_back({std::move(part.key), std::nullopt});
    }
    if (co_await commit(**bucket, change)) co_return Result<void>{};
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

}  // namespace winterbaume::s3
