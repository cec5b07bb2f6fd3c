// Static websites: what a website endpoint of a bucket answers to a browser (Amazon S3 User Guide, "Hosting a static website").
#pragma once

#include <string>

#include "http/request.h"
#include "http/response.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// GET and HEAD; every error is a page of HTML. `request.target` is the path within the website ("/docs/?page=2"), without the
// bucket. The caller is anonymous: with context.enforced only what everyone may read is given.
asio::awaitable<http::Response> serve_website(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                              http::Request request);

}  // namespace winterbaume::s3
