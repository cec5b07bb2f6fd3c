// Annotations: rows beside the version that they are of.
#include "services/s3/s3_errors.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/store_s3_backend.h"

namespace winterbaume::s3 {

asio::awaitable<Result<void>> StoreS3Backend::put_annotation(std::string bucket_name, FoundObject found,
                                                             AnnotationRecord annotation) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto change = begin(**bucket);
  const bool current = found.latest && !found.record.delete_marker;
  auto row = current ? current_row(found.key) : version_row(found.key, order_of(found.record));
  change.commit.checks.push_back({row, found.guard});
  if (!found.record.annotated) {
    found.record.annotated = true;
    change.commit.writes.push_back({std::move(row), encode_object(found.record)});
  }
  change.commit.writes.push_back(
      {annotations_prefix(found.key, found.record.version_id) + annotation.name, encode_annotation(annotation)});
  if (!co_await commit(**bucket, change)) co_return aws::fail(error(ErrorCode::operation_aborted));
  co_return Result<void>{};
}

asio::awaitable<Result<std::vector<AnnotationRecord>>> StoreS3Backend::list_annotations(std::string bucket_name,
                                                                                        FoundObject found, std::string prefix,
                                                                                        std::string start_after, std::size_t max,
                                                                                        bool payloads) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  std::vector<AnnotationRecord> annotations;
  if (max == 0 || !found.record.annotated) co_return annotations;
  const auto of_version = annotations_prefix(found.key, found.record.version_id);
  auto range = prefix_range(of_version + prefix);
  if (!start_after.empty()) range.begin = std::max(range.begin, of_version + start_after + '\0');
  ScanOptions options{.limit = max, .bytes_max = std::numeric_limits<std::size_t>::max()};
  if (!payloads) options.value_bytes_max = k_annotation_head_bytes;
  for (const auto& row : co_await scan(**bucket, range, options)) {
    annotations.push_back(decode_annotation(row.value));
  }
  co_return annotations;
}

asio::awaitable<Result<bool>> StoreS3Backend::delete_annotation(std::string bucket_name, FoundObject found, std::string name) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto row = annotations_prefix(found.key, found.record.version_id) + name;
  auto entry = co_await get(**bucket, row);
  if (!entry) co_return false;
  auto change = begin(**bucket);
  change.commit.checks.push_back({row, entry->version});
  change.commit.writes.push_back({row, std::nullopt});
  if (!co_await commit(**bucket, change)) co_return aws::fail(error(ErrorCode::operation_aborted));
  co_return true;
}

}  // namespace winterbaume::s3
