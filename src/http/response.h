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

std::string_view reason_phrase(int status);  // "OK", "Not Found", …; "" when unknown

}  // namespace winterbaume::http
