#include "aws/common_errors.h"
#include "services/sts/operations/operations.h"

namespace winterbaume::sts {

Result<GetSessionTokenResponse> get_session_token(const aws::RequestContext& context, IdentityStore& store,
                                                  GetSessionTokenRequest input) {
  constexpr std::int32_t k_duration_seconds_preset = 43'200;
  auto principal = store.identify(context);
  if (principal.session) {
    return aws::fail(aws::errors::access_denied("Cannot call GetSessionToken with session credentials"));
  }
  if (auto checked = check_mfa(input.serial_number, input.token_code); !checked) return aws::fail(std::move(checked.error()));
  principal.session = SessionKind::user_session;
  GetSessionTokenResponse response;
  response.credentials =
      store.issue(std::move(principal), std::chrono::seconds(input.duration_seconds.value_or(k_duration_seconds_preset)), context,
                  static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  return response;
}

}  // namespace winterbaume::sts
