// What stands before S3's operations: which bucket a request is for and in which style, what is no operation at all (websites,
// forms, preflights), payloads in their travelling form; and what every answer carries.
#pragma once

#include <span>
#include <string>

#include "http/request.h"
#include "http/response.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Answers one request. `domains`: hosts of which buckets are sub-domains. All but the request outlive the answer.
asio::awaitable<http::Response> answer_request(const aws::RequestContext& context, http::Request request, S3Door& door,
                                               std::span<const std::string> domains);

}  // namespace winterbaume::s3
