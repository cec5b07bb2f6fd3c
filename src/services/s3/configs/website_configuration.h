// What a website configuration may say (API Reference, "PutBucketWebsite").
#pragma once

#include <optional>

#include "aws/error.h"
#include "generated/s3/types.h"

namespace winterbaume::s3 {

// Errors: InvalidArgument, InvalidRequest, MalformedXML.
std::optional<aws::Error> check_website(const WebsiteConfiguration& website);

}  // namespace winterbaume::s3
