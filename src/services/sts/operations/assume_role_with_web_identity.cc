#include "generated/sts/errors.h"
#include "services/sts/operations/operations.h"
#include "services/sts/role_session.h"
#include "services/sts/web_identity_token.h"

namespace winterbaume::sts {

Result<AssumeRoleWithWebIdentityResponse> assume_role_with_web_identity(const aws::RequestContext& context, IdentityStore& store,
                                                                        AssumeRoleWithWebIdentityRequest input) {
  constexpr std::int32_t k_duration_seconds_preset = 3600;
  auto role = parse_role_arn(*input.role_arn);
  if (!role) return aws::fail(std::move(role.error()));
  if (input.provider_id) {
    // An OAuth 2.0 access token says nothing by itself: its provider would have to be asked, and the emulator asks nobody.
    return aws::fail(errors::idp_communication_error_exception("The identity provider " + *input.provider_id +
                                                               " can't be reached to verify an access token."));
  }
  auto identity = parse_web_identity_token(*input.web_identity_token, context.now);
  if (!identity) return aws::fail(std::move(identity.error()));
  auto packed = pack_session_policies(input.policy, input.policy_arns, {});
  if (!packed) return aws::fail(std::move(packed.error()));

  auto session = make_role_session(*role, *input.role_session_name);
  AssumeRoleWithWebIdentityResponse response;
  response.subject_from_web_identity_token = std::move(identity->subject);
  response.provider = std::move(identity->issuer);
  response.audience = std::move(identity->audience);
  response.assumed_role_user = describe_role_session(session);
  response.packed_policy_size = *packed;
  response.credentials =
      store.issue(std::move(session), std::chrono::seconds(input.duration_seconds.value_or(k_duration_seconds_preset)), context,
                  static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  return response;
}

}  // namespace winterbaume::sts
