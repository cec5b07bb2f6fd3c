// A service as the emulator sees it: named, routed to by its schema, answering requests, resettable.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "aws/request_context.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume::aws {

namespace asio = boost::asio;

struct ServiceSchema;  // aws/schema.h; generated, one a service

// How sure a service is that a request which neither target nor signature assigns is its own.
enum class Claim : std::uint8_t {
  none,
  otherwise_unclaimed,  // if no host and no Action names another
  certain,
};

// Thread-safe: handle() runs on any of the server's threads at once.
class Service {
 public:
  virtual ~Service() = default;
  virtual const ServiceSchema& schema() const = 0;
  // Of a request without a target or a signature that names a service.
  virtual Claim claim(const http::Request& /*request*/) const { return Claim::none; }
  // Signing names that are the service's beside its schema's.
  virtual bool has_signing_alias(std::string_view /*signing_name*/) const { return false; }
  // Answers one request, errors of AWS included, in the protocol's own form. Throws only for a fault below (storage, I/O).
  // `context` lives until the answer is made.
  virtual asio::awaitable<http::Response> handle(const RequestContext& context, http::Request request) = 0;
  // Forgets everything, in every account and region.
  virtual asio::awaitable<void> reset() = 0;
  // What must go on without a request. The emulator runs it once, beside the requests, until `stop` is requested, and waits
  // for its end before the service goes away. A service that has no such work returns at once.
  virtual asio::awaitable<void> run_background(std::stop_token /*stop*/) { co_return; }
  // What is kept, as JSON, for people and tests. `target` is what follows "/_winterbaume/<service>/", percent-encoded, with its
  // query. Null: there is nothing of that path.
  virtual asio::awaitable<std::optional<std::string>> inspect(std::string /*target*/) { co_return std::nullopt; }
};

}  // namespace winterbaume::aws
