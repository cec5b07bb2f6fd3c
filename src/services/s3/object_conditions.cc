#include "services/s3/object_conditions.h"

#include "core/bytes.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Result<WriteConditions> plan_write_conditions(const std::optional<std::string>& if_match,
                                              const std::optional<std::string>& if_none_match) {
  WriteConditions conditions;
  if (if_none_match) {
    if (trim(*if_none_match) != "*" || if_match) {
      return aws::fail(error(ErrorCode::not_implemented, {}, {.header = "If-None-Match"}));
    }
    conditions.if_none_match = true;
  }
  if (!if_match) return conditions;
  auto etag = trim(*if_match);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  if (etag.empty() || etag.starts_with("W/")) return aws::fail(error(ErrorCode::not_implemented, {}, {.header = "If-Match"}));
  conditions.if_match = etag;
  return conditions;
}

}  // namespace winterbaume::s3
