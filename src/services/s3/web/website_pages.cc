#include "services/s3/web/website_pages.h"

#include <fmt/format.h>

#include "aws/protocol/response_headers.h"
#include "aws/protocol/xml_writer.h"

namespace winterbaume::s3 {
namespace {

void append_line(std::string& out, std::string_view name, std::string_view text) {
  out.append("<li>").append(name).append(": ");
  aws::append_xml_text(out, text);
  out += "</li>\n";
}

void append_error(std::string& out, std::string_view code, std::string_view message, const WebsiteError* about) {
  append_line(out, "Code", code);
  append_line(out, "Message", message);
  if (about == nullptr) return;
  for (const auto& [name, text] : about->about) append_line(out, name, text);
}

std::string begin_page(int status, std::string_view reason) {
  return fmt::format("<html>\n<head><title>{0} {1}</title></head>\n<body>\n<h1>{0} {1}</h1>\n<ul>\n", status, reason);
}

http::Response finish_page(const aws::RequestContext& context, int status, std::string page, const WebsiteError* second) {
  append_line(page, "RequestId", context.request_id());
  append_line(page, "HostId", aws::extended_request_id(context));
  page += "</ul>\n";
  if (second != nullptr) {
    page += "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n";
    append_error(page, second->error.shape->code, second->error.message, second);
    page += "</ul>\n";
  }
  page += "<hr/>\n</body>\n</html>\n";
  http::Response response{.status = status};
  aws::add_request_id(response.headers, aws::ProtocolKind::rest_xml, context);
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  response.body = http::Body(std::move(page));
  return response;
}

}  // namespace

void add_website_error_headers(http::Headers& headers, const WebsiteError& error) {
  headers.add("x-amz-error-code", error.error.shape->code);
  headers.add("x-amz-error-message", error.error.message);
  for (const auto& [name, text] : error.about) headers.add("x-amz-error-detail-" + name, text);
}

http::Response website_error_page(const aws::RequestContext& context, const WebsiteError& error, const WebsiteError* second) {
  const int status = error.error.shape->status;
  std::string page = begin_page(status, http::reason_phrase(status));
  append_error(page, error.error.shape->code, error.error.message, &error);
  return finish_page(context, status, std::move(page), second);
}

http::Response website_folder_page(const aws::RequestContext& context, std::string location) {
  std::string page = begin_page(302, "Found");
  append_error(page, "Found", "Resource Found", nullptr);
  http::Response response = finish_page(context, 302, std::move(page), nullptr);
  response.headers.add("x-amz-error-code", "Found");
  response.headers.add("x-amz-error-message", "Resource Found");
  response.headers.add("Location", location);
  return response;
}

}  // namespace winterbaume::s3
