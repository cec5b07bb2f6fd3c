// Makes signatures: for tests, and for what the emulator itself sends or hands out (presigned links).
#pragma once

#include <chrono>
#include <string>

#include "aws/sigv4.h"

namespace winterbaume::aws {

struct SigningIdentity {
  std::string access_key_id;
  std::string secret;
  std::string session_token;  // empty: none
  std::string region;
  std::string service;  // the signing name
};

// Signs every header that `request` has (but for Authorization, Connection, Expect, User-Agent and X-Amzn-Trace-Id, which
// proxies change) and adds X-Amz-Date, X-Amz-Security-Token and Authorization; for S3 x-amz-content-sha256 too, unless it is
// there. Host must be there. The body must be in memory unless x-amz-content-sha256 is there.
void sign_request(http::Request& request, const SigningIdentity& identity, TimePoint now);

// The target of a presigned request: request.target with the signature's parameters. Only Host is signed.
// expires: 1 second to 7 days.
std::string presign(const http::Request& request, const SigningIdentity& identity, TimePoint now, std::chrono::seconds expires);

}  // namespace winterbaume::aws
