// Appending to an object of a directory bucket: PutObject with x-amz-write-offset-bytes (Amazon S3 User Guide, "Appending data to
// objects in directory buckets").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/s3/objects/content_intake.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// The object that is appended to; null where there is none yet and the offset is 0. Adds to `plan` what the object demands of the
// new bytes. Errors: NotImplemented (no directory bucket), InvalidWriteOffset, TooManyParts, InvalidRequest (metadata, another
// checksum algorithm), EncryptionTypeMismatch.
asio::awaitable<Result<std::optional<FoundObject>>> find_appended(const S3Door& door, BucketPtr bucket, std::string key,
                                                                  std::int64_t offset, const ObjectRecord& made,
                                                                  bool algorithm_sent, IntakePlan& plan);

// The object with the new bytes at its end: a record whose content is the parts. The blobs of `present` are shared, not copied.
// `intake.content` is a blob.
struct Appended {
  ObjectRecord record;
  std::vector<PartRecord> parts;
  std::vector<std::string> new_blobs;  // the caller's to remove where the record is not stored
};
asio::awaitable<Appended> append_bytes(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, FoundObject present,
                                       Intake intake);

}  // namespace winterbaume::s3
