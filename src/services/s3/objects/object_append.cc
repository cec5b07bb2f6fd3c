#include "services/s3/objects/object_append.h"

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_appendable(const ObjectRecord& present, std::size_t parts, std::int64_t offset,
                                           const ObjectRecord& made) {
  if (offset < 0 || static_cast<std::uint64_t>(offset) != present.size) {
    return errors::invalid_write_offset("The write offset value that you specified does not match the current object size.");
  }
  if (parts >= k_part_number_max) {
    return errors::too_many_parts(
        "You have attempted to add more parts than the maximum of 10000 that are allowed for this object. You can use the "
        "CopyObject operation to copy this object to another and then add more data to the newly copied object.");
  }
  if (!made.metadata.empty()) {
    return error(ErrorCode::invalid_request,
                 "Cannot specify both a write offset value and user-defined object metadata for existing objects.");
  }
  if (present.encryption != made.encryption) {
    return errors::encryption_type_mismatch(
        "The existing object was created with a different encryption type. Subsequent write requests must include the "
        "appropriate encryption parameters in the request or while creating the session.");
  }
  return std::nullopt;
}

aws::Error checksum_mismatch(ChecksumAlgorithm expected, ChecksumAlgorithm actual) {
  return error(ErrorCode::invalid_request,
               "Checksum Type mismatch occurred, expected checksum Type: " + to_lower(aws::checksum_name(expected)) +
                   ", actual checksum Type: " + to_lower(aws::checksum_name(actual)));
}

// Only CRCs of two pieces make one of both; an object of another algorithm has no checksum any more.
ObjectChecksum joined(const ObjectRecord& present, const Intake& intake) {
  const auto first = from_base64(present.checksum.value), second = from_base64(intake.checksum.value);
  if (!first || !second || present.checksum.type != ChecksumType::full_object) return {};
  auto both = aws::combine_checksums(intake.checksum.algorithm, *first, *second, intake.size);
  if (!both) return {};
  return {intake.checksum.algorithm, ChecksumType::full_object, to_base64(*both)};
}

asio::awaitable<std::string> to_blob(BlobStore& blobs, std::string bytes) {
  auto blob = co_await blobs.create();
  co_await blob.writer->write(bytes);
  co_await blob.writer->commit();
  co_return std::move(blob.id);
}

}  // namespace

asio::awaitable<Result<std::optional<FoundObject>>> find_appended(const S3Door& door, BucketPtr bucket, std::string key,
                                                                  std::int64_t offset, const ObjectRecord& made,
                                                                  bool algorithm_sent, IntakePlan& plan) {
  if (!bucket->directory) {
    co_return aws::fail(error(ErrorCode::not_implemented, {}, {.header = "x-amz-write-offset-bytes"}));
  }
  auto found = co_await door.backend.get_object(bucket->name, std::move(key), std::nullopt);
  if (!found && !is(found.error(), ErrorCode::no_such_key)) co_return aws::fail(std::move(found.error()));
  if (!found) {
    if (offset == 0) co_return std::nullopt;
    co_return aws::fail(
        errors::invalid_write_offset("The write offset value that you specified does not match the current object size."));
  }
  const auto& present = found->record;
  std::size_t parts = 1;
  if (!present.content.manifest.empty()) {
    parts = (co_await door.backend.get_parts(bucket->name, present.content.manifest)).size();
  }
  if (auto refusal = check_appendable(present, parts, offset, made)) co_return aws::fail(std::move(*refusal));
  const auto kept = present.checksum.algorithm;
  if (!algorithm_sent) plan.algorithm = kept;
  if (plan.algorithm != kept && kept != ChecksumAlgorithm::none) co_return aws::fail(checksum_mismatch(kept, plan.algorithm));
  plan.inline_bytes_max = 0;
  co_return std::move(*found);
}

asio::awaitable<Appended> append_bytes(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, FoundObject present,
                                       Intake intake) {
  Appended appended{.record = std::move(present.record)};
  auto& record = appended.record;
  auto& content = record.content;
  if (!content.manifest.empty()) {
    appended.parts = co_await door.backend.get_parts(bucket->name, content.manifest);
  } else if (record.size != 0) {
    if (content.blob.empty()) {
      content.blob = co_await to_blob(door.backend.blobs(), std::move(content.inline_bytes));
      appended.new_blobs.push_back(content.blob);
    }
    appended.parts.push_back({.number = 1, .size = record.size, .etag = record.etag, .blob = content.blob});
  }
  appended.new_blobs.push_back(intake.content.blob);
  const auto number = appended.parts.empty() ? 1 : appended.parts.back().number + 1;
  appended.parts.push_back({.number = number,
                            .size = intake.size,
                            .etag = to_hex(intake.md5),
                            .checksum = intake.checksum,
                            .blob = std::move(intake.content.blob),
                            .modified = context.now});
  record.checksum = record.size == 0 ? intake.checksum : joined(record, intake);
  record.etag = to_hex(as_bytes(md5(record.etag + to_hex(intake.md5))));
  record.size += intake.size;
  record.modified = context.now;
  content = {.manifest = context.ids->uuid().text()};
  co_return appended;
}

}  // namespace winterbaume::s3
