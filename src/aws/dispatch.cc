#include "aws/dispatch.h"

#include "aws/common_errors.h"

namespace winterbaume::aws::detail {

Found find_call(const ServiceSchema& service, const RequestContext& context, const http::Request& request,
                std::uint64_t body_bytes_max) {
  Route route = find_route(service, context, request);
  Found found{{&service, route.operation, route.protocol, &context}, std::move(route.parameters), std::move(route.error)};
  const bool streamed = route.operation != nullptr && route.operation->streams_in;
  if (!found.error && !streamed && request.body.size() > body_bytes_max) found.error = errors::request_too_large();
  return found;
}

bool must_collect(const ServiceSchema& service, const RequestContext& context, const http::Request& request) {
  if (request.body.in_memory()) return false;
  if (needs_body_to_route(service, request)) return true;
  const Route route = find_route(service, context, request);
  return route.operation != nullptr && !route.operation->streams_in;
}

asio::awaitable<std::optional<http::Response>> collect(const ServiceSchema& service, const RequestContext& context,
                                                       http::Request& request, std::uint64_t max_bytes) {
  try {
    co_await request.body.collect(max_bytes);
  } catch (const http::BodyTooLarge&) {
    co_return encode_error(service, protocol_of(service, request), context, errors::request_too_large());
  } catch (const BodyRejected& rejected) {
    co_return encode_error(service, protocol_of(service, request), context, rejected.error);
  }
  co_return std::nullopt;
}

http::Response refused(const Call& call, Completion complete, const Error& error) {
  return completed(encode_error(*call.service, call.protocol, *call.context, error), complete);
}

http::Response not_implemented(const Call& call, Completion complete) {
  return refused(call, complete, errors::not_implemented(call.operation->name));
}

}  // namespace winterbaume::aws::detail
