// The authentication response of a SAML 2.0 identity provider, as AssumeRoleWithSAML takes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "core/clock.h"

namespace winterbaume::sts {

struct SamlAssertion {
  struct RolePair {
    std::string role_arn;
    std::string provider_arn;
  };
  std::string issuer;
  std::string subject;       // NameID
  std::string subject_type;  // its format: "persistent", "transient", or the URI of another one
  std::string recipient;     // of the subject's confirmation
  std::string role_session_name;
  std::string source_identity;                   // empty: none
  std::optional<std::int64_t> duration_seconds;  // SessionDuration
  std::vector<RolePair> roles;
};

// `encoded`: base64 of the XML. Its signature isn't checked: the emulator holds no provider's certificate.
// Errors: InvalidIdentityToken, ExpiredTokenException.
aws::Result<SamlAssertion> parse_saml_assertion(std::string_view encoded, TimePoint now);

// "BASE64(SHA1(issuer + account + "/" + provider's name))", which with the subject names a user.
std::string saml_name_qualifier(std::string_view issuer, std::string_view account_id, std::string_view provider_name);

}  // namespace winterbaume::sts
