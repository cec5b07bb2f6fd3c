// Uploads from HTML forms: POST to a bucket, multipart/form-data (Amazon S3 API Reference, "POST Object", "Browser-Based Uploads
// Using POST").
#pragma once

#include <string>

#include "http/request.h"
#include "http/response.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// A form carries its own credentials: the request's context is that of an anonymous caller. With context.enforced the policy's
// signature is checked against door.form_keys, and a form without one uploads where everyone may. The policy's conditions hold
// either way. The file streams into the bucket.
asio::awaitable<http::Response> post_object(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                            http::Request request);

}  // namespace winterbaume::s3
