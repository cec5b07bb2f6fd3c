// The keys that conditions of policies may ask for, and their values in a request (Service Authorization Reference, "Condition
// keys for Amazon S3"; IAM User Guide, "AWS global condition context keys").
#pragma once

#include <string_view>

#include "aws/request_context.h"
#include "http/request.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

bool is_condition_key(std::string_view key);

// What the caller and its connection tell: aws:PrincipalArn, aws:CurrentTime, aws:SourceIp, …
void add_caller_keys(TextPairs& keys, const aws::RequestContext& context, const BucketRecord& bucket);

// What the request itself tells: s3:prefix, s3:x-amz-acl, s3:RequestObjectTag/a, …
TextPairs request_keys(const http::Request& request, std::string_view operation);

}  // namespace winterbaume::s3
