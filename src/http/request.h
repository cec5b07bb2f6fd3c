#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "http/body.h"
#include "http/headers.h"

namespace winterbaume::http {

enum class Method : std::uint8_t { get, head, post, put, delete_, options, patch, other };
std::string_view method_name(Method method);     // "GET", …; "OTHER" for other
Method method_from_name(std::string_view name);  // other when unknown

// What a handler may ask of the connection that a request came by. A request made in process has none.
class Connection {
 public:
  virtual ~Connection() = default;
  // Asks to be told when the peer hangs up or the server begins to shut down, while the request is being handled. Costs a
  // system call, so only handlers that wait for long (ReceiveMessage with WaitTimeSeconds) ask. Any thread may hold the token.
  virtual std::stop_token watch() = 0;
};

struct Request {
  Method method = Method::get;
  std::string target;  // as sent, still percent-encoded: "/path?query"
  Headers headers;
  Body body;
  bool secure = false;               // came by TLS
  std::string_view tls_version;      // "1.3", as long as the program runs; empty where not secure
  std::string peer;                  // "address:port", empty in process
  Connection* connection = nullptr;  // lives at least as long as the handling of this request

  std::string_view path() const;   // the target up to '?'
  std::string_view query() const;  // after '?', empty where there is none
};

}  // namespace winterbaume::http
