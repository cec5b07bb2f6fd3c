#include "services/s3/store/write_conditions.h"

#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

aws::Error failed(std::string condition) {
  return error(ErrorCode::precondition_failed, {}, {.condition = std::move(condition)});
}

bool same_second(TimePoint a, TimePoint b) {
  return std::chrono::floor<std::chrono::seconds>(a) == std::chrono::floor<std::chrono::seconds>(b);
}

}  // namespace

std::optional<aws::Error> check_conditions(const WriteConditions& conditions, const std::string& key,
                                           const ObjectRecord* present) {
  if (conditions.if_none_match && present) return failed("If-None-Match");
  if (!conditions.if_match.empty()) {
    if (!present) return error(ErrorCode::no_such_key, {}, {.key = key});
    if (conditions.if_match != "*" && conditions.if_match != present->etag) return failed("If-Match");
  }
  // A key that is not there fits any size and time (API Reference, DeleteObject).
  if (!present) return std::nullopt;
  if (conditions.if_match_size && *conditions.if_match_size != present->size) return failed("x-amz-if-match-size");
  if (conditions.if_match_modified && !same_second(*conditions.if_match_modified, present->modified)) {
    return failed("x-amz-if-match-last-modified-time");
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
