#pragma once

#include "http/body.h"
#include "http/headers.h"

namespace winterbaume::http {

// What the server sends. Content-Length or Transfer-Encoding, Date and Connection are the session's to write.
struct Response {
  int status = 200;
  Headers headers;
  Body body;
};

// An answer that is there already, for who is asked for one to wait for.
inline asio::awaitable<Response> at_once(Response response) { co_return std::move(response); }

std::string_view reason_phrase(int status);  // "OK", "Not Found", …; "" when unknown

}  // namespace winterbaume::http
