#include <algorithm>

#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// What a function may give as the status of the GetObject that it answers.
constexpr std::int32_t k_forwarded_statuses[] = {200, 206, 304, 400, 401, 403, 404, 405, 409, 411, 412, 416, 500, 503};

aws::Error invalid_response(std::string message) { return error(ErrorCode::validation_error, std::move(message)); }

}  // namespace

// A function of S3 Object Lambda answers the GetObject that called it, which its token names. No access point here calls one, so
// no token is ever waited for (API reference, "List of Amazon S3 Object Lambda error codes": ValidationError).
Answer<ops::WriteGetObjectResponse> write_get_object_response(const aws::RequestContext&, S3Door&,
                                                              WriteGetObjectResponseRequest input) {
  if (!input.request_route || input.request_route->empty()) {
    co_return aws::fail(invalid_response("The request route is missing or empty."));
  }
  if (!input.request_token || input.request_token->empty()) {
    co_return aws::fail(invalid_response("The request token is missing or empty."));
  }
  if (input.status_code && std::ranges::find(k_forwarded_statuses, *input.status_code) == std::end(k_forwarded_statuses)) {
    co_return aws::fail(invalid_response("The status code is not valid: " + std::to_string(*input.status_code)));
  }
  if ((input.error_code || input.error_message) && input.status_code.value_or(200) < 300) {
    co_return aws::fail(invalid_response("An error code or message needs the status code of an error."));
  }
  co_return aws::fail(invalid_response("The request token is not valid, or the request that it is of has ended."));
}

}  // namespace winterbaume::s3
