#include "aws/protocol/response_headers.h"

#include "core/bytes.h"

namespace winterbaume::aws {

std::string_view content_type(ProtocolKind protocol) {
  switch (protocol) {
    case ProtocolKind::json_1_0:
      return "application/x-amz-json-1.0";
    case ProtocolKind::json_1_1:
      return "application/x-amz-json-1.1";
    case ProtocolKind::query:
      return "text/xml";
    case ProtocolKind::rest_json:
      return "application/json";
    case ProtocolKind::rest_xml:
      break;
  }
  return "application/xml";
}

std::string extended_request_id(const RequestContext& context) { return to_base64(context.request_id()); }

void add_request_id(http::Headers& headers, ProtocolKind protocol, const RequestContext& context) {
  if (protocol == ProtocolKind::rest_xml) {
    headers.add("x-amz-request-id", context.request_id());
    headers.add("x-amz-id-2", extended_request_id(context));
  } else {
    headers.add("x-amzn-RequestId", context.request_id());
  }
}

void add_usual_headers(http::Headers& headers, ProtocolKind protocol, const RequestContext& context) {
  constexpr std::size_t k_usual_bytes = 256;
  headers.reserve(k_usual_bytes);
  add_request_id(headers, protocol, context);
  headers.add("Content-Type", content_type(protocol));
}

}  // namespace winterbaume::aws
