// The keys that conditions of policies may ask for, and their values in a request (Service Authorization Reference, "Condition
// keys for Amazon S3"; IAM User Guide, "AWS global condition context keys").
#pragma once

#include <optional>
#include <string_view>

#include "aws/request_context.h"
#include "http/request.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

bool is_condition_key(std::string_view key);

// What the caller and its connection tell, whatever is asked: aws:PrincipalArn, aws:CurrentTime, aws:SourceIp, s3:authType, …
void add_caller_keys(TextPairs& keys, const aws::RequestContext& context, const BucketRecord& bucket);

// What the head of the request tells: s3:prefix, s3:x-amz-acl, s3:RequestObjectTag/a, …
TextPairs request_keys(const aws::RequestContext& context, const http::Request& request, std::string_view operation);

// What only a request's document tells.
void add_request_tag_keys(TextPairs& keys, const TextPairs& tags);
// `mode` is empty, and `until` null, where they were not sent.
void add_retention_keys(TextPairs& keys, std::string_view mode, std::optional<TimePoint> until, TimePoint now);

// The keys that directory buckets know beside those of S3: "s3express:authType" and its like.
void add_directory_keys(TextPairs& keys);

}  // namespace winterbaume::s3
