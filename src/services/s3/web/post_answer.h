// What a stored POST form is answered with: an empty answer, a redirect, or a document, as its fields ask.
#pragma once

#include <string>

#include "aws/request_context.h"
#include "http/response.h"
#include "services/s3/s3_backend.h"
#include "services/s3/web/form_data.h"

namespace winterbaume::s3 {

// `answer` has the header fields of PutObject's own answer.
http::Response post_answer(const aws::RequestContext& context, const std::string& bucket, const FoundObject& object,
                           const FormFields& fields, http::Response answer);

}  // namespace winterbaume::s3
