// One request between the wire and its typed input and output, in whichever protocol it speaks.
#pragma once

#include <optional>
#include <string_view>

#include "aws/error.h"
#include "aws/protocol/query.h"
#include "aws/request_context.h"
#include "aws/schema.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume::aws {

// What codecs need to know of the request that they serve. Points to static storage and to the context.
struct Call {
  const ServiceSchema* service;
  const OperationSchema* operation;
  ProtocolKind protocol;
  const RequestContext* context;
};

// The protocol that the request speaks, among those of the service.
ProtocolKind protocol_of(const ServiceSchema& service, const http::Request& request);

// Which operation a request asks for.
struct Route {
  ProtocolKind protocol;
  const OperationSchema* operation = nullptr;  // null: `error` says why
  QueryParameters parameters;                  // query only: what the request carries
  std::optional<Error> error;
};
// Whether the request's body must be in memory before find_route(): in query the body names the operation.
bool needs_body_to_route(const ServiceSchema& service, const http::Request& request);
Route find_route(const ServiceSchema& service, const RequestContext& context, const http::Request& request);

// Reads the request into the operation's input struct and checks it against the model. A streaming body is moved into the
// input; any other must be in memory.
std::optional<Error> decode_input(const Call& call, http::Request& request, const QueryParameters& parameters, void* input);
// Takes a streaming body out of `output`.
http::Response encode_output(const Call& call, void* output);

// An error in the request's protocol, also where its operation is unknown. Whole: headers, status, body.
http::Response encode_error(const ServiceSchema& service, ProtocolKind protocol, const RequestContext& context,
                            const Error& error);

}  // namespace winterbaume::aws
