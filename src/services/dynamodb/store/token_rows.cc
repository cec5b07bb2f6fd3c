#include "services/dynamodb/store/token_rows.h"

#include "services/dynamodb/store/keys.h"

namespace winterbaume::dynamodb {

std::string token_row(std::string_view token) { return std::string("k").append(token); }

std::string token_expiry_row(TimePoint expires, std::string_view token) {
  std::string out = "y";
  append_big_endian(out, static_cast<std::uint64_t>(expires.time_since_epoch().count()), 8);
  return std::move(out.append(token));
}

std::string token_row_of_expiry(std::string_view row) { return token_row(row.substr(9)); }

}  // namespace winterbaume::dynamodb
