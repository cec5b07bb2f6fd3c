// Web identity tokens, SAML assertions, session policies and role ARNs on any bytes: each is read or refused. The input's
// first byte chooses which.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "services/sts/role_session.h"
#include "services/sts/saml_assertion.h"
#include "services/sts/web_identity_token.h"

namespace {

std::string unpadded_url_base64(std::string_view bytes) {
  auto out = winterbaume::to_base64(bytes);
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (out.ends_with('=')) out.pop_back();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace winterbaume;
  if (size == 0) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      (void)sts::parse_web_identity_token(bytes, TimePoint{});
      break;
    case 1:
      (void)sts::parse_web_identity_token("e30." + unpadded_url_base64(bytes) + ".", TimePoint{});
      break;
    case 2:
      (void)sts::parse_saml_assertion(to_base64(bytes), TimePoint{});
      break;
    case 3:
      (void)sts::check_session_policy(bytes);
      break;
    default:
      (void)sts::parse_role_arn(bytes);
      break;
  }
  return 0;
}
