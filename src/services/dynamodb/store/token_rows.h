// How tokens of requests are kept (dynamodb_backend.h, TokenRecord): beside the documents of their account and region. A store
// that can't commit there and to a table at once has them in the table's partition, and beside the documents only where that is.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace winterbaume::dynamodb {

// Reads what a TokenRecord wrote.
struct KeptToken {
  std::string token;
  std::string request_hash;
  std::string answer;
  TimePoint expires;
  std::string partition;  // not empty: the token itself is there, if its commit happened
};
BOOST_DESCRIBE_STRUCT(KeptToken, (), (token, request_hash, answer, expires, partition))

std::string token_row(std::string_view token);
// What trim() finds tokens by that are not kept any longer; written by the commit that writes the token.
std::string token_expiry_row(TimePoint expires, std::string_view token);
// The token's row by that one.
std::string token_row_of_expiry(std::string_view row);

}  // namespace winterbaume::dynamodb
