// The header fields that every answer of a protocol has.
#pragma once

#include "aws/request_context.h"
#include "aws/schema.h"
#include "http/headers.h"

namespace winterbaume::aws {

// The request's id under the protocol's name for it.
void add_request_id(http::Headers& headers, ProtocolKind protocol, const RequestContext& context);
// The request's id and the content type of a body that the protocol itself writes.
void add_usual_headers(http::Headers& headers, ProtocolKind protocol, const RequestContext& context);
std::string_view content_type(ProtocolKind protocol);
// S3's second id of a request, "x-amz-id-2" and HostId: opaque text.
std::string extended_request_id(const RequestContext& context);

}  // namespace winterbaume::aws
