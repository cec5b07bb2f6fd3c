// Which rule of a CORS configuration lets a request in, and the header fields that its answer gets. Pure rules.
#pragma once

#include <string>
#include <string_view>

#include "generated/s3/types.h"
#include "http/headers.h"

namespace winterbaume::s3 {

// What a request says that CORS is about.
struct CorsQuestion {
  std::string origin;             // empty: not a cross-origin request
  std::string method;             // Access-Control-Request-Method, else the request's own
  std::string requested_headers;  // Access-Control-Request-Headers, as sent
};

// `pattern` has one '*' at most, which stands for any text, none included.
bool matches_wildcard(std::string_view pattern, std::string_view text, bool ignore_case);

// The first rule whose origins, methods and headers take the request; null where none does.
const CORSRule* find_cors_rule(const CORSConfiguration& configuration, const CorsQuestion& question);

// Sets the fields of an answer to `question` by the rule that takes it.
void add_rule_headers(const CORSRule& rule, const CorsQuestion& question, http::Headers& headers);

}  // namespace winterbaume::s3
