// OpenID Connect's ID tokens, as AssumeRoleWithWebIdentity takes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "core/clock.h"

namespace winterbaume::sts {

struct WebIdentity {
  std::string issuer;    // iss
  std::string subject;   // sub
  std::string audience;  // azp where it is given, else aud, of several the first
};

// Reads a JSON Web Token's claims. Its signature isn't checked: the emulator asks no identity provider for keys.
// Errors: InvalidIdentityToken, ExpiredTokenException.
aws::Result<WebIdentity> parse_web_identity_token(std::string_view token, TimePoint now);

}  // namespace winterbaume::sts
