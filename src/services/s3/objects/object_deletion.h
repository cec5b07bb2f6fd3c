// Deleting one version of an object, or marking it as deleted: what DeleteObject and each key of DeleteObjects share.
#pragma once

#include <optional>
#include <string>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct UnwantedVersion {
  std::string key;
  std::optional<std::string> version_id;
  WriteConditions conditions;
  bool bypass_governance = false;  // x-amz-bypass-governance-retention was sent
};
// Deletes and announces it. Errors: AccessDenied for a locked version, InvalidArgument for an id that is none, PreconditionFailed
// and NoSuchKey by the conditions, NotImplemented for a condition that only directory buckets know.
asio::awaitable<Result<DeletionOutcome>> delete_version(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                        UnwantedVersion unwanted);

// Null, or AccessDenied where the bucket wants a device's code for a deletion of versions and none was sent. The code itself is
// taken at its word: there is no device to ask.
std::optional<aws::Error> check_mfa(const BucketRecord& bucket, const std::optional<std::string>& mfa);

}  // namespace winterbaume::s3
