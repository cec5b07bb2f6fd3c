// REST-JSON and REST-XML: an operation is a method, a path and a query; members travel in labels, header fields, the query
// string, the status and the body.
#pragma once

#include "aws/protocol/protocol.h"

namespace winterbaume::aws {

Route route_rest(const ServiceSchema& service, ProtocolKind protocol, const RequestContext& context,
                 const http::Request& request);
std::optional<Error> decode_rest(const Call& call, http::Request& request, void* input);
http::Response encode_rest(const Call& call, void* output);

}  // namespace winterbaume::aws
