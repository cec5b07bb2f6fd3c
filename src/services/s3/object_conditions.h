// Conditional writes, as PutObject, CompleteMultipartUpload and CopyObject take them.
#pragma once

#include <optional>
#include <string>

#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

// If-Match with an ETag (or "*"), If-None-Match with "*" only. Errors: NotImplemented, as AWS answers to anything else.
Result<WriteConditions> plan_write_conditions(const std::optional<std::string>& if_match,
                                              const std::optional<std::string>& if_none_match);

}  // namespace winterbaume::s3
