// Cross-origin requests: which of a bucket's CORS rules lets a browser's page in, and what its answer then carries (Amazon S3
// User Guide, "Using cross-origin resource sharing").
#pragma once

#include <string>

#include "http/request.h"
#include "http/response.h"
#include "services/s3/s3_door.h"
#include "services/s3/web/cors_rules.h"

namespace winterbaume::s3 {

// Answers OPTIONS, for a bucket or an object in it, whoever asks. `request` is in path style.
asio::awaitable<http::Response> preflight(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                          const http::Request& request);

// What the request's header fields say.
CorsQuestion cors_question(const http::Request& request);

// Adds to an answer of any status what the rule that matches says; nothing where none does, the bucket is missing or has no CORS
// configuration. Without an origin it costs nothing; ask for it before the request is moved away.
asio::awaitable<void> add_cors_headers(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                       CorsQuestion question, http::Response& response);

}  // namespace winterbaume::s3
