// What the tests of the wire share: a context, requests by hand, and an operation run through a protocol's codec.
#pragma once

#include <string>

#include "aws/common_errors.h"
#include "aws/protocol/protocol.h"
#include "generated/protocol_test/errors.h"
#include "generated/protocol_test/operations.h"

namespace winterbaume::aws::testing {

// Request id "00000000-…", account 123456789012, http://localhost:5555/.
RequestContext context();
http::Request request(http::Method method, std::string target, std::string body = {});

// Routes and decodes; the input, or the error.
template <class Op>
Result<typename Op::Input> decode(const ServiceSchema& service, ProtocolKind protocol, http::Request request) {
  const RequestContext context = testing::context();
  const Call call{&service, &Op::schema(), protocol, &context};
  typename Op::Input input;
  if (auto error = decode_input(call, request, {}, &input)) return fail(std::move(*error));
  return input;
}

template <class Op>
http::Response encode(const ServiceSchema& service, ProtocolKind protocol, typename Op::Output output) {
  const RequestContext context = testing::context();
  return encode_output({&service, &Op::schema(), protocol, &context}, &output);
}

// The name of the operation that a request asks for, or the error's code in brackets.
std::string routed(const ServiceSchema& service, const http::Request& request);

// A Thing with each member of a plain kind, a list and a map engaged.
protocol_test::Thing full_thing();

}  // namespace winterbaume::aws::testing
