// What stands before the operations of DynamoDB and of its streams: health checks, pages of other origins; and what every answer
// carries.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "http/request.h"
#include "http/response.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

// What asks for no operation: GET / is a health check ("healthy: <host>"), OPTIONS a page that asks whether it may. Null: an
// operation's request.
std::optional<http::Response> find_direct_answer(const http::Request& request);

// Adds "x-amz-crc32", the body's CRC-32 in decimal: SDKs compare it, Go's warns where it is missing.
void sign_off(http::Response& response);

// Lets a page of any origin read the answer that is being made.
asio::awaitable<http::Response> with_origin_allowed(asio::awaitable<http::Response> answering);

}  // namespace winterbaume::dynamodb
