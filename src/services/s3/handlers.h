// Which handler answers which operation.
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// `request` is in path style. `context` and `door` outlive the answer.
asio::awaitable<http::Response> dispatch(const aws::RequestContext& context, http::Request&& request, S3Door& door);

}  // namespace winterbaume::s3
