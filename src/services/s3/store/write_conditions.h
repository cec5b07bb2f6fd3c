// Whether a key's present version lets a conditional write or deletion through.
#pragma once

#include <optional>
#include <string>

#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

// `present` is null where the key has no object. Amazon S3 User Guide, "Conditional writes" and "Conditional deletes": If-Match
// on a key that is not there is NoSuchKey, any other condition that fails PreconditionFailed.
std::optional<aws::Error> check_conditions(const WriteConditions& conditions, const std::string& key,
                                           const ObjectRecord* present);

}  // namespace winterbaume::s3
