#include "services/s3/objects/object_keys.h"

#include "core/bytes.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {

std::optional<aws::Error> check_key(std::string_view key) {
  if (key.size() > k_key_bytes_max) {
    return error(ErrorCode::key_too_long, {},
                 {.size = std::to_string(key.size()), .max_size_allowed = std::to_string(k_key_bytes_max)});
  }
  if (key.empty() || !is_utf8(key)) return error(ErrorCode::invalid_uri);
  return std::nullopt;
}

}  // namespace winterbaume::s3
