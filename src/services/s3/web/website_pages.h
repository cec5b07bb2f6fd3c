// The pages of HTML that a website endpoint makes itself: errors and redirects (Amazon S3 User Guide, "Configuring a custom error
// document").
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "aws/request_context.h"
#include "http/response.h"

namespace winterbaume::s3 {

// An error, and what it is about, as lines below its message: ("Key", "missing.html").
struct WebsiteError {
  aws::Error error;
  std::vector<std::pair<std::string, std::string>> about;
};

// The error's fields among an answer's headers, as beside a custom error document and on HEAD.
void add_website_error_headers(http::Headers& headers, const WebsiteError& error);
// `second`: why the custom error document could not be given; null where there is none.
http::Response website_error_page(const aws::RequestContext& context, const WebsiteError& error, const WebsiteError* second);
// "302 Found", to the folder whose index document is there.
http::Response website_folder_page(const aws::RequestContext& context, std::string location);

}  // namespace winterbaume::s3
