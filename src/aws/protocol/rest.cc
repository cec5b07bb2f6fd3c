#include "aws/protocol/rest.h"

#include "aws/common_errors.h"

namespace winterbaume::aws {
Route route_rest(const ServiceSchema& service, ProtocolKind protocol, const RequestContext&, const http::Request&) {
  return {.protocol = protocol, .error = errors::unknown_operation({}, service.api_version)};
}
std::optional<Error> decode_rest(const Call&, http::Request&, void*) { return std::nullopt; }
http::Response encode_rest(const Call&, void*) { return {}; }
}  // namespace winterbaume::aws
