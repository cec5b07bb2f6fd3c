// A POST form as the PutObject that it stands for: its fields are that request's header fields.
#pragma once

#include <string>

#include "aws/error.h"
#include "http/request.h"
#include "services/s3/web/form_data.h"

namespace winterbaume::s3 {

// A request for PutObject without its body, in path style. Errors: MalformedXML of a tagging field.
aws::Result<http::Request> put_request_of(const FormFields& fields, const std::string& bucket, const std::string& key);

}  // namespace winterbaume::s3
