#include "services/dynamodb/frontend.h"

#include <fmt/format.h>

#include "aws/checksum.h"

namespace winterbaume::dynamodb {
namespace {

// As dynamodb.us-east-1.amazonaws.com answers a request with an Origin.
void allow_origin(http::Response& response) {
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.headers.add("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date");
}

http::Response answer_preflight(const http::Request& request) {
  http::Response response;
  if (!request.headers.find("Origin")) return response;
  allow_origin(response);
  response.headers.add("Access-Control-Max-Age", "172800");
  if (const auto method = request.headers.find("Access-Control-Request-Method")) {
    response.headers.add("Access-Control-Allow-Methods", *method);
  }
  if (const auto headers = request.headers.find("Access-Control-Request-Headers")) {
    response.headers.add("Access-Control-Allow-Headers", *headers);
  }
  return response;
}

http::Response answer_health_check(const http::Request& request) {
  http::Response response;
  if (request.path() != "/") {
    response.status = 404;
    return response;
  }
  response.headers.add("Content-Type", "text/plain");
  response.body = fmt::format("healthy: {} ", request.headers.get_or("Host"));
  if (request.headers.find("Origin")) allow_origin(response);
  return response;
}

}  // namespace

std::optional<http::Response> find_direct_answer(const http::Request& request) {
  if (request.method == http::Method::post) return std::nullopt;
  if (request.method == http::Method::options) return answer_preflight(request);
  if (request.method == http::Method::get && !request.headers.find("X-Amz-Target")) return answer_health_check(request);
  return std::nullopt;
}

void sign_off(http::Response& response) {
  if (!response.body.in_memory()) return;
  const auto crc = aws::crc32(0, response.body.bytes());
  response.headers.add("x-amz-crc32", fmt::format_int(crc).c_str());
}

asio::awaitable<http::Response> with_origin_allowed(asio::awaitable<http::Response> answering) {
  http::Response response = co_await std::move(answering);
  allow_origin(response);
  co_return response;
}

}  // namespace winterbaume::dynamodb
