#include "services/s3/web/cors.h"

#include <fmt/format.h>

#include "aws/protocol/protocol.h"
#include "aws/protocol/response_headers.h"
#include "core/bytes.h"
#include "generated/s3/operations.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

http::Response refuse(const aws::RequestContext& context, const aws::Error& error) {
  return aws::encode_error(k_service, aws::ProtocolKind::rest_xml, context, error);
}

// "/bucket" and "/bucket/" ask for the bucket, all else for an object.
std::string resource_type(const http::Request& request) {
  auto path = request.path();
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = path.find('/');
  return slash == std::string_view::npos || slash + 1 == path.size() ? "BUCKET" : "OBJECT";
}

bool is_cors_method(std::string_view method) {
  return method == "GET" || method == "PUT" || method == "POST" || method == "DELETE" || method == "HEAD";
}

// What is wrong with a preflight whatever the bucket's rules say.
std::optional<aws::Error> check_preflight(const CorsQuestion& question, std::optional<std::string_view> method) {
  if (question.origin.empty()) {
    return error(ErrorCode::bad_request, "Insufficient information. Origin request header needed.");
  }
  if (!method || !is_cors_method(*method)) {
    return error(ErrorCode::bad_request, fmt::format("Invalid Access-Control-Request-Method: {}", method.value_or("null")));
  }
  return std::nullopt;
}

}  // namespace

CorsQuestion cors_question(const http::Request& request) {
  CorsQuestion question;
  question.origin = request.headers.get_or("Origin");
  if (question.origin.empty()) return question;
  question.method = request.headers.get_or("Access-Control-Request-Method", http::method_name(request.method));
  question.requested_headers = request.headers.get_or("Access-Control-Request-Headers");
  return question;
}

asio::awaitable<http::Response> preflight(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                          const http::Request& request) {
  const CorsQuestion question = cors_question(request);
  if (auto wrong = check_preflight(question, request.headers.find("Access-Control-Request-Method"))) {
    co_return refuse(context, *wrong);
  }
  ErrorDetail detail{.method = question.method, .resource_type = resource_type(request)};
  auto found = co_await door.backend.get_bucket(bucket);
  if (!found) {
    detail.resource_type = "BUCKET";
    co_return refuse(context, error(ErrorCode::cors_forbidden, "CORSResponse: Bucket not found", std::move(detail)));
  }
  auto configuration = co_await find_config<CORSConfiguration>(door, *found);
  if (!configuration) co_return refuse(context, configuration.error());
  if (!*configuration) {
    co_return refuse(context, error(ErrorCode::cors_forbidden, "CORSResponse: CORS is not enabled for this bucket.", detail));
  }
  const CORSRule* rule = find_cors_rule(**configuration, question);
  if (rule == nullptr) co_return refuse(context, error(ErrorCode::cors_forbidden, {}, std::move(detail)));
  http::Response response;
  aws::add_request_id(response.headers, aws::ProtocolKind::rest_xml, context);
  add_rule_headers(*rule, question, response.headers);
  co_return response;
}

asio::awaitable<void> add_cors_headers(const aws::RequestContext&, S3Door& door, std::string bucket, CorsQuestion question,
                                       http::Response& response) {
  if (question.origin.empty()) co_return;
  auto found = co_await door.backend.get_bucket(std::move(bucket));
  if (!found) co_return;
  auto configuration = co_await find_config<CORSConfiguration>(door, *found);
  if (!configuration || !*configuration) co_return;
  const CORSRule* rule = find_cors_rule(**configuration, question);
  if (rule != nullptr) add_rule_headers(*rule, question, response.headers);
}

}  // namespace winterbaume::s3
