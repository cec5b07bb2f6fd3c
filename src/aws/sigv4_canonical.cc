// The canonical form of a request, which both sides sign: what a proxy may change (order, case, spacing, encoding) is evened
// out. Rules: IAM User Guide, "Create a signed AWS API request".
#include <algorithm>

#include "aws/query_string.h"
#include "aws/sigv4.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

std::string encoded_anew(std::string_view sent, bool plus_is_space, bool keep_slash) {
  auto decoded = percent_decode(sent, plus_is_space);
  return percent_encode(decoded ? std::string_view(*decoded) : sent, keep_slash);
}

// RFC 3986's remove_dot_segments, and runs of slashes become one.
std::string normalized(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_as_folder = true;
  while (!path.empty()) {
    auto slash = path.find('/');
    auto segment = path.substr(0, slash);
    ends_as_folder = slash != std::string_view::npos || segment == "." || segment == "..";
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
  }
  std::string out;
  for (auto segment : kept) out.append("/").append(segment);
  if (kept.empty() || ends_as_folder) out.push_back('/');
  return out;
}

// Trimmed, and every run of white space within is one space.
void append_header_value(std::string& out, std::string_view value) {
  bool space = false;
  for (char c : trim(value)) {
    bool blank = c == ' ' || c == '\t';
    if (!blank && space) out.push_back(' ');
    if (!blank) out.push_back(c);
    space = blank;
  }
}

void append_header_line(std::string& out, const http::Headers& headers, std::string_view name) {
  out.append(name).push_back(':');
  bool first = true;
  for (auto field : headers) {
    if (!equals_ignoring_case(field.name, name)) continue;
    if (!first) out.push_back(',');
    append_header_value(out, field.value);
    first = false;
  }
  out.push_back('\n');
}

}  // namespace

PathEncoding path_encoding_of(std::string_view signing_service) {
  bool s3 = signing_service == "s3" || signing_service.starts_with("s3-") || signing_service == "s3express";
  return s3 ? PathEncoding::once : PathEncoding::normalized_twice;
}

std::string canonical_path(std::string_view sent_path, PathEncoding encoding) {
  if (sent_path.empty()) return "/";
  if (encoding == PathEncoding::once) return encoded_anew(sent_path, false, true);
  return percent_encode(normalized(sent_path), true);
}

std::string canonical_query(std::string_view sent_query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& pair : QueryString(sent_query)) {
    auto name = encoded_anew(pair.name, true, false);
    if (equals_ignoring_case(name, "X-Amz-Signature")) continue;
    pairs.emplace_back(std::move(name), encoded_anew(pair.value, true, false));
  }
  std::ranges::sort(pairs);
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out.push_back('&');
    out.append(name).append("=").append(value);
  }
  return out;
}

std::string canonical_request(const http::Request& request, const std::vector<std::string>& signed_headers, PathEncoding encoding,
                              std::string_view payload_sha256) {
  std::string out(http::method_name(request.method));
  out.append("\n").append(canonical_path(request.path(), encoding));
  out.append("\n").append(canonical_query(request.query())).append("\n");
  for (const auto& name : signed_headers) append_header_line(out, request.headers, name);
  out.push_back('\n');
  for (const auto& name : signed_headers) {
    if (&name != &signed_headers.front()) out.push_back(';');
    out.append(name);
  }
  return out.append("\n").append(payload_sha256);
}

}  // namespace winterbaume::aws
