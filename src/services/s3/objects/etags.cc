#include "services/s3/objects/etags.h"

#include "core/bytes.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

std::string quoted_etag(std::string_view etag) {
  std::string quoted;
  quoted.reserve(etag.size() + 2);
  quoted += '"';
  quoted += etag;
  quoted += '"';
  return quoted;
}

std::string_view bare_etag(std::string_view etag) {
  etag = trim(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

Result<WriteConditions> plan_write_conditions(const std::optional<std::string>& if_match,
                                              const std::optional<std::string>& if_none_match) {
  if (if_none_match && (if_match || bare_etag(*if_none_match) != "*")) {
    return aws::fail(error(ErrorCode::not_implemented));
  }
  WriteConditions conditions;
  if (if_match) conditions.if_match = bare_etag(*if_match);
  conditions.if_none_match = if_none_match.has_value();
  return conditions;
}

}  // namespace winterbaume::s3
