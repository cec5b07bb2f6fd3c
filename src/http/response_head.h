// The head of a response, as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http/response.h"

namespace winterbaume::http {

struct ResponseFraming {
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool close = false;       // say Connection: close
  bool keep_alive = false;  // say Connection: keep-alive, as HTTP/1.0 clients need it said
};

// Appends status line, fields, Date and framing to `out`. The response's own Date is kept; its Content-Length is taken where
// the framing has none; its Transfer-Encoding and Connection are dropped. CR, LF and NUL in a value become spaces, so that no
// value that came from a client can split the response.
void append_response_head(std::string& out, const Response& response, const ResponseFraming& framing);

// RFC 9110, section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", now. Made once a second on each thread; valid until the next call.
std::string_view http_date();

}  // namespace winterbaume::http
