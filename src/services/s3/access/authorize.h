// Whether the caller may do something: bucket policy, ACLs, object ownership and public access block decide as AWS decides.
// Without `--auth verify` (context.enforced) everything is allowed, at no cost.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct AccessRequest {
  std::string_view action;  // "s3:GetObject": static storage
  BucketPtr bucket;         // null: an action on no bucket (ListBuckets, CreateBucket)
  std::string key;          // empty: an action on the bucket itself
  std::optional<std::string> version_id;
  TextPairs conditions;  // condition keys of the request: "s3:prefix", "s3:x-amz-acl", "s3:RequestObjectTag/a", …
};

// AccessDenied where not. The caller's own account (the bucket's owner) is allowed what no policy denies.
asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessRequest request);

}  // namespace winterbaume::s3
