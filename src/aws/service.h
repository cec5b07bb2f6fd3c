// A service as the emulator sees it: named, routed to by its schema, answering requests, resettable.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "aws/request_context.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume::aws {

namespace asio = boost::asio;

struct ServiceSchema;  // aws/schema.h; generated, one a service

// Thread-safe: handle() runs on any of the server's threads at once.
class Service {
 public:
  virtual ~Service() = default;
  virtual const ServiceSchema& schema() const = 0;
  // Answers one request, errors of AWS included, in the protocol's own form. Throws only for a fault below (storage, I/O).
  // `context` lives until the answer is made.
  virtual asio::awaitable<http::Response> handle(const RequestContext& context, http::Request request) = 0;
  // Forgets everything, in every account and region.
  virtual asio::awaitable<void> reset() = 0;
};

}  // namespace winterbaume::aws
