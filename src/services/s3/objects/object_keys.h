// What an object's key may be: Amazon S3 User Guide, "Naming Amazon S3 objects".
#pragma once

#include <optional>
#include <string_view>

#include "aws/error.h"

namespace winterbaume::s3 {

// UTF-8 of 1 to 1,024 bytes. Errors: KeyTooLongError, InvalidURI.
std::optional<aws::Error> check_key(std::string_view key);

}  // namespace winterbaume::s3
