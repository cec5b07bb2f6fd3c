// What a server can be told. Every duration has a default that suits SDKs and a bound that a test can make small.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http/limits.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume::http {

// Answers one request. Runs on a thread of the server, of which many run at once: must be thread-safe. What it throws is
// logged and answered 500 (BodyTooLarge: 413), and the connection is closed.
using Handler = std::function<asio::awaitable<Response>(Request&&)>;

// One answered request. The views live during the call only.
struct AccessRecord {
  std::string_view peer;  // "address:port"
  std::string_view method;
  std::string_view target;
  int status = 0;
  std::uint64_t request_bytes = 0;   // of the body, as far as it was read
  std::uint64_t response_bytes = 0;  // of the body, as far as it was sent
  std::chrono::microseconds duration{};
  std::string_view request_id;  // x-amzn-RequestId or x-amz-request-id of the response; empty where it has none
};

// Thread-safe; called on the server's threads, so it must not block for long.
class AccessSink {
 public:
  virtual ~AccessSink() = default;
  virtual void record(const AccessRecord& record) = 0;
};

struct Timeouts {
  std::chrono::milliseconds idle{75'000};   // a connection without a request
  std::chrono::milliseconds head{30'000};   // from a request's first byte to the end of its head; a TLS handshake
  std::chrono::milliseconds body{60'000};   // between two arrivals of body bytes
  std::chrono::milliseconds write{60'000};  // between two departures of response bytes
  std::chrono::milliseconds grace{30'000};  // of running requests once the server is told to stop
  // How often they are looked at: each may be late by this much.
  std::chrono::milliseconds sweep{1'000};
};

struct TlsFiles {
  std::string certificate;  // PEM, the chain from the leaf on
  std::string key;          // PEM
};

struct ServerOptions {
  std::string host = "127.0.0.1";  // an IPv4 or IPv6 address, or a name
  std::uint16_t port = 0;          // 0: a free one
  unsigned threads = 0;            // 0: as many as there are cores
  int backlog = 4096;
  ParserLimits limits;
  Timeouts timeouts;
  std::size_t in_memory_body_bytes = 256 * 1024;  // bodies of known length up to this reach the handler whole
  std::size_t drain_bytes = 256 * 1024;           // of an unread body, to keep the connection
  std::optional<TlsFiles> tls;
  AccessSink* access = nullptr;                          // outlives the server; null: no access log, at no cost
  std::function<void(std::string_view)> log_error = {};  // what a handler threw; thread-safe
};

// One sentence that names the option and its value.
struct ServerError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace winterbaume::http
