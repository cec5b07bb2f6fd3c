// ETags: kept bare, quoted on the wire, and taken either way.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

// "\"9a0364b9…\"".
std::string quoted_etag(std::string_view etag);
// Without its quotes, and without the W/ of a weak one.
std::string_view bare_etag(std::string_view etag);

// If-Match and If-None-Match of a write (Amazon S3 User Guide, "Conditional writes"). Errors: NotImplemented for an If-None-Match
// other than "*", and for both together.
Result<WriteConditions> plan_write_conditions(const std::optional<std::string>& if_match,
                                              const std::optional<std::string>& if_none_match);

}  // namespace winterbaume::s3
