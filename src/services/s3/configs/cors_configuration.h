// What a CORS configuration may say (API Reference, "PutBucketCors"; User Guide, "Elements of a CORS configuration").
#pragma once

#include <optional>

#include "aws/error.h"
#include "generated/s3/types.h"

namespace winterbaume::s3 {

// Errors: MalformedXML (no rule, more than 100, a rule without origin or method), InvalidRequest (another method, two wildcards).
std::optional<aws::Error> check_cors(const CORSConfiguration& configuration);

}  // namespace winterbaume::s3
