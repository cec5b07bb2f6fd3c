#include "services/s3/frontend.h"

#include "aws/body_rejected.h"
#include "aws/chunked_errors.h"
#include "aws/payload.h"
#include "aws/protocol/protocol.h"
#include "core/bytes.h"
#include "generated/s3/operations.h"
#include "services/s3/addressing.h"
#include "services/s3/handlers.h"
#include "services/s3/s3_errors.h"
#include "services/s3/web/cors.h"
#include "services/s3/web/post_form.h"
#include "services/s3/web/website.h"

namespace winterbaume::s3 {
namespace {

using http::Method;

// As S3 does under everything that it answers.
void sign_off(http::Response& response) { response.headers.add("Server", "AmazonS3"); }

http::Response refusal(const aws::RequestContext& context, const aws::Error& error) {
  auto response = aws::encode_error(k_service, aws::ProtocolKind::rest_xml, context, error);
  sign_off(response);
  return response;
}

bool is_form(const http::Request& request, const SplitTarget& target) {
  constexpr std::string_view k_form = "multipart/form-data";
  if (request.method != Method::post || target.bucket.empty() || target.has_key) return false;
  return equals_ignoring_case(request.headers.get_or("Content-Type").substr(0, k_form.size()), k_form);
}

// An object that came without any length. A request in process has none to tell.
bool lacks_length(const http::Request& request, const SplitTarget& target) {
  if (request.method != Method::put || !target.has_key || request.connection == nullptr || !request.query().empty()) return false;
  const auto& headers = request.headers;
  return !headers.find("Content-Length") && !headers.find("Transfer-Encoding") && !headers.find("x-amz-copy-source");
}

// API Reference, "GetObject": the header of an encrypted write is refused with a read, whose object knows how it is encrypted.
std::optional<aws::Error> find_encrypted_read(const http::Request& request, const SplitTarget& target) {
  constexpr std::string_view k_header = "x-amz-server-side-encryption";
  if (!target.has_key || (request.method != Method::get && request.method != Method::head)) return std::nullopt;
  const auto sent = request.headers.find(k_header);
  if (!sent) return std::nullopt;
  return invalid_argument("x-amz-server-side-encryption header is not supported for this operation.", std::string(k_header),
                          std::string(*sent));
}

// Why a request is none of S3's operations; null where it may be one.
std::optional<aws::Error> find_unroutable(const aws::RequestContext& context, const http::Request& request,
                                          const SplitTarget& target) {
  const bool usual = request.method == Method::get || request.method == Method::head || request.method == Method::put ||
                     request.method == Method::delete_;
  if (usual && !target.bucket.empty()) return std::nullopt;
  // An object is POSTed to with a query only: all operations that do are told apart by it.
  const bool bare_post = request.method == Method::post && target.has_key && request.query().empty();
  if (!bare_post && aws::find_route(k_service, context, request).operation != nullptr) return std::nullopt;
  if (request.method == Method::post && !target.bucket.empty() && !target.has_key) {
    return error(ErrorCode::precondition_failed, {},
                 {.condition = "Bucket POST must be of the enclosure-type multipart/form-data"});
  }
  const auto* type = target.bucket.empty() ? "SERVICE" : target.has_key ? "OBJECT" : "BUCKET";
  return error(ErrorCode::method_not_allowed, {},
               {.method = std::string(http::method_name(request.method)), .resource_type = type});
}

std::optional<aws::Error> find_fault(const aws::RequestContext& context, http::Request& request, const SplitTarget& target) {
  if (auto error = find_unroutable(context, request, target)) return error;
  if (lacks_length(request, target)) return aws::errors::missing_content_length();
  if (auto error = find_encrypted_read(request, target)) return error;
  try {
    return aws::unwrap_payload(request, context.signature);
  } catch (const aws::BodyRejected& rejected) {
    return rejected.error;
  }
}

// Who may not look at a bucket is told its region all the same: SDKs find a bucket's region so.
asio::awaitable<void> add_bucket_region(const S3Door& door, std::string bucket, http::Response& response) {
  const auto found = co_await door.backend.get_bucket(std::move(bucket));
  if (found) response.headers.add("x-amz-bucket-region", (*found)->region);
}

// More than an operation, or none.
bool is_special(const http::Request& request, const SplitTarget& target) {
  return request.method == Method::options || is_form(request, target) || request.headers.find("Origin") ||
         (request.method == Method::head && !target.has_key);
}

asio::awaitable<http::Response> answer_special(const aws::RequestContext& context, http::Request request, S3Door& door,
                                               SplitTarget target) {
  if (request.method == Method::options) {
    auto response = co_await preflight(context, door, target.bucket, request);
    sign_off(response);
    co_return response;
  }
  CorsQuestion question;
  if (request.headers.find("Origin")) question = cors_question(request);
  const bool asks_of_bucket = request.method == Method::head && !target.has_key;
  http::Response response;
  if (is_form(request, target)) {
    response = co_await post_object(context, door, target.bucket, std::move(request));
    sign_off(response);
  } else if (auto fault = find_fault(context, request, target)) {
    co_return refusal(context, *fault);
  } else {
    response = co_await dispatch(context, std::move(request), door);
  }
  if (asks_of_bucket && response.status == 403) co_await add_bucket_region(door, target.bucket, response);
  if (!question.origin.empty()) co_await add_cors_headers(context, door, target.bucket, std::move(question), response);
  co_return response;
}

asio::awaitable<http::Response> answer_path_style(const aws::RequestContext& context, http::Request&& request, S3Door& door) {
  if (!is_well_formed_path(request.path())) return http::at_once(refusal(context, error(ErrorCode::invalid_uri)));
  auto target = split_target(request.path());
  if (is_special(request, target)) return answer_special(context, std::move(request), door, std::move(target));
  if (auto fault = find_fault(context, request, target)) return http::at_once(refusal(context, *fault));
  return dispatch(context, std::move(request), door);
}

// In path style from here on; `context.path` is what errors call their Resource.
asio::awaitable<http::Response> answer_virtual_host(const aws::RequestContext& context, http::Request request, S3Door& door,
                                                    std::string bucket) {
  aws::RequestContext own = context;
  own.path = "/" + bucket + context.path;
  request.target.insert(0, "/" + percent_encode(bucket));
  co_return co_await answer_path_style(own, std::move(request), door);
}

}  // namespace

asio::awaitable<http::Response> answer_request(const aws::RequestContext& context, http::Request request, S3Door& door,
                                               std::span<const std::string> domains) {
  auto address = find_address(request.headers.get_or("Host"), domains);
  if (address.website) return serve_website(context, door, std::move(address.bucket), std::move(request));
  if (!address.bucket.empty() && request.target.starts_with('/')) {
    return answer_virtual_host(context, std::move(request), door, std::move(address.bucket));
  }
  return answer_path_style(context, std::move(request), door);
}

}  // namespace winterbaume::s3
