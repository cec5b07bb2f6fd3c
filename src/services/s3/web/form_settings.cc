#include "services/s3/web/form_settings.h"

#include <algorithm>

#include "aws/protocol/xml.h"
#include "core/bytes.h"
#include "generated/s3/types.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Amazon S3 API Reference, "POST Object", "Form fields".
bool is_header(std::string_view name) {
  constexpr std::string_view k_plain[] = {"cache-control", "content-disposition", "content-encoding", "content-language",
                                          "content-md5",   "content-type",        "expires"};
  constexpr std::string_view k_signing[] = {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature",
                                            "x-amz-security-token"};
  if (std::ranges::find(k_plain, name) != std::end(k_plain)) return true;
  if (std::ranges::find(k_signing, name) != std::end(k_signing)) return false;
  return name.starts_with("x-amz-") && !name.starts_with("x-amz-copy-source");
}

// A form's tags are XML, a header's a query string. S3 takes a document of another name for one without tags.
aws::Result<std::string> tagging_header(const std::string& xml) {
  Tagging tagging;
  if (aws::decode_xml(xml, schemas::k_Tagging, {}, &tagging)) return aws::fail(error(ErrorCode::malformed_xml));
  std::string header;
  if (!tagging.tag_set) return header;
  for (const auto& tag : *tagging.tag_set) {
    if (!header.empty()) header += '&';
    header += percent_encode(tag.key.value_or("")) + "=" + percent_encode(tag.value.value_or(""));
  }
  return header;
}

}  // namespace

aws::Result<http::Request> put_request_of(const FormFields& fields, const std::string& bucket, const std::string& key) {
  http::Request request{.method = http::Method::put, .target = "/" + bucket + "/" + percent_encode(key, true)};
  for (const auto& [sent_name, value] : fields) {
    const auto name = to_lower(sent_name);
    if (is_header(name)) request.headers.add(name, value);
    if (name == "acl") request.headers.add("x-amz-acl", value);
    if (name != "tagging") continue;
    auto header = tagging_header(value);
    if (!header) return aws::fail(std::move(header.error()));
    if (!header->empty()) request.headers.add("x-amz-tagging", *header);
  }
  return request;
}

}  // namespace winterbaume::s3
