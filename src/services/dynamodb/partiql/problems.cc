#include "services/dynamodb/partiql/problems.h"

#include <fmt/format.h>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb::partiql {

aws::Error refused(std::string_view message) { return aws::errors::validation(std::string(message)); }

aws::Error refused_at(std::string_view message, const Place& place) {
  return refused(fmt::format("{} at {}:{}:{}", message, place.line, place.column, place.length));
}

aws::Error malformed(std::string_view detail) {
  return refused(fmt::format("Statement wasn't well formed, can't be processed: {}", detail));
}

}  // namespace winterbaume::dynamodb::partiql
